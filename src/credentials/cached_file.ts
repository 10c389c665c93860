// A file of a cache of the AWS CLI's, as it was found.
// Rule: read, never written; what other users can read is not used.

/** A file as it was found. */
export type CachedFile = {
  readonly path: string;
  /** Undefined if there is none. */
  readonly text: string | undefined;
  /** The permissions; undefined on a system that has none. */
  readonly mode: number | undefined;
};

/** Whether every user of the machine can read or write it. */
export function isOpenToOthers({ mode }: CachedFile): boolean {
  return mode !== undefined && (mode & 0o007) !== 0;
}

// What the credentials of a switch are for: a session, output, or the console.
// Rule: a purpose is made before anything is asked, and throws if it cannot succeed.

import type { SessionCredentials } from "../credentials/credentials.ts";

/** What the credentials are for. Made before anything is asked: it throws where it cannot succeed. */
export type Purpose = {
  /** Says what the user should know before being asked. */
  tell?(): void;
  /** Does what needs permissions that will be given up; resolves when they may be, to the last step. */
  begin(way: Way): Promise<Finish>;
};

/** Takes the credentials where they are wanted; the exit status where this process does not become another. */
export type Finish = (credentials: SessionCredentials) => number | Promise<number>;

/** What this process has been given: its environment, and the authorities that count beside Deno's own. */
type Way = {
  readonly environ: readonly Uint8Array[];
  readonly caCerts: readonly string[];
  /** Whether nothing is to be said but errors. */
  readonly quiet: boolean;
};

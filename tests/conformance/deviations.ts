// The published cases that swr deliberately treats otherwise than AWS's SDKs, each with its reason; nowhere else.
// Rule: a case is here only for a source or rule that is swr's own, never because it is hard. Imports nothing.

/** What a case file came to. A failed case is one line that begins with its name and a colon. */
export type Outcome = { readonly passed: number; readonly failed: readonly string[] };

export type Deviation = {
  readonly file: string;
  /** The case's name, exactly. */
  readonly name: string;
  readonly reason: string;
};

export const DEVIATIONS: readonly Deviation[] = [
  {
    file: "sts-endpoints.json",
    name: "Missing region",
    reason:
      "without a region swr asks the partition's global endpoint, as botocore's own STS client does",
  },
];

/** The deviation that explains a failed case of that file. */
export function deviationOf(
  file: string,
  failed: string,
  table: readonly Deviation[] = DEVIATIONS,
): Deviation | undefined {
  return table.find((each) => each.file === file && failed.startsWith(`${each.name}: `));
}

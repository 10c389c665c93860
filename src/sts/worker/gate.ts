// Whether the AWS SDK waits at a gate: in a bundle its file is compiled early, and begins with the import of a file that
// waits (scripts/bundle.ts), so that nothing of it is evaluated before main says so.
// Rule: the build answers yes in place of this file; run from source the SDK is imported when main says so.

/** Whether importing the SDK does not evaluate it yet. */
export const GATED: boolean = false;

/** The global by which the SDK's file waits. */
export const GATE = "sdkGate";

// Which variables of a session are no longer as the session set them.
// Rule: prompts compare the same (shells/scripts/prompt.*); a secret is compared by its digest only.

import type { Lookup } from "../config/origin.ts";
import type { Session } from "./contract.ts";

/** A variable that is no longer as the session set it. */
export type Deviation = {
  readonly name: string;
  /** What it is now, if that is no secret; undefined if it is not set. */
  readonly is: string | undefined;
  /** What it was, if that is no secret. */
  readonly was?: string;
};

/**
 * The variables that are no longer the session's, by which SDKs may use other keys, another profile or region; prompts
 * compare the same. `digest`: of the secrets in the environment.
 */
export function deviations(
  env: Lookup,
  session: Session,
  digest: string | undefined,
): Deviation[] {
  const set = (name: string) => env(name) || undefined;
  const found: Deviation[] = [];
  if (set("AWS_ACCESS_KEY_ID") !== session.accessKeyId) {
    found.push({ name: "AWS_ACCESS_KEY_ID", is: set("AWS_ACCESS_KEY_ID") });
  } else if (session.accessKeyId !== undefined) {
    const missing = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].filter((name) => !set(name));
    for (const name of missing) found.push({ name, is: undefined });
    const isOther = session.digest !== undefined && digest !== undefined &&
      digest !== session.digest;
    if (missing.length === 0 && isOther) {
      found.push({ name: "AWS_SECRET_ACCESS_KEY or AWS_SESSION_TOKEN", is: "" });
    }
  }
  for (const name of ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]) {
    const is = set(name);
    if (is !== undefined && is !== session.profile) found.push({ name, is, was: session.profile });
  }
  const was = session.ownRegion;
  for (const name of was === undefined ? [] : ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
    const is = set(name);
    if (is !== was) found.push({ name, is, was: was! });
  }
  return found;
}

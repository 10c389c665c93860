// How one gets out of a session, for messages: by leaving its shell, or, where --export put the keys into a shell that
// is the user's own, by unsetting them.
// Rule: nobody is told to end a shell that swr did not start.

import type { Lookup } from "../config/origin.ts";
import { pasted } from "../text/quoting.ts";

/** Rids a shell of the keys that --export put into it, and its prompt of their profile. */
export const EXPORTED_REMEDY =
  "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN SWR_PROFILE, or use another shell";

/** What to do where the session has ended, to be in the profile again. */
export function endedRemedy(profile: string, env: Lookup): string[] {
  const again = `start again: \`envchain NAMESPACE swr ${pasted(profile)}\``;
  return env("SWR_EXPORTED")
    ? [EXPORTED_REMEDY, again]
    : [`leave this shell with exit, and ${again}`];
}

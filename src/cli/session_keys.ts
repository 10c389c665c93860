// --session-keys: what the session's view of the config runs for its keys. Rule: the environment alone is asked; no
// file, no network. Imports core and io.

import { sessionKeys } from "../core/session_keys.ts";
import { print } from "../io/terminal.ts";
import { variable } from "../io/variable.ts";

/** Prints the keys for the profile as credential_process does; SwrError "auth" where they are not this session's. */
export function printSessionKeys(profile: string): number {
  print(`${sessionKeys(profile, variable, Date.now())}\n`);
  return 0;
}

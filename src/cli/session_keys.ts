// --session-keys: what the session's view of the config runs for its keys.
// Rule: the environment alone is asked; no file, no network; never on a terminal unasked.

import type { SessionKeysRequest } from "../options/request.ts";
import { sessionKeys } from "../session/session_keys.ts";
import { printCredentials } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** Prints the keys for the profile as credential_process does; SwrError "auth" where they are not this session's. */
export function printSessionKeys(profile: string, request: SessionKeysRequest): number {
  const keys = sessionKeys(profile, variable, Date.now());
  refuseSecretOnTerminal(request);
  printCredentials(`${keys}\n`);
  return 0;
}

// --session-keys: what the session's view of the config runs for its keys.
// Rule: the environment alone is asked, in a keyless session the kernel; no file, no network; never on a terminal unasked.

import type { SessionKeysRequest } from "../options/request.ts";
import type { System } from "./run.ts";
import { currentSession, withKeys } from "../session/contract.ts";
import { sessionKeys } from "../session/session_keys.ts";
import { printCredentials } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** Prints the keys for the profile as credential_process does; SwrError "auth" where they are not this session's. */
export async function printSessionKeys(
  profile: string,
  request: SessionKeysRequest,
  libc: System["libc"],
): Promise<number> {
  const now = Date.now();
  const session = currentSession(variable);
  const env = session?.keyless && session.profile === profile
    // What --expose has put into the environment is a copy.
    ? withKeys(
      variable,
      await (await import("../session/own_keys.ts")).keptKeys(session, variable, await libc(), now),
    )
    : variable;
  const keys = sessionKeys(profile, env, now);
  refuseSecretOnTerminal(request);
  printCredentials(`${keys}\n`);
  return 0;
}

// --session-keys: what the session's view of the config runs for its keys.
// Rule: the keys come from the environment alone, in a keyless session from the kernel; no file and no network, except
// for the renewal of a session that renews itself (session/renew.ts); never on a terminal unasked.

import type { SessionKeysRequest } from "../options/request.ts";
import type { System } from "./run.ts";
import { currentSession, withKeys } from "../session/contract.ts";
import { processJson, sessionKeys } from "../session/session_keys.ts";
import { printCredentials } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** Prints the keys for the profile as credential_process does; SwrError "auth" if they are not this session's. */
export async function printSessionKeys(
  profile: string,
  request: SessionKeysRequest,
  { libc, version }: Pick<System, "libc" | "version">,
): Promise<number> {
  refuseSecretOnTerminal(request);
  printCredentials(`${await keysFor(profile, libc, version)}\n`);
  return 0;
}

async function keysFor(
  profile: string,
  libc: System["libc"],
  version: string,
): Promise<string> {
  const session = currentSession(variable);
  // What --expose has put into the environment of a keyless session is a copy.
  if (!session?.keyless || session.profile !== profile) {
    return sessionKeys(profile, variable, Date.now());
  }
  const { keysForProgram } = await import("../session/own_keys.ts");
  const { renews, ...keys } = await keysForProgram(session, variable, await libc(), version);
  // SDKs that know when the keys end ask for the renewed ones.
  return renews
    ? processJson(keys, session.account)
    : sessionKeys(profile, withKeys(variable, keys), Date.now());
}

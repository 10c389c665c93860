// --expose: a command or a shell with the keys of a keyless session in its environment, for programs that read nothing
// but variables.
// Rule: a copy of the keys as they are now; the session and its other programs stay as they are.

import { keyVariables } from "../session/session_variables.ts";
import type { ExposeRequest } from "../options/request.ts";
import { become, runChild } from "../os/exec.ts";
import { findProgram, type Program } from "../os/find_program.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import { currentSession } from "../session/contract.ts";
import { digestOf } from "../credentials/credentials.ts";
import { applyChange } from "../session/environment.ts";
import { keptKeys } from "../session/own_keys.ts";
import { say } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { localTime } from "../text/times.ts";
import { visible } from "../text/visible.ts";

/** The program to become. SwrError "not-found" with what was probably meant. */
async function programOf(
  command: readonly string[],
  wish: Parameters<typeof findProgram>[1],
  libc: Libc | undefined,
  profile: string,
): Promise<Program> {
  try {
    return findProgram(command, wish, libc);
  } catch (error) {
    throw (await import("../os/command_hints.ts")).withCommandHints(error, command, profile);
  }
}

/** Becomes the command. SwrError "no-session" outside a session, and those of the session's keys and of the program. */
export async function expose(
  { command, shell, login, verbose }: ExposeRequest,
  libc: Libc | undefined,
): Promise<number> {
  const session = currentSession(variable);
  if (session === undefined) {
    throw new SwrError("no-session", "--expose works inside a keyless session", [
      "open one: `envchain NAMESPACE swr --keyless PROFILE`",
    ]);
  }
  const program = await programOf(command, { shell, login }, libc, session.profile);
  const set = new Map<string, string | null>();
  if (session.keyless) {
    const credentials = await keptKeys(session, variable, libc);
    const marked = { ...credentials, digest: await digestOf(credentials) };
    for (const [name, value] of keyVariables(marked)) set.set(name, value);
    if (verbose) {
      say(
        `the keys of "${visible(session.profile)}" are in the environment of ${
          visible(program.argv[0]!)
        } until ${localTime(credentials.expiration)}; they are a copy, and are not renewed`,
      );
    }
  } else if (verbose) say("the session is not keyless: its keys are in the environment already");
  if (libc === undefined) return await runChild(program, { env: {} });
  return await become(program, applyChange(libc.environment(), { set, unset: [] }), libc);
}

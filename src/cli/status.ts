// --status: where am I, and for how long. Status 1 outside a session, and when less than --min is left or something
// does not fit.

import { secondsOf } from "../text/times.ts";
import { SwrError } from "../text/errors.ts";
import type { StatusRequest } from "../options/request.ts";
import { currentSession, sessionKeysIn } from "../session/contract.ts";
import { digestOf } from "../credentials/credentials.ts";
import { lasts, statusOf, statusPage } from "../session/status.ts";
import { jsonText } from "../text/visible.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import { viewAt } from "../session/view_state.ts";
import { print, say, stdoutPaint } from "../terminal/messages.ts";

/** Prints the status; the exit status for scripts and prompts. */
export async function status(
  { json, quiet, min }: StatusRequest,
  libc: Libc | undefined,
): Promise<number> {
  const needed = secondsNeeded(min);
  const now = Date.now();
  const lost = currentSession(variable)?.keyless
    ? await (await import("../session/own_keys.ts")).keysLost(variable, libc)
    : undefined;
  const found = statusOf(variable, now, (path) => viewAt(path, libc), await digestNow(), lost);
  if (found === undefined) {
    if (json) print("null\n");
    else if (!quiet) print("not in a session of swr\n");
    return 1;
  }
  if (json) print(jsonText(found));
  else if (!quiet) print(statusPage(found, stdoutPaint()));
  const enough = lasts(found, needed);
  const short = found.secondsLeft > 0 && !enough;
  if (short && !quiet) say(`less than ${min} is left`);
  return enough && found.problems.length === 0 ? 0 : 1;
}

/** The digest of the secrets in the environment; undefined without a session or its keys. */
async function digestNow(): Promise<string | undefined> {
  const session = currentSession(variable);
  const keys = session && sessionKeysIn(variable, session);
  return keys && await digestOf(keys);
}

/** Seconds of `--min`, which is written as --duration is. */
function secondsNeeded(value: string | undefined): number {
  if (value === undefined) return 0;
  const seconds = secondsOf(value);
  if (seconds !== undefined) return seconds;
  throw new SwrError("time-malformed", `"${value}" is not a time`, [
    "--min takes 600, 600s, 10m or 1h30m",
  ]);
}

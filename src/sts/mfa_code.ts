// The code of an MFA device: given beforehand, printed by a command (mfa_process.ts), or typed at the terminal.
// Rule: a code is six digits, or it is asked for again; it is never shown, and goes out once. This is all that a user waits
// for before the question, so nothing is imported here that can come after it.

import type { Setting } from "../text/origin.ts";
import { mfaCode } from "../role/arn.ts";
import { SwrError } from "../text/errors.ts";
import { keepSecret } from "../text/mask.ts";
import { visible } from "../text/visible.ts";
import { say } from "../terminal/messages.ts";
import type { Terminal } from "../terminal/question.ts";
import { deviceOf, type Plan } from "../role/plan.ts";

/** A code given beforehand, its digits checked; SwrError "usage" for anything but six digits. */
export function givenCode(given: Setting | undefined): string | undefined {
  if (given === undefined) return undefined;
  const code = mfaCode(given.value);
  if (code !== undefined) {
    keepSecret(code);
    return code;
  }
  throw new SwrError("mfa-code-malformed", "the MFA code is not six digits", [
    "leave it out to be asked for it",
  ], { origin: given.origin });
}

/** A time-based code is of one half minute (RFC 6238, with AWS's step). */
const STEP_SECONDS = 30;

/** What codes can come from. */
type CodeSources = {
  /** Setting by option or variable. */
  readonly given: string | undefined;
  /** Undefined if there is no terminal. */
  readonly terminal: Terminal | undefined;
  /** Runs the command that prints a code; undefined if there is none. */
  readonly printed: (() => Promise<string>) | undefined;
};

/**
 * The code for the first call; undefined if none is wanted. The question is on the terminal, or the command
 * that prints a code runs, when this returns. SwrError if there will be none.
 */
export async function firstCode(plan: Plan, sources: CodeSources): Promise<string | undefined> {
  const serial = deviceOf(plan);
  if (serial === undefined) return undefined;
  if (sources.given !== undefined) return sources.given;
  return await (sources.printed?.() ?? askUnspent(sources.terminal, serial, new Set()));
}

/** Asks for a code that has not gone out yet: sending one again would only be refused again. */
export async function askUnspent(
  terminal: Terminal | undefined,
  serial: string,
  spent: ReadonlySet<string>,
): Promise<string> {
  if (terminal === undefined) {
    throw new SwrError("question-impossible", "an MFA code is needed, and there is no terminal");
  }
  while (true) {
    const code = await askCode(terminal, serial);
    if (!spent.has(code)) return code;
    say(`that code was sent already: wait for the next one, ${secondsToNextCode()} s`);
  }
}

/** Asks until six digits are typed. SwrError "canceled" at the end of the file. */
async function askCode(terminal: Terminal, serial: string): Promise<string> {
  while (true) {
    const typed = await terminal.ask(`Enter MFA code for ${visible(serial)}: `);
    if (typed === undefined) throw new SwrError("canceled", "no MFA code was given");
    const code = mfaCode(typed);
    if (code !== undefined) {
      keepSecret(code);
      return code;
    }
    say("an MFA code has six digits");
  }
}

/** Seconds until a device shows another code. */
export function secondsToNextCode(): number {
  return STEP_SECONDS - Math.floor(Date.now() / 1000) % STEP_SECONDS;
}

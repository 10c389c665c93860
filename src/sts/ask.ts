// The code of an MFA device: given beforehand, printed by a command, or typed at the terminal.
// Rule: this is all that a user waits for before the question, so nothing is imported here that can come after it; a
// code goes out once.

import { SwrError } from "../text/errors.ts";
import { deviceOf, type Plan } from "../role/plan.ts";
import { askCode } from "./mfa_code.ts";
import { say } from "../terminal/messages.ts";
import type { Terminal } from "../terminal/question.ts";

/** A time-based code is of one half minute (RFC 6238, with AWS's step). */
const STEP_SECONDS = 30;

/** What codes can come from. */
type CodeSources = {
  /** Setting by option or variable. */
  readonly given: string | undefined;
  /** Undefined if there is no terminal. */
  readonly terminal: Terminal | undefined;
  /** Runs the command that prints a code; undefined where there is none. */
  readonly printed: (() => Promise<string>) | undefined;
};

/**
 * The code for the first call; undefined where none is wanted. The question is on the terminal, or the command
 * that prints a code runs, when this returns. SwrError where there will be none.
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
    throw new SwrError("question-impossible", "an MFA code is wanted, and there is no terminal");
  }
  while (true) {
    const code = await askCode(terminal, serial);
    if (!spent.has(code)) return code;
    say(`that code was sent already: wait for the next one, ${secondsToNextCode()} s`);
  }
}

/** Seconds until a device shows another code. */
export function secondsToNextCode(): number {
  return STEP_SECONDS - Math.floor(Date.now() / 1000) % STEP_SECONDS;
}

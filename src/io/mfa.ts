// Where an MFA code comes from: the option, the variable, a command, the terminal.
// Rule: a code that STS may have consumed is never sent again; a code is never shown. Imports core, child_output and
// terminal.

import { type Given, mfaCode } from "../core/arn.ts";
import { SwrError } from "../core/errors.ts";
import { visible } from "../core/visible.ts";
import { childOutput } from "./child_output.ts";
import { say, type Terminal } from "./terminal.ts";

/** A code given beforehand, its digits checked; SwrError "usage" for anything but six digits. */
export function givenCode(given: Given | undefined): string | undefined {
  if (given === undefined) return undefined;
  const code = mfaCode(given.value);
  if (code !== undefined) return code;
  throw new SwrError("usage", `the MFA code of ${given.from} is not six digits`, [
    "leave it out to be asked for it",
  ]);
}

/** A touch of a key has to be waited for; what is longer than a page is no code. */
const PROCESS_LIMITS = { milliseconds: 60_000, bytes: 4096 };

/**
 * The code that a command prints. Its standard input and error are the terminal's, so that it can ask for a touch;
 * its environment holds no credential. SwrError "auth" where it fails, takes a minute, or prints something else.
 */
export async function codeOfProcess(
  command: string,
  environment: Record<string, string>,
): Promise<string> {
  const failed = (why: string) =>
    new SwrError("auth", `the command for the MFA code failed: ${why}`, [
      `it is: ${visible(command)}`,
      "check mfa_process, SWR_MFA_PROCESS or --mfa-process; without it the terminal is asked",
    ]);
  const words = Deno.build.os === "windows" ? ["cmd.exe", "/d", "/c"] : ["/bin/sh", "-c"];
  const outcome = await childOutput(
    words[0]!,
    { args: [...words.slice(1), command], env: environment, stdin: "inherit", stderr: "inherit" },
    PROCESS_LIMITS,
  ).catch((error) => {
    throw failed(error instanceof Error ? visible(error.message) : "it could not be started");
  });
  if (outcome.kind === "late") throw failed("it took more than a minute");
  if (outcome.kind === "flooded") throw failed("it printed more than a code");
  if (outcome.code !== 0) throw failed(outcome.signal ?? `status ${outcome.code}`);
  const code = mfaCode(outcome.text);
  if (code === undefined) throw failed("what it printed is not six digits");
  return code;
}

/** Asks until six digits are typed. SwrError "canceled" at the end of the file. */
export async function askCode(terminal: Terminal, serial: string): Promise<string> {
  while (true) {
    const typed = await terminal.ask(`Enter MFA code for ${visible(serial)}: `);
    if (typed === undefined) throw new SwrError("canceled", "no MFA code was given");
    const code = mfaCode(typed);
    if (code !== undefined) return code;
    say("an MFA code has six digits");
  }
}

// Where an MFA code comes from: the option, the variable, the terminal; a command is mfa_process.ts's business.
// Rule: a code is six digits, or it is asked for again; it is never shown.

import type { Setting } from "../text/origin.ts";
import { mfaCode } from "../role/arn.ts";
import { SwrError } from "../text/errors.ts";
import { keepSecret } from "../text/mask.ts";
import { visible } from "../text/visible.ts";
import { say } from "../terminal/messages.ts";
import type { Terminal } from "../terminal/question.ts";

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

/** Asks until six digits are typed. SwrError "canceled" at the end of the file. */
export async function askCode(terminal: Terminal, serial: string): Promise<string> {
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

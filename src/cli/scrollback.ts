// Secrets and the terminal. Rule: what a mode prints for a program to read is never printed on a terminal unasked,
// since it would stay in its scrollback. Imports core.

import { SwrError } from "../core/errors.ts";
import type { CommandLine } from "../core/flags.ts";

/** Stops where a secret would be printed on a terminal without --force. */
export function refuseTerminal(line: CommandLine, what: string, instead: readonly string[]): void {
  if (!Deno.stdout.isTerminal() || line.flags.has("force")) return;
  throw new SwrError("usage", `${what} would stay in the scrollback of the terminal`, [
    ...instead,
    "--force prints on the terminal all the same",
  ]);
}

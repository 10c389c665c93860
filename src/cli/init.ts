// --init: what a shell's start-up file evaluates: completion, then the prompt segment.
// Rule: what is printed is code for the shell and nothing else. Imports core and io.

import type { CommandLine } from "../core/flags.ts";
import * as bash from "../core/shell_bash.ts";
import * as fish from "../core/shell_fish.ts";
import * as powershell from "../core/shell_powershell.ts";
import * as zsh from "../core/shell_zsh.ts";
import { print } from "../io/terminal.ts";

const SHELLS = { bash, fish, powershell, zsh };

/** Prints the set-up for the shell that the option names; its values are those of the table. */
export function init(line: CommandLine): number {
  const { completion, promptSegment } = SHELLS[line.values.get("init") as keyof typeof SHELLS];
  print(completion() + promptSegment());
  return 0;
}

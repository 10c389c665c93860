// --init: what a shell's start-up file evaluates: completion, then the prompt segment.
// Rule: what is printed is code for the shell and nothing else.

import type { CommandLine } from "../options/parse.ts";
import * as bash from "../shells/bash.ts";
import * as fish from "../shells/fish.ts";
import * as powershell from "../shells/powershell.ts";
import * as zsh from "../shells/zsh.ts";
import { print } from "../terminal/terminal.ts";

const SHELLS = { bash, fish, powershell, zsh };

/** Prints the set-up for the shell that the option names; its values are those of the table. */
export function init(line: CommandLine): number {
  const { completion, promptSegment } = SHELLS[line.values.get("init") as keyof typeof SHELLS];
  print(completion() + promptSegment());
  return 0;
}

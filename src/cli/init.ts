// --init: what a shell's start-up file evaluates: completion, then the prompt segment.
// Rule: what is printed is code for the shell and nothing else.

import type { InitRequest } from "../options/request.ts";
import type { InitShell } from "../options/table.ts";
import * as bash from "../shells/bash.ts";
import * as fish from "../shells/fish.ts";
import * as powershell from "../shells/powershell.ts";
import * as zsh from "../shells/zsh.ts";
import { print } from "../terminal/messages.ts";

type SetUp = { readonly completion: () => string; readonly promptSegment: () => string };
const SHELLS: Readonly<Record<InitShell, SetUp>> = { bash, fish, powershell, zsh };

/** Prints the set-up for the shell. */
export function init({ shell }: InitRequest): number {
  const { completion, promptSegment } = SHELLS[shell];
  print(completion() + promptSegment());
  return 0;
}

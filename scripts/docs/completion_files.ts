// The completions as files, for packages: a folder of $fpath, bash-completion's folder, and fish's.
// Rule: the same functions as --init prints, without the prompt. Pure: imports src/shells/ only.

import { completionFile as bash } from "../../src/shells/bash.ts";
import { completionFile as fish } from "../../src/shells/fish.ts";
import { completionFile as zsh } from "../../src/shells/zsh.ts";

/** Name and text of each file, as the shells look for them. */
export function completionFiles(): ReadonlyMap<string, string> {
  return new Map([["_swr", zsh()], ["swr.bash", bash()], ["swr.fish", fish()]]);
}

// What was probably meant by a command that is not there.
// Rule: suggestions only, written to be pasted.

import { pasted, quoted } from "../text/quoting.ts";

/** What makes a line a shell's: pipes, lists, redirections, expansions, quotes, assignments. */
const OF_A_SHELL = /[|&;<>()$`"'\\*?[\]{}~#=]/;

/** The shells that know the user's aliases with -ic. */
const WITH_ALIASES = ["bash", "fish", "zsh"];

/** The hints for a command that was not found; `shell` is the path of the user's own. */
export function commandHints(
  command: readonly string[],
  profile: string,
  shell: string | undefined,
): string[] {
  const [name = "", ...others] = command;
  const start = `swr ${pasted(profile)}`;
  const line = [name, ...others.map(quoted)].join(" ");
  if (/\S\s+\S/.test(name)) {
    return OF_A_SHELL.test(name)
      ? [`to run a line in a shell: \`${start} sh -c ${pasted(line)}\``]
      : [
        `write the words without quotes: \`${start} ${
          [...name.trim().split(/\s+/), ...others].map(pasted).join(" ")
        }\``,
      ];
  }
  if (/[/\\]/.test(name)) return [];
  const own = shell?.slice(shell.lastIndexOf("/") + 1) ?? "";
  const words = WITH_ALIASES.includes(own) ? `${own} -ic` : "sh -c";
  return [
    `aliases and built-ins of your shell are not commands: \`${start} ${words} ${pasted(line)}\``,
  ];
}

// Hints for a command that is not found: what was probably meant.
// Rule: suggestions only, written to be pasted.

import { wrongDash } from "../text/dashes.ts";
import { SwrError } from "../text/errors.ts";
import { pasted, quoted } from "../text/quoting.ts";
import { IS_WINDOWS } from "./process.ts";
import { variable } from "./variable.ts";

/** What makes a line a shell's: pipes, lists, redirections, expansions, quotes, assignments. */
const OF_A_SHELL = /[|&;<>()$`"'\\*?[\]{}~#=]/;

/** The shells that know the user's aliases with -ic. */
const WITH_ALIASES = ["bash", "fish", "zsh"];

/**
 * The error with these hints, if it says that the command of a session in the profile is not found; any other as it is.
 * `isProfile`: the command has the name of a profile.
 */
export function withCommandHints(
  error: unknown,
  command: readonly string[],
  profile: string,
  isProfile = false,
): unknown {
  const isUnfound = error instanceof SwrError && error.kind === "not-found" && command.length > 0;
  if (!isUnfound) return error;
  if (isProfile) return new SwrError(error.code, error.message, profileHints(command));
  if (IS_WINDOWS) return error;
  const more = commandHints(command, profile, variable("SHELL"));
  // A blank in the name is the cause itself; that it may be an alias comes after a misspelling.
  const hints = /\s/.test(command[0]!) ? [...more, ...error.hints] : [...error.hints, ...more];
  return new SwrError(error.code, error.message, hints);
}

/** The hints for a command that has the name of a profile. */
function profileHints([name = "", ...command]: readonly string[]): string[] {
  return [
    `${pasted(name)} is a profile, and swr takes one: \`${
      ["swr", name, ...command].map(pasted).join(" ")
    }\``,
    "after a profile come the words of a command",
  ];
}

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
  const dashed = wrongDash(name);
  if (dashed !== undefined) return [`${dashed}, before the profile`];
  if (/[/\\]/.test(name)) return [];
  const own = shell?.slice(shell.lastIndexOf("/") + 1) ?? "";
  const words = WITH_ALIASES.includes(own) ? `${own} -ic` : "sh -c";
  return [
    `aliases and built-ins of your shell are not commands: \`${start} ${words} ${pasted(line)}\``,
  ];
}

// What a message tells the user to type, in the words of the user's own shell.
// Rule: the shell is the one that SHELL names; an unknown one is taken for a POSIX shell.

import type { Lookup } from "../config/origin.ts";

/** The name of the user's shell. */
export function shellName(env: Lookup): string {
  return env("SHELL")?.replace(/^.*\//, "") || "sh";
}

/** What takes variables away. */
export function unsetting(names: readonly string[], env: Lookup): string {
  switch (shellName(env)) {
    case "csh":
    case "tcsh":
      return names.map((name) => `unsetenv ${name}`).join("; ");
    case "fish":
      return `set -e ${names.join(" ")}`;
    default:
      return `unset ${names.join(" ")}`;
  }
}

/** What evaluates the output of `swr --export FORMAT WORDS`; `before`: the words before swr, such as envchain's. */
export function evaluatedExport(words: string, env: Lookup, before = ""): string {
  const command = (format: string) => `${before && `${before} `}swr --export ${format} ${words}`;
  switch (shellName(env)) {
    case "csh":
    case "tcsh":
      return `eval "\`${command("csh")}\`"`;
    case "fish":
      return `${command("fish")} | source`;
    case "pwsh":
      return `${command("powershell")} | Out-String | Invoke-Expression`;
    default:
      return `eval "$(${command("sh")})"`;
  }
}

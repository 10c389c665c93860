// What swr prints for zsh. The script is in shells/*.zsh; this file inserts what comes from the table of options.
// Rule: the text of the table arrives in the script quoted, as data.

import COMPLETION from "./scripts/completion.zsh" with { type: "text" };
import PROMPT from "./scripts/prompt.zsh" with { type: "text" };
import REGISTER from "./scripts/register.zsh" with { type: "text" };
import { ALL_OPTIONS, type Option } from "../options/table.ts";
import {
  caseArms,
  COMPLETED_MODES,
  filled,
  modesTaking,
  offeredIn,
  spellings,
  valueOf,
} from "./completion.ts";
import { singleQuoted } from "../text/quoting.ts";

/** For `eval "$(swr --init zsh)"`: the completion, registered with compinit before or after it. */
export function completion(): string {
  return functions() + REGISTER;
}

/** For the eval line too: the prompt segment. */
export function promptSegment(): string {
  return PROMPT;
}

/** The file `_swr` of a folder in $fpath. */
export function completionFile(): string {
  return `#compdef swr -P envchain\n\n${functions()}\n_swr "$@"\n`;
}

function functions(): string {
  const named = '[[ -n $named ]] || specs+=("1:profile:_swr_profiles")';
  return filled(COMPLETION, {
    arms: caseArms(),
    options: ALL_OPTIONS.map(spec),
    words: [
      `${modesTaking("command").join(" | ")}) ${named}; specs+=("*:::command:_swr_command") ;;`,
      `${modesTaking("profile").join(" | ")}) ${named} ;;`,
    ],
  });
}

/** `'any|(-q --quiet)'{-q,--quiet}'[say nothing …]'`, for _arguments (zshcompsys(1)). */
function spec(option: Option): string {
  const modes = offeredIn(option);
  const where = modes === COMPLETED_MODES ? "any" : ` ${modes.join(" ")} `;
  const words = spellings(option);
  const excluded = option.name.endsWith("aws-profile")
    ? "(--aws-profile --no-aws-profile)"
    : words.length > 1
    ? `(${words.join(" ")})`
    : "";
  const what = `[${option.help.replaceAll(/[\\\]:]/g, "\\$&")}]${argument(option)}`;
  const spelled = words.map((word) => word + attachment(option, word));
  return spelled.length > 1
    ? `${singleQuoted(`${where}|${excluded}`)}{${spelled.join(",")}}${singleQuoted(what)}`
    : singleQuoted(`${where}|${excluded}${spelled[0]}${what}`);
}

function attachment({ value, optional }: Option, word: string): string {
  if (value === undefined) return "";
  if (optional) return "=-";
  return word.startsWith("--") ? "=" : "+";
}

function argument(option: Option): string {
  const value = valueOf(option);
  const colons = option.optional ? "::" : ":";
  const label = option.value?.toLowerCase();
  switch (value.kind) {
    case "none":
      return "";
    case "words":
      return `${colons}${label}:(${value.words.join(" ")})`;
    case "files":
      return `${colons}${label}:_files`;
    case "profiles":
      return `${colons}profile:_swr_profiles`;
    case "text":
      return `${colons}${label}: `;
  }
}

// What swr prints for bash. The script is in shells/*.bash; this file inserts what comes from the table of options.
// Rule: the words put in are names of options and values, never texts.

import { ALL_OPTIONS } from "../options/table.ts";
import {
  caseArms,
  COMPLETED_MODES,
  filled,
  modesTaking,
  offeredIn,
  spellings,
  valueOf,
} from "./completion.ts";
import COMPLETION from "./scripts/completion.bash" with { type: "text" };
import PROMPT from "./scripts/prompt.bash" with { type: "text" };

/** The file `swr` or `swr.bash` of bash-completion's folder: it can be evaluated as it is. */
export function completionFile(): string {
  return completion();
}

/** For `eval "$(swr --init bash)"`: the completion, with bash-completion and without. */
export function completion(): string {
  return filled(COMPLETION, {
    arms: caseArms(),
    options: COMPLETED_MODES.map((mode) => {
      const known = ALL_OPTIONS.filter((option) =>
        offeredIn(option).includes(mode) && (option.chooses ?? "") !== mode
      );
      return `${mode}) _swr_reply "$cur" < <(printf '%s\\n' ${
        known.flatMap(spellings).join(" ")
      }) ;;`;
    }),
    values: valueArms(),
    words: [
      `${modesTaking("command").join(" | ")})`,
      "  if [[ -n $named ]]; then",
      '    _swr_command "$i"',
      "  elif [[ $i -lt $last ]]; then",
      '    _swr_command "$((i + 1))"',
      "  else",
      '    _swr_profiles "$cur"',
      "  fi",
      "  ;;",
      `${modesTaking("profile").join(" | ")})`,
      '  [[ -n $named || $i -lt $last ]] || _swr_profiles "$cur"',
      "  ;;",
    ],
  });
}

/** For the eval line too: the prompt segment. */
export function promptSegment(): string {
  return PROMPT;
}

/** One arm of a `case` for each option with a value that can be completed. */
function valueArms(): string[] {
  return ALL_OPTIONS.flatMap((option) => {
    const value = valueOf(option);
    const pattern = spellings(option).join(" | ");
    switch (value.kind) {
      case "words":
        return [
          `${pattern}) _swr_reply "$typed" < <(printf '%s\\n' ${value.words.join(" ")}) ;;`,
        ];
      case "files":
        return [`${pattern}) compopt -o default 2>/dev/null ;;`];
      case "profiles":
        return [`${pattern}) _swr_profiles "$typed" ;;`];
      default:
        return [];
    }
  });
}

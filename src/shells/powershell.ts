// What swr prints for PowerShell. The script is in shells/*.ps1; this file inserts what comes from the table.
// Rule: the text of the table arrives in the script quoted, as data.

import COMPLETION from "./scripts/completion.ps1" with { type: "text" };
import PROMPT from "./scripts/prompt.ps1" with { type: "text" };
import { ALL_OPTIONS, type Option } from "../options/table.ts";
import {
  filled,
  modeChoosers,
  modesTaking,
  offeredIn,
  spellings,
  takingNextWord,
  valueOf,
  withoutProfile,
} from "./completion.ts";
import { powershellQuoted } from "../text/quoting.ts";

/** For `swr --init powershell | Out-String | Invoke-Expression`. */
export function completion(): string {
  const commands = modesTaking("command");
  const profiles = [...commands, ...modesTaking("profile")];
  return filled(COMPLETION, {
    arms: arms(),
    options: ALL_OPTIONS.flatMap(rows),
    profile: [`if (${list(profiles)} -ccontains $mode) { return & $profiles }`],
    command: [`if ($after -eq $first -and ${list(commands)} -ccontains $mode) {`],
  });
}

/** For the same line: the prompt segment. */
export function promptSegment(): string {
  return PROMPT;
}

/** The clauses of a `switch` over one word: they set the mode, and the option whose value comes next. */
function arms(): string[] {
  const nextWord = takingNextWord();
  const chosen = modeChoosers().map(({ mode, words, hasValue }) => {
    const waits = words.some((word) => nextWord.includes(word));
    const named = words.some((word) => withoutProfile().includes(word)) ? "; $named = $true" : "";
    const note = waits ? `; if (-not $word.Contains('=')) { $option = $word }` : "";
    return `'^(${words.join("|")})${
      hasValue ? "(=|$)" : "$"
    }' { $mode = '${mode}'${named}${note}; break }`;
  });
  const rest = nextWord.filter((word) => !modeChoosers().some(({ words }) => words.includes(word)));
  return [
    ...chosen,
    "'^--(user|narrow)$' { $named = $true; break }",
    "'^--profile=' { $named = $true; break }",
    "'^--profile$' { $named = $true; $option = $word; break }",
    `'^(${rest.filter((word) => word !== "--profile").join("|")})$' { $option = $word; break }`,
  ];
}

function rows(option: Option): string[] {
  const value = valueOf(option);
  const words = value.kind === "words" ? value.words : [];
  const modes = offeredIn(option);
  return spellings(option).map((word) =>
    `, @(${list(modes)}, '${word}', ${list(words)}, ${powershellQuoted(option.help)})`
  );
}

function list(words: readonly string[]): string {
  return `@(${words.map(powershellQuoted).join(", ")})`;
}

// What swr prints for fish. The script is in shells/*.fish; this file inserts what comes from the table of options.
// Rule: the text of the table arrives in the script quoted, as data.

import COMPLETION from "./scripts/completion.fish" with { type: "text" };
import ENVCHAIN from "./scripts/envchain.fish" with { type: "text" };
import PROMPT from "./scripts/prompt.fish" with { type: "text" };
import { ALL_OPTIONS, type Option } from "../options/table.ts";
import {
  COMPLETED_MODES,
  filled,
  letters,
  modeChoosers,
  modesTaking,
  offeredIn,
  takingNextWord,
  valueOf,
  withoutProfile,
} from "./completion.ts";
import { fishQuoted } from "../text/quoting.ts";

/** For `swr --init fish | source`. */
export function completion(): string {
  return completionFile() + ENVCHAIN;
}

/** For the same line: the prompt segment. */
export function promptSegment(): string {
  return PROMPT;
}

/** The file `swr.fish` of a folder in $fish_complete_path; fish reads it when swr is completed first. */
export function completionFile(): string {
  return filled(COMPLETION, {
    arms: arms(),
    options: ALL_OPTIONS.map(entry),
    modes: [
      `set -l command ${modesTaking("command").join(" ")}`,
      `set -l profile $command ${modesTaking("profile").join(" ")}`,
    ],
  });
}

/** The arms of the `switch` over one word: they set `mode` and `named`, step over a value, or leave the loop. */
function arms(): string[] {
  const choosers = modeChoosers();
  const nextWord = takingNextWord();
  const chosen = choosers.flatMap(({ mode, words, hasValue }) => {
    const all = hasValue ? [...words, ...words.map((word) => `'${word}=*'`)] : words;
    const skips = words.filter((word) => nextWord.includes(word));
    return [
      `case ${all.join(" ")}`,
      `    set mode ${mode}`,
      ...(words.some((word) => withoutProfile().includes(word)) ? ["    set named named"] : []),
      ...skips.map((word) => `    test $words[$i] = ${word}; and set i (math $i + 1)`),
    ];
  });
  const rest = nextWord.filter((word) =>
    word !== "--profile" && !choosers.some(({ words }) => words.includes(word))
  );
  const { flags, valued } = letters();
  return [
    ...chosen,
    "case --user --narrow",
    "    set named named",
    "case --profile",
    "    set named named",
    "    set i (math $i + 1)",
    "case '--profile=*'",
    "    set named named",
    `case ${rest.join(" ")}`,
    "    set i (math $i + 1)",
    "case '-?*'",
    "    # -vd 1h",
    `    string match -qr '^-[${flags}]+[${valued}]$' -- $words[$i]; and set i (math $i + 1)`,
    "case '*'",
    "    break",
  ];
}

function entry(option: Option): string {
  const modes = offeredIn(option);
  const where = modes === COMPLETED_MODES ? "any" : modes.join(" ");
  const short = option.short === undefined ? "" : ` -s ${option.short}`;
  return `complete -c swr -n '_swr_offers ${where}'${short} -l ${option.name}${
    argument(option)
  } -d ${fishQuoted(option.help)}`;
}

function argument(option: Option): string {
  const value = valueOf(option);
  // -x: needs a value, no files. An optional value is completed after `=` only.
  const needs = option.optional ? "" : " -x";
  switch (value.kind) {
    case "none":
      return "";
    case "words":
      return `${needs} -a '${value.words.join(" ")}'`;
    case "files":
      return " -r -F";
    case "profiles":
      return " -x -a '(_swr_profiles)'";
    case "text":
      return " -x";
  }
}

// The table of options as completions see it: spellings, what a value can be, and what is offered in which mode.
// Rule: nothing here belongs to one shell; zsh.ts and its siblings know how a shell writes it.

import { ALL_OPTIONS, type Mode, type Option, WORDS } from "../options/table.ts";

/** What can stand as the value of an option. */
type Value =
  | { readonly kind: "none" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  | { readonly kind: "files" | "profiles" | "text" };

/** Values worth offering where others are allowed too. */
const SUGGESTED: Readonly<Record<string, readonly string[]>> = {
  duration: ["15m", "1h", "4h", "12h"],
  min: ["5m", "10m", "30m"],
  console: ["cloudformation", "cloudwatch", "ec2", "ecs", "iam", "lambda", "rds", "s3"],
};

/** What to offer as the value of that option. */
export function valueOf({ name, value, among }: Option): Value {
  if (value === undefined) return { kind: "none" };
  const words = among ?? SUGGESTED[name];
  if (words !== undefined) return { kind: "words", words };
  if (name === "profile" || name === "settings-from") return { kind: "profiles" };
  return { kind: value === "PATH" || value === "FILE" ? "files" : "text" };
}

/** `-d` and `--duration`, as far as they exist. */
export function spellings({ short, name }: Option): string[] {
  return [...(short === undefined ? [] : [`-${short}`]), `--${name}`];
}

/** The modes in which more words are completed; after the others (--help, --version) nothing is. */
export const COMPLETED_MODES: readonly Mode[] = (Object.keys(WORDS) as Mode[])
  .filter((mode) => WORDS[mode] !== "any");

/** The modes with that kind of words after the options; a command may come without a profile before it. */
export function modesTaking(words: "command" | "profile"): Mode[] {
  return COMPLETED_MODES.filter((mode) =>
    WORDS[mode] === words || (words === "command" && WORDS[mode] === "own-command")
  );
}

/** The options after which no profile comes: those that are not of a mode with a profile, `--user`, `--narrow`. */
export function withoutProfile(): string[] {
  const choosing = ALL_OPTIONS.filter(({ chooses }) =>
    chooses !== undefined && WORDS[chooses] === "own-command"
  );
  return ["--user", "--narrow", ...choosing.map(({ name }) => `--${name}`)];
}

/**
 * The modes in which the option is known; and always while none is chosen, since its mode may come later on the line.
 * One that chooses a mode is known in its own mode too, where its value is still to be completed.
 */
export function offeredIn(option: Option): readonly Mode[] {
  if (option.chooses !== undefined) {
    return option.value === undefined ? ["switch"] : ["switch", option.chooses];
  }
  const { modes } = option;
  return modes === undefined || modes.includes("switch")
    ? modes ?? COMPLETED_MODES
    : ["switch", ...modes];
}

/** Options whose value is the next word when it is not attached, by their spellings. */
export function takingNextWord(): string[] {
  return ALL_OPTIONS.filter(({ value, optional }) => value !== undefined && !optional)
    .flatMap(spellings);
}

/** What chooses each mode: `-l` and `--list` for list. */
export function modeChoosers(): { mode: Mode; words: string[]; hasValue: boolean }[] {
  return ALL_OPTIONS.flatMap(({ name, short, chooses, shortChooses, value }) => {
    if (chooses === undefined) return [];
    const words = short !== undefined && shortChooses === undefined
      ? [`-${short}`, `--${name}`]
      : [`--${name}`];
    const own = { mode: chooses, words, hasValue: value !== undefined };
    return shortChooses === undefined
      ? [own]
      : [own, { mode: shortChooses, words: [`-${short}`], hasValue: false }];
  });
}

/** Short options without a value, then those with one, as letters: they may stand in one word, `-vd 1h`. */
export function letters(): { flags: string; valued: string } {
  const short = ALL_OPTIONS.filter((option) => option.short !== undefined);
  const of = (valued: boolean) =>
    short.filter(({ value }) => (value !== undefined) === valued).map(({ short }) => short).join(
      "",
    );
  return { flags: of(false), valued: of(true) };
}

/**
 * The arms of a `case` over one word, the same in bash and zsh: they set `mode`, `named` (there is no profile to come:
 * --profile gives it, or --user and --narrow need none) and `skip` (the next word is a value), and `break` at the first word that is no option.
 */
export function caseArms(): string[] {
  const choosers = modeChoosers();
  const nextWord = takingNextWord();
  const { flags, valued } = letters();
  const chosenByValue = new Set(
    choosers.filter(({ hasValue }) => hasValue).flatMap((c) => c.words),
  );
  const plain = nextWord.filter((word) => word !== "--profile" && !chosenByValue.has(word));
  return [
    ...choosers.flatMap(({ mode, words, hasValue }) => {
      const skip = words.some((word) => nextWord.includes(word)) ? " skip=1" : "";
      const named = words.some((word) => withoutProfile().includes(word)) ? " named=1" : "";
      return [
        `${words.join(" | ")}) mode='${mode}'${named}${skip} ;;`,
        ...(hasValue ? [`${words.map((word) => `${word}=*`).join(" | ")}) mode='${mode}' ;;`] : []),
      ];
    }),
    "--user | --narrow) named=1 ;;",
    "--profile) named=1 skip=1 ;;",
    "--profile=*) named=1 ;;",
    `${plain.join(" | ")}) skip=1 ;;`,
    `-[${flags}][${valued}] | -[${flags}][${flags}][${valued}]) skip=1 ;; # -vd 1h`,
    "-?*) ;;",
    "*) break ;;",
  ];
}

/** The template with each line `#: NAME` replaced by the lines of that name, as far in as it stood. */
export function filled(
  template: string,
  parts: Readonly<Record<string, readonly string[]>>,
): string {
  return template.replaceAll(/^([ \t]*)#: (\w+)\n/gm, (_, indent: string, name: string) => {
    const lines = parts[name];
    if (lines === undefined) throw new RangeError(`nothing to put in place of ${name}`);
    return lines.map((line) => `${indent}${line}\n`).join("");
  });
}

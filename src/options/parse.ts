// The parser of the command line, by the table in table.ts.
// Rule: the first word that is no option is the profile, and everything after it belongs to the command.

import { SwrError, UnknownWordError } from "../text/errors.ts";
import { nearestNames, suggestion } from "../text/suggest.ts";
import {
  ALL_OPTIONS,
  FORMAT_OF_SHELL,
  type Mode,
  type Option,
  type OptionName,
  WORDS,
} from "./table.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

export type CommandLine = {
  readonly mode: Mode;
  readonly profile?: string;
  /** Empty: the user's shell. */
  readonly command: readonly string[];
  readonly values: ReadonlyMap<OptionName, string>;
  readonly flags: ReadonlySet<OptionName>;
  /** Options taken back by their `--no-` form. */
  readonly negated: ReadonlySet<OptionName>;
  /** Options that SWR_OPTIONS has added, as they are spelled there. */
  readonly defaults: ReadonlyMap<OptionName, string>;
};

/** The words still to be read, and what came of those before. */
type Reading = {
  readonly rest: string[];
  readonly values: Map<OptionName, string>;
  readonly flags: Set<OptionName>;
  readonly negated: Set<OptionName>;
  /** The modes chosen, by the option as it was spelled. */
  readonly modes: Map<string, Mode>;
};

/** Reads the arguments; SwrError "usage" if they make no sense. */
export function parseArguments(args: readonly string[]): CommandLine {
  const reading: Reading = {
    rest: [...args],
    values: new Map(),
    flags: new Set(),
    negated: new Set(),
    modes: new Map(),
  };
  const { rest, values, flags, negated } = reading;
  const defaults = new Map<OptionName, string>();
  while (rest.length > 0 && rest[0] !== "--" && rest[0]!.startsWith("-") && rest[0] !== "-") {
    readOption(reading);
  }
  const mode = chosenMode(reading);
  if (WORDS[mode] === "any") return { mode, command: [], values, flags, negated, defaults };
  refuseForeign(mode, new Set([...flags, ...values.keys()]));
  refuseContradiction(flags);
  refuseWords(mode, rest);
  // `--` ends the options (POSIX.1-2017, 12.2, guideline 10); another one may stand before the command.
  const isUser = flags.has("user");
  if (isUser && values.has("profile")) throw usage("--user and --profile cannot be combined");
  const isNarrow = flags.has("narrow");
  if (isNarrow && values.has("profile")) throw usage("--narrow and --profile cannot be combined");
  if (!isNarrow && values.has("reason")) throw usage("--reason goes with --narrow");
  const isUndo = flags.has("undo");
  if (isUndo) refuseBesideUndo(reading);
  const hasNone = isUser || isNarrow || isUndo || WORDS[mode] === "own-command";
  if (rest[0] === "--" && !hasNone && !values.has("profile")) rest.shift();
  const profile = hasNone ? undefined : values.get("profile") ?? rest.shift();
  if (profile === "") throw usage("the profile name is empty");
  const command = commandOf(rest, profile);
  if (command.length > 0 && WORDS[mode] === "profile") {
    throw isUser
      ? usage(`--${mode} takes no command`)
      : usage(`--${mode} takes a profile and no command`, ...slip(mode, profile, command));
  }
  const shellOnly = flags.has("login") ? "--login" : values.has("shell") ? "--shell" : undefined;
  if (shellOnly !== undefined && command.length > 0) {
    throw usage(`${shellOnly} applies to a shell, but a command is given`);
  }
  return {
    mode,
    command,
    values,
    flags,
    negated,
    defaults,
    ...(profile !== undefined && { profile }),
  };
}

function readOption({ rest, values, flags, negated, modes }: Reading): void {
  const word = rest.shift()!;
  const taken = ALL_OPTIONS.find(({ name, negatable }) => negatable && word === `--no-${name}`);
  if (taken !== undefined) {
    negated.add(taken.name);
    flags.delete(taken.name);
    return;
  }
  const equals = word.indexOf("=");
  const long = word.startsWith("--");
  const typed = long ? word.slice(2, equals < 0 ? undefined : equals) : word[1]!;
  const option = find(long, typed, word, rest);
  const mode = (long ? undefined : option.shortChooses) ?? option.chooses;
  if (mode !== undefined) modes.set(`--${option.name}`, mode);
  const attached = long
    ? (equals < 0 ? undefined : word.slice(equals + 1))
    : word.slice(2) || undefined;
  if (option.value === undefined || (option.optional && attached === undefined)) {
    if (long && attached !== undefined) throw usage(`--${option.name} takes no value`);
    flags.add(option.name);
    negated.delete(option.name);
    // `-nv` is `-n -v`.
    if (!long && attached !== undefined) rest.unshift(`-${attached}`);
    return;
  }
  const value = attached ?? rest.shift();
  const missing = value === undefined || (option.among !== undefined && value.startsWith("-"));
  if (missing) throw usage(`--${option.name} needs a value: ${wanted(option)}`);
  if (value === "") throw usage(`the value of --${option.name} is empty`);
  const before = values.get(option.name);
  if (option.repeatable) {
    if (value.includes("\n")) throw usage(`the value of --${option.name} contains a line break`);
    values.set(option.name, before === undefined ? value : `${before}\n${value}`);
    return;
  }
  if (before !== undefined) throw usage(`--${option.name} is given twice`);
  if (option.among !== undefined && !option.among.includes(value)) {
    const isExport = option.name === "export";
    const format = isExport ? FORMAT_OF_SHELL.get(value) : undefined;
    const isProfile = isExport && rest.length === 0 && format === undefined;
    throw usage(
      `invalid value "${visible(value)}" for --${option.name}: ${wanted(option)}`,
      ...(format === undefined ? [] : [`${value} reads the format ${format}: --export ${format}`]),
      ...(isProfile
        ? [`the format comes before the profile: \`swr --export sh ${pasted(value)}\``]
        : []),
    );
  }
  values.set(option.name, value);
}

function wanted({ among, value }: Option): string {
  return among === undefined ? `${value}` : `use ${listed(among)}`;
}

/** `a, b or c`. */
function listed(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function find(
  long: boolean,
  typed: string,
  word: string,
  after: readonly string[],
): Option & { name: OptionName } {
  const option = ALL_OPTIONS.find(({ name, short }) => long ? name === typed : short === typed);
  if (option !== undefined) return option;
  const near = long ? nearestNames(typed, ALL_OPTIONS.map(({ name }) => name)) : [];
  const message = `unknown option "${visible(long ? word.split("=")[0]! : `-${typed}`)}"`;
  const error = usage(message, ...suggestion(near.map((name) => `--${name}`)));
  throw new UnknownWordError(
    error,
    long ? word : `-${typed}`,
    [...after],
    (hint) => usage(message, hint),
  );
}

function commandOf(rest: readonly string[], profile = ""): string[] {
  if (rest[0] === "--") {
    if (rest.length === 1) throw usage("there is no command after --");
    return rest.slice(1);
  }
  if (rest[0]?.startsWith("-")) {
    throw misplaced(rest, profile);
  }
  if (rest[0] === "") throw usage("the command name is empty");
  return [...rest];
}

/** The error for an option after the profile, or after a word that is meant as a subcommand. */
function misplaced(rest: readonly string[], word: string): SwrError {
  const [option, name] = [visible(rest[0]!), visible(word)];
  const error = usage(
    `"${option}" comes after the profile "${name}"; put swr's own options before it`,
    "usage: swr [OPTIONS] PROFILE [COMMAND [ARG…]]",
    `if "${option}" is the name of a command, write -- before it`,
  );
  return new UnknownWordError(error, word, rest, (hint) =>
    usage(
      `"${option}" comes after "${name}"`,
      hint,
      `if "${name}" is a profile, put swr's own options before it`,
    ));
}

function chosenMode({ modes }: Reading): Mode {
  // Help is asked for: nothing else on the line counts.
  for (const help of ["usage", "help"] as const) {
    if ([...modes.values()].includes(help)) return help;
  }
  if (modes.size > 1) throw usage(`${[...modes.keys()].join(" and ")} cannot be combined`);
  const [mode = "switch"] = modes.values();
  return mode;
}

function refuseForeign(mode: Mode, given: ReadonlySet<OptionName>): void {
  for (const { name, modes } of ALL_OPTIONS) {
    if (!given.has(name) || modes === undefined || modes.includes(mode)) continue;
    const others = modes.filter((each) => each !== "switch").map((each) => `--${each}`);
    throw usage(
      modes.includes("switch")
        ? `--${name} has no meaning with --${mode}`
        : `--${name} goes with ${others.join(" or ")}`,
      ...(name === "json" && mode === "switch"
        ? ["credentials as JSON: `swr --export json PROFILE`"]
        : []),
    );
  }
}

const CONTRADICTIONS = [
  ["aws-profile", "no-aws-profile"],
  ["read-only", "view-only"],
  ["narrow", "user"],
] as const;

function refuseContradiction(flags: ReadonlySet<OptionName>): void {
  for (const [one, other] of CONTRADICTIONS) {
    if (flags.has(one) && flags.has(other)) {
      throw usage(`--${one} and --${other} cannot be combined`);
    }
  }
}

/** The value of an option that may go without one is written with `=`, and easily forgotten to be. */
function slip(mode: Mode, profile: string | undefined, command: readonly string[]): string[] {
  const option = ALL_OPTIONS.find(({ name, optional }) => name === mode && optional);
  return option === undefined || profile === undefined
    ? []
    : [`${option.value} is written with =: --${mode}=${pasted(profile)} ${pasted(command[0]!)}`];
}

/** --undo needs a format that a shell evaluates, and decides no switch. */
function refuseBesideUndo({ rest, values, flags }: Reading): void {
  const format = values.get("export");
  if (format === "json" || format === "env") {
    throw usage(`--undo has no meaning with --export ${format}: no shell evaluates it`);
  }
  const goes = ["export", "undo", "force", "quiet", "verbose"];
  const other = [...values.keys(), ...flags].find((name) => !goes.includes(name));
  if (other !== undefined) throw usage(`--undo and --${other} cannot be combined`);
  if (rest.length > 0) throw usage(`--undo takes no profile, and "${visible(rest[0]!)}" is given`);
}

function refuseWords(mode: Mode, rest: readonly string[]): void {
  if (WORDS[mode] !== "none" || rest.length === 0) return;
  throw usage(
    `--${mode} takes no profile, and "${visible(rest[0]!)}" is given`,
    ...(rest[0]!.startsWith("-") || mode === "init" ? [] : [`to switch, omit --${mode}`]),
  );
}

function usage(message: string, ...hints: string[]): SwrError {
  return new SwrError("usage", message, [...hints, "`swr -h` shows the options"]);
}

// SWR_OPTIONS: options that count unless the command line says otherwise.
// Rule: what decides who one becomes cannot be hidden in a variable, so only the options listed here are accepted. The
// module is loaded only if the variable is set.

import { SwrError } from "../text/errors.ts";
import { nearestNames, suggestion } from "../text/suggest.ts";
import { visible } from "../text/visible.ts";
import { type CommandLine, parseArguments } from "./parse.ts";
import type { Request } from "./request.ts";
import { requestOfLine } from "./request_of.ts";
import { ALL_OPTIONS, DEFAULTS_VARIABLE, type Mode, type OptionName } from "./table.ts";

/** The options that may be there, by what they are spelled like; the last one takes a value. */
const ACCEPTED = [
  "aws-profile",
  "no-aws-profile",
  "keyless",
  "no-keyless",
  "renew",
  "no-renew",
  "login",
  "no-login",
  "quiet",
  "no-quiet",
  "verbose",
  "no-verbose",
  "session-name",
] as const;
type Accepted = (typeof ACCEPTED)[number];

/** Pairs; the later one of a name counts. */
const OPPOSITE: Readonly<Partial<Record<Accepted, Accepted>>> = Object.fromEntries(
  ["aws-profile", "keyless", "renew", "login", "quiet", "verbose"].flatMap((name) => [
    [name, `no-${name}`],
    [`no-${name}`, name],
  ]),
);

/** Modes in which the variable has no meaning: other programs call them, and they work in any environment. */
const WITHOUT_DEFAULTS: readonly Mode[] = ["session-keys", "init", "version", "usage", "help"];

/** What the arguments and the variable's text ask for. SwrError "usage", or "options-variable". */
export function requestWithDefaults(args: readonly string[], text: string): Request {
  return requestOfLine(withDefaults(parseArguments(args), text));
}

/**
 * The command line with the defaults of the variable, which is split at blanks and has no quoting. A default without
 * meaning in the mode is left out. SwrError "options-variable" for anything but an accepted option.
 */
function withDefaults(line: CommandLine, text: string): CommandLine {
  if (WITHOUT_DEFAULTS.includes(line.mode)) return line;
  let chosen: Map<Accepted, string | true>;
  try {
    chosen = readDefaults(text);
  } catch (error) {
    // --doctor reports it among its findings.
    if (line.mode === "doctor") return line;
    throw error;
  }
  const flags = new Set(line.flags);
  const values = new Map(line.values);
  const defaults = new Map<OptionName, string>();
  for (const [name, value] of chosen) {
    if (!isOption(name) || !applies(name, line)) continue;
    if (value === true) flags.add(name);
    else values.set(name, value);
    defaults.set(name, value === true ? `--${name}` : `--${name} ${value}`);
  }
  return { ...line, flags, values, defaults };
}

/** Whether a default counts: the option means something in the mode, and the command line does not decide it. */
function applies(
  name: OptionName,
  { mode, command, flags, values, negated }: CommandLine,
): boolean {
  const option = ALL_OPTIONS.find((each) => each.name === name)!;
  if (option.modes !== undefined && !option.modes.includes(mode)) return false;
  // A login shell is asked for, and a command is given.
  if (name === "login" && command.length > 0) return false;
  const opposite = OPPOSITE[name as Accepted];
  return !values.has(name) && !flags.has(name) && !negated.has(name) &&
    !(opposite !== undefined && flags.has(opposite as OptionName));
}

/** SwrError "options-variable" if the text cannot be a value of the variable. */
export function checkDefaults(text: string): void {
  readDefaults(text);
}

/** The options of the text, the last of a pair or of the same alone. */
function readDefaults(text: string): Map<Accepted, string | true> {
  const words = text.split(/[ \t\n]+/).filter((word) => word !== "");
  const found = new Map<Accepted, string | true>();
  for (let at = 0; at < words.length; at++) {
    const [name, attached] = spelled(words[at]!);
    const opposite = OPPOSITE[name];
    if (opposite !== undefined) found.delete(opposite);
    if (name !== "session-name") {
      if (attached !== undefined) throw refused(`--${name} takes no value`);
      found.set(name, true);
      continue;
    }
    const value = attached ?? words[++at];
    if (!value) throw refused("--session-name needs a value");
    found.set(name, value);
  }
  return found;
}

function spelled(word: string): [name: Accepted, attached: string | undefined] {
  const equals = word.indexOf("=");
  const name = word.slice(2, equals < 0 ? undefined : equals);
  const accepted = ACCEPTED.find((each) => word.startsWith("--") && each === name);
  if (accepted !== undefined) return [accepted, equals < 0 ? undefined : word.slice(equals + 1)];
  throw refused(
    `"${visible(word)}" cannot be a default option`,
    suggestion(nearestNames(name, ACCEPTED).map((each) => `--${each}`)),
  );
}

/** Whether the name is an option of its own; `no-login` is not, it only takes `login` back. */
function isOption(name: Accepted): name is Accepted & OptionName {
  return ALL_OPTIONS.some((each) => each.name === name);
}

function refused(message: string, hints: readonly string[] = []): SwrError {
  return new SwrError(
    "options-variable",
    message,
    [...hints, `${DEFAULTS_VARIABLE} may hold ${ACCEPTED.map((each) => `--${each}`).join(" ")}`],
    { origin: { kind: "variable", name: DEFAULTS_VARIABLE } },
  );
}

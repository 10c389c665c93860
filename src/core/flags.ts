// The one table of options, and the parser of the command line. help.ts renders its pages from the same table.
// Rule: the first word that is no option is the profile, and everything behind it belongs to the command.
// Pure: imports errors, nearest and visible.

import { SwrError } from "./errors.ts";
import { nearestNames } from "./nearest.ts";
import { visible } from "./visible.ts";

export type Mode = "switch" | "dry-run" | "session-keys" | "list" | "status" | "version" | "help";

export type Option = {
  readonly name: string;
  readonly short?: string;
  /** What the value is called in the help; undefined for an option without one. */
  readonly value?: string;
  readonly help: string;
  /** The mode this option chooses; modes exclude each other. */
  readonly chooses?: Mode;
  /** The modes it has a meaning in; undefined for all that name a profile. */
  readonly modes?: readonly Mode[];
};

export const OPTIONS = [
  {
    name: "mfa-token",
    short: "t",
    value: "CODE",
    help: "the MFA code; else $SWR_MFA_TOKEN, else asked for",
  },
  {
    name: "mfa-process",
    value: "CMD",
    help: "a command that prints the code; else $SWR_MFA_PROCESS",
  },
  {
    name: "mfa-serial",
    value: "SERIAL",
    help: "the MFA device, instead of the profile's mfa_serial",
  },
  { name: "duration", short: "d", value: "TIME", help: "how long the session lasts: 900, 15m, 1h" },
  { name: "region", short: "r", value: "REGION", help: "the region of the session and of STS" },
  { name: "session-name", value: "NAME", help: "the name of the session in CloudTrail" },
  {
    name: "external-id",
    value: "ID",
    help: "the external id that the role's trust policy asks for",
  },
  { name: "source-identity", value: "NAME", help: "the source identity that CloudTrail shows" },
  {
    name: "profile",
    value: "NAME",
    help: "the same as PROFILE; the first word then begins the command",
  },
  { name: "aws-profile", help: "set AWS_PROFILE even where programs may stumble over it" },
  { name: "no-aws-profile", help: "do not set AWS_PROFILE in the session" },
  { name: "login", help: "start the shell as a login shell" },
  { name: "shell", value: "PATH", help: "the shell to start, instead of $SHELL" },
  { name: "from-session", help: "start from credentials that are themselves temporary" },
  {
    name: "list",
    short: "l",
    help: "list the profiles: what they are, account, role, region",
    chooses: "list",
  },
  {
    name: "dry-run",
    short: "n",
    help: "show what would happen: no network, no prompt",
    chooses: "dry-run",
  },
  {
    name: "status",
    help: "where am I, and for how long; status 1 outside a session",
    chooses: "status",
  },
  { name: "min", value: "TIME", help: "status 1 when less than that is left", modes: ["status"] },
  {
    name: "json",
    help: "machine-readable --list, --dry-run or --status",
    modes: ["list", "dry-run", "status"],
  },
  {
    name: "session-keys",
    help: "print the session's keys for PROFILE as credential_process does",
    chooses: "session-keys",
  },
  { name: "verbose", short: "v", help: "say more on the way" },
  { name: "quiet", short: "q", help: "say nothing but errors" },
  { name: "version", short: "V", help: "print the version", chooses: "version" },
  { name: "help", short: "h", help: "print this help", chooses: "help" },
] as const satisfies readonly Option[];

export type OptionName = (typeof OPTIONS)[number]["name"];

export type CommandLine = {
  readonly mode: Mode;
  readonly profile?: string;
  /** Empty: the user's shell. */
  readonly command: readonly string[];
  readonly values: ReadonlyMap<OptionName, string>;
  readonly flags: ReadonlySet<OptionName>;
};

/** Reads the arguments; SwrError "usage" for what they cannot mean. */
export function parseArguments(args: readonly string[]): CommandLine {
  const values = new Map<OptionName, string>();
  const flags = new Set<OptionName>();
  const rest = [...args];
  while (rest.length > 0 && rest[0] !== "--" && rest[0]!.startsWith("-") && rest[0] !== "-") {
    readOption(rest, values, flags);
  }
  const profile = values.get("profile") ?? (rest[0] === "--" ? undefined : rest.shift());
  if (profile === "") throw usage("the name of the profile is empty");
  const command = commandOf(rest, profile);
  const mode = chosenMode(flags);
  refuseForeign(mode, new Set([...flags, ...values.keys()]));
  if (flags.has("aws-profile") && flags.has("no-aws-profile")) {
    throw usage("--aws-profile and --no-aws-profile exclude each other");
  }
  const shellOnly = flags.has("login") ? "--login" : values.has("shell") ? "--shell" : undefined;
  if (shellOnly !== undefined && command.length > 0) {
    throw usage(`${shellOnly} is about the shell, and a command is given`);
  }
  return { mode, command, values, flags, ...(profile !== undefined && { profile }) };
}

function readOption(
  rest: string[],
  values: Map<OptionName, string>,
  flags: Set<OptionName>,
): void {
  const word = rest.shift()!;
  const equals = word.indexOf("=");
  const long = word.startsWith("--");
  const typed = long ? word.slice(2, equals < 0 ? undefined : equals) : word[1]!;
  const option = find(long, typed, word);
  const attached = long
    ? (equals < 0 ? undefined : word.slice(equals + 1))
    : word.slice(2) || undefined;
  if (option.value === undefined) {
    if (long && attached !== undefined) throw usage(`--${option.name} takes no value`);
    flags.add(option.name);
    // `-nv` is `-n -v`.
    if (!long && attached !== undefined) rest.unshift(`-${attached}`);
    return;
  }
  const value = attached ?? rest.shift();
  if (value === undefined) throw usage(`--${option.name} needs a value: ${option.value}`);
  if (values.has(option.name)) throw usage(`--${option.name} is given twice`);
  values.set(option.name, value);
}

function find(long: boolean, typed: string, word: string): Option & { name: OptionName } {
  const all: readonly (Option & { name: OptionName })[] = OPTIONS;
  const option = all.find(({ name, short }) => long ? name === typed : short === typed);
  if (option !== undefined) return option;
  const near = long ? nearestNames(typed, OPTIONS.map(({ name }) => name)) : [];
  throw usage(
    `there is no option "${visible(long ? word.split("=")[0]! : `-${typed}`)}"`,
    ...(near.length > 0 ? [`did you mean ${near.map((name) => `--${name}`).join(" or ")}?`] : []),
  );
}

function commandOf(rest: readonly string[], profile: string | undefined): string[] {
  if (rest[0] === "--") {
    if (profile === undefined) throw usage("a command needs a profile before it");
    if (rest.length === 1) throw usage("there is no command behind --");
    return rest.slice(1);
  }
  if (rest[0]?.startsWith("-")) {
    throw usage(
      `the option "${visible(rest[0])}" stands behind the profile`,
      "options of swr stand before the profile: swr [OPTIONS] PROFILE [COMMAND [ARG…]]",
      "if it is the name of a command, write -- before it",
    );
  }
  if (rest[0] === "") throw usage("the name of the command is empty");
  return [...rest];
}

function chosenMode(flags: ReadonlySet<OptionName>): Mode {
  const chosen = OPTIONS.filter((option) => "chooses" in option && flags.has(option.name));
  if (chosen.length > 1) {
    throw usage(`${chosen.map(({ name }) => `--${name}`).join(" and ")} exclude each other`);
  }
  const option: Option | undefined = chosen[0];
  return option?.chooses ?? "switch";
}

function refuseForeign(mode: Mode, flags: ReadonlySet<OptionName>): void {
  for (const option of OPTIONS as readonly (Option & { name: OptionName })[]) {
    if (!flags.has(option.name) || option.modes === undefined) continue;
    if (!option.modes.includes(mode)) {
      throw usage(
        `--${option.name} goes with ${option.modes.map((each) => `--${each}`).join(" or ")}`,
      );
    }
  }
}

function usage(message: string, ...hints: string[]): SwrError {
  return new SwrError("usage", message, [...hints, "`swr --help` shows the options"]);
}

// What is asked for: one typed value for each command, made once from the arguments.
// Rule: below cli/ no module looks an option up; it gets the values that it works with.

import type { Origin, Setting } from "../text/origin.ts";
import { type CommandLine, parseArguments } from "./parse.ts";
import {
  ALL_OPTIONS,
  DEFAULTS_VARIABLE,
  EXPORT_FORMATS,
  type ExportFormat,
  INIT_SHELLS,
  type InitShell,
  type OptionName,
  type RoleOptionName,
  type ShellFormat,
} from "./table.ts";

/** The values of the options that give parameters of the role, each with its option as the origin. */
export type RoleOptions = Readonly<Partial<Record<RoleOptionName, Setting>>>;

/** The options that each stand for one policy of AWS's own. */
export type ManagedPolicy = "read-only" | "view-only";

/** What decides a switch. */
export type SwitchOptions = {
  readonly role: RoleOptions;
  /** A policy of AWS's own that narrows the role. */
  readonly managedPolicy?: ManagedPolicy;
  /** Whether it opens the user's own session, without a profile. */
  readonly user: boolean;
  /** Whether it narrows the session one is in, and what for. */
  readonly narrow?: { readonly reason?: Setting };
  /** Whether the keys may be those of a session. */
  readonly fromSession: boolean;
  /** The words after the profile. */
  readonly command: readonly string[];
  /** The options that came from SWR_OPTIONS, as they are spelled there. */
  readonly defaults: readonly string[];
};

/** What a session is made of besides its role. */
type SessionOptions = SwitchOptions & {
  /** AWS_PROFILE is set if it is safe, always, or never. */
  readonly awsProfile: AwsProfile;
  /** Whether the keys stay out of the environment. */
  readonly keyless: Keyless;
  /** Whether the role session renews itself; a default counts where it is possible. */
  readonly renew: "always" | "if-possible" | "never";
  /** A path or name; undefined for the user's own shell. */
  readonly shell?: string;
  readonly login: boolean;
};
export type AwsProfile = "if-safe" | "always" | "never";
/** `as-outside`: as the session that one is in. */
export type Keyless = "always" | "if-possible" | "never" | "as-outside";

/** How much is said. */
export type Talk = { readonly quiet: boolean; readonly verbose: boolean };

/** The profile as it is typed; undefined if it has to be chosen. */
type WithProfile = { readonly profile?: string };

export type SessionRequest = { readonly mode: "switch" } & Talk & WithProfile & SessionOptions;
export type DryRunRequest =
  & { readonly mode: "dry-run"; readonly json: boolean }
  & Talk
  & WithProfile
  & SessionOptions;
export type ExportRequest =
  & {
    readonly mode: "export";
    readonly format: ExportFormat;
    readonly awsProfile: AwsProfile;
    /** Whether a secret may be printed on a terminal. */
    readonly force: boolean;
  }
  & Talk
  & WithProfile
  & SwitchOptions;
/** Takes an export back. */
export type UndoRequest =
  & { readonly mode: "undo"; readonly format: ShellFormat; readonly force: boolean }
  & Talk;
export type ConsoleRequest =
  & {
    readonly mode: "console";
    /** A service, a path or an address of the console. */
    readonly place?: string;
    readonly open: boolean;
    readonly force: boolean;
  }
  & Talk
  & WithProfile
  & SwitchOptions;
/** The commands that call STS, or show what they would call. */
export type SwitchRequest = SessionRequest | DryRunRequest | ExportRequest | ConsoleRequest;

export type ListRequest = { readonly mode: "list"; readonly json: boolean } & Talk;
export type StatusRequest =
  & {
    readonly mode: "status";
    readonly json: boolean;
    /** A time as it is typed: the status is 1 if less is left. */
    readonly min?: string;
  }
  & Talk;
export type DoctorRequest = { readonly mode: "doctor"; readonly json: boolean } & Talk;
export type InitRequest = { readonly mode: "init"; readonly shell: InitShell };
export type SessionKeysRequest =
  & { readonly mode: "session-keys"; readonly force: boolean }
  & WithProfile;
/** The keys of the session one is in, in the environment of a command or shell. */
export type ExposeRequest =
  & {
    readonly mode: "expose";
    readonly command: readonly string[];
    readonly shell?: string;
    readonly login: boolean;
  }
  & Talk;
export type SessionsRequest = { readonly mode: "sessions"; readonly json: boolean } & Talk;
export type EndSessionsRequest = { readonly mode: "end-sessions" } & Talk;
export type SwitchUrlRequest = { readonly mode: "switch-url" } & Talk & WithProfile;

export type Request =
  | SwitchRequest
  | ListRequest
  | StatusRequest
  | DoctorRequest
  | InitRequest
  | SessionKeysRequest
  | SwitchUrlRequest
  | UndoRequest
  | ExposeRequest
  | SessionsRequest
  | EndSessionsRequest
  | { readonly mode: "version" | "usage" | "help" };

/** What the arguments ask for. SwrError "usage" for what they cannot mean. */
export function requestOf(args: readonly string[]): Request {
  return requestOfLine(parseArguments(args));
}

/** The same for a command line that is read already, and to which SWR_OPTIONS may have added. */
export function requestOfLine(line: CommandLine): Request {
  const has = (name: OptionName) => line.flags.has(name);
  const value = (name: OptionName) => line.values.get(name);
  const talk = { quiet: has("quiet"), verbose: has("verbose") };
  const [json, force] = [has("json"), has("force")];
  const profile = line.profile === undefined ? {} : { profile: line.profile };
  const chosen = { ...talk, ...profile };
  switch (line.mode) {
    case "switch":
      return { mode: line.mode, ...chosen, ...sessionOptions(line) };
    case "dry-run":
      return { mode: line.mode, json, ...chosen, ...sessionOptions(line) };
    case "export": {
      if (has("undo")) {
        return { mode: "undo", format: shellFormat(value("export")), force, ...talk };
      }
      const { awsProfile } = sessionOptions(line);
      const format = oneOf(EXPORT_FORMATS, value("export"));
      return { mode: line.mode, format, awsProfile, force, ...chosen, ...switchOptions(line) };
    }
    case "console": {
      const place = value("console");
      return {
        mode: line.mode,
        ...(place !== undefined && { place }),
        open: has("open"),
        force,
        ...chosen,
        ...switchOptions(line),
      };
    }
    case "expose": {
      const { login, shell, command } = sessionOptions(line);
      return { mode: line.mode, command, login, ...(shell !== undefined && { shell }), ...talk };
    }
    case "end-sessions":
      return { mode: line.mode, ...talk };
    case "list":
    case "sessions":
    case "doctor":
      return { mode: line.mode, json, ...talk };
    case "status": {
      const min = value("min");
      return { mode: line.mode, json, ...talk, ...(min !== undefined && { min }) };
    }
    case "init":
      return { mode: line.mode, shell: oneOf(INIT_SHELLS, value("init")) };
    case "session-keys":
      return { mode: line.mode, force, ...profile };
    case "switch-url":
      return { mode: line.mode, ...chosen };
    case "version":
    case "usage":
    case "help":
      return { mode: line.mode };
  }
}

function switchOptions(line: CommandLine): SwitchOptions {
  const text = line.values.get("reason");
  const reason: Setting | undefined = text === undefined
    ? undefined
    : { value: text, origin: { kind: "option", name: "reason" } };
  const managed = (["read-only", "view-only"] as const).find((name) => line.flags.has(name));
  return {
    role: roleOptions(line),
    ...(managed !== undefined && { managedPolicy: managed }),
    user: line.flags.has("user"),
    ...(line.flags.has("narrow") && { narrow: reason === undefined ? {} : { reason } }),
    fromSession: line.flags.has("from-session"),
    command: line.command,
    defaults: [...line.defaults.values()],
  };
}

function sessionOptions(line: CommandLine): SessionOptions {
  const shell = line.values.get("shell");
  const awsProfile = line.flags.has("aws-profile")
    ? "always"
    : line.flags.has("no-aws-profile")
    ? "never"
    : "if-safe";
  return {
    ...switchOptions(line),
    awsProfile,
    keyless: keylessOf(line),
    renew: !line.flags.has("renew")
      ? "never"
      : line.defaults.has("renew")
      ? "if-possible"
      : "always",
    login: line.flags.has("login"),
    ...(shell !== undefined && { shell }),
  };
}

function keylessOf({ flags, defaults, negated }: CommandLine): Keyless {
  if (negated.has("keyless")) return "never";
  if (!flags.has("keyless")) return "as-outside";
  return defaults.has("keyless") ? "if-possible" : "always";
}

function roleOptions(line: CommandLine): RoleOptions {
  const found = ALL_OPTIONS.filter(({ group }) => group === "role").flatMap(({ name }) => {
    const value = line.values.get(name);
    const origin: Origin = line.defaults.has(name)
      ? { kind: "variable", name: DEFAULTS_VARIABLE }
      : { kind: "option", name };
    return value === undefined ? [] : [[name, { value, origin }]];
  });
  return Object.fromEntries(found);
}

/** The format of --undo, which the parser has checked. */
function shellFormat(given: string | undefined): ShellFormat {
  const format = oneOf(EXPORT_FORMATS, given);
  if (format === "json" || format === "env") throw new Error(`no shell evaluates ${format}`);
  return format;
}

/** The value, which the parser has compared with the same list. */
function oneOf<Value extends string>(values: readonly Value[], given: string | undefined): Value {
  return values.find((value) => value === given)!;
}

// The arguments → what is asked for, once, as the typed value of request.ts.
// Rule: parse.ts has checked the words; here each value gets its type and its origin.

import type { Origin, Setting } from "../text/origin.ts";
import { type CommandLine, parseArguments } from "./parse.ts";
import type { Keyless, Request, RoleOptions, SessionOptions, SwitchOptions } from "./request.ts";
import {
  ALL_OPTIONS,
  DEFAULTS_VARIABLE,
  EXPORT_FORMATS,
  INIT_SHELLS,
  type OptionName,
  type ShellFormat,
} from "./table.ts";

/** What the arguments ask for. SwrError "usage" if they make no sense. */
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

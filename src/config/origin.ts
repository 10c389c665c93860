// Settings by where they are written: an option, a variable, a section of AWS's files.
// Rule: an empty variable or setting counts as none, as in AWS's tools.

import type { CommandLine } from "../options/parse.ts";
import type { OptionName } from "../options/table.ts";
import type { LineOrigin, Setting } from "../text/origin.ts";
import type { Profile } from "./profile.ts";

export type Lookup = (name: string) => string | undefined;

/** The value of an option. */
export function optionSetting(name: OptionName, line: CommandLine): Setting | undefined {
  const value = line.values.get(name);
  return value === undefined ? undefined : { value, origin: { kind: "option", name } };
}

/** A setting of the profile. */
export function setting(profile: Profile, key: string): Setting<LineOrigin> | undefined {
  const found = profile.settings.get(key);
  return found?.value ? found : undefined;
}

/** The value of a variable. */
export function variableSetting(name: string, env: Lookup): Setting | undefined {
  const value = env(name);
  return value ? { value, origin: { kind: "variable", name } } : undefined;
}

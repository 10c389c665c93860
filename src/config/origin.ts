// Values as the user gave them, each with the place it came from: an option, a variable, a line of a file.
// Rule: an empty variable or setting counts as none, as in AWS's tools.

import type { CommandLine } from "../options/parse.ts";
import type { OptionName } from "../options/table.ts";
import { visible } from "../text/visible.ts";
import type { Profile, Setting } from "./profile.ts";

/** A value and where the user wrote it, for messages: `~/.aws/config:3`, `--external-id`, `$SWR_MFA_TOKEN`. */
export type Given = { readonly value: string; readonly from: string };

export type Lookup = (name: string) => string | undefined;

/** The value of an option. */
export function optionGiven(name: OptionName, line: CommandLine): Given | undefined {
  const value = line.values.get(name);
  return value === undefined ? undefined : { value, from: `--${name}` };
}

/** `file:line`, as messages name a place. */
export function where(setting: Setting): string {
  return `${visible(setting.at.file)}:${setting.at.line}`;
}

/** A setting of the profile. */
export function setting(profile: Profile, key: string): Given | undefined {
  const found = profile.settings.get(key);
  return found?.value ? { value: found.value, from: where(found) } : undefined;
}

/** The value of a variable. */
export function givenBy(variable: string, env: Lookup): Given | undefined {
  const value = env(variable);
  return value ? { value, from: `$${variable}` } : undefined;
}

// Values as the user gave them, each with the place it came from: an option, a variable, a line of a file.
// Rule: an empty variable or setting counts as none, as in AWS's tools. Pure: imports its siblings.

import type { Given } from "./arn.ts";
import { where } from "./chain.ts";
import type { CommandLine } from "./flags.ts";
import type { OptionName } from "./options.ts";
import type { Profile } from "./profile.ts";

export type Lookup = (name: string) => string | undefined;

/** The value of an option. */
export function optionGiven(name: OptionName, line: CommandLine): Given | undefined {
  const value = line.values.get(name);
  return value === undefined ? undefined : { value, from: `--${name}` };
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

// Settings by where they are written: a variable, a section of AWS's files.
// Rule: an empty variable or setting counts as none, as in AWS's tools.

import type { LineOrigin, Setting } from "../text/origin.ts";
import type { Profile } from "./profile.ts";

export type Lookup = (name: string) => string | undefined;

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

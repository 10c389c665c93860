// What [DEFAULT] of a file gives to every profile of it: the AWS CLI alone reads it so (Python's configparser,
// default_section), AWS's SDKs ignore the section.
// Rule: only what decides who one becomes counts here; such a setting is ambiguous.

import { decides } from "./deciding.ts";
import type { FileSetting } from "./ini.ts";
import type { ParsedSection, SectionGroup } from "./sections.ts";

/** The settings of `[DEFAULT]` that decide who one becomes; undefined if there are none, as in nearly every file. */
export function decidingDefaults(
  all: readonly ParsedSection[],
): ReadonlyMap<string, FileSetting> | undefined {
  const section = all.find(({ header }) => header === "DEFAULT");
  if (section === undefined) return undefined;
  const deciding = [...section.read().properties].filter(([key]) => decides(key));
  return deciding.length === 0 ? undefined : new Map(deciding);
}

/**
 * The first of those settings that the profile does not have in that file's sections, and that makes it another one
 * than `settings`, as AWS's SDKs read it.
 */
export function takenFromDefault(
  defaults: ReadonlyMap<string, FileSetting>,
  group: SectionGroup,
  settings: ReadonlyMap<string, { readonly value: string }>,
): FileSetting | undefined {
  const own = group.map((each) => each.read().properties);
  for (const [key, found] of defaults) {
    if (own.some((properties) => properties.has(key))) continue;
    if (settings.get(key)?.value !== found.value) return found;
  }
  return undefined;
}

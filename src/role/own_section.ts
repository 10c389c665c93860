// A name for a session without a profile: the session's view of the config gets a section of that name.
// Rule: it is a new one, and every tool for AWS reads it.

import type { Configuration } from "../config/configuration.ts";

/** The name with unusual characters as `-`, and with a number if one of the files has such a profile. */
export function freeName(name: string, { profiles }: Configuration): string {
  const usual = name.replaceAll(/[^\w.-]/g, "-");
  let free = usual;
  for (let number = 2; profiles.has(free); number++) free = `${usual}-${number}`;
  return free;
}

// A value with several parts: the lines of a repeated option, or what commas separate in a setting.
// Rule: blanks around a part mean nothing, in files as on the command line.

import type { Setting } from "../text/origin.ts";

/** The parts of the value; an empty setting has none. */
export function partsOf({ value, origin }: Setting): string[] {
  const parts = value.split(origin.kind === "option" ? "\n" : /[,\n]/).map((part) => part.trim());
  // A comma at the end of a line, or of the value, begins no part.
  return origin.kind === "option" ? parts : parts.filter((part) => part !== "");
}

// Dashes that are no hyphen: word processors, chat programs and web pages put them in the place of - and --.
// Rule: they are named, never read as an option.

import { visible } from "./visible.ts";

/** What is wrong with a word that begins with such a dash; undefined for any other word. */
export function wrongDash(word: string): string | undefined {
  const [, dashes, name] = /^([-\p{Pd}\u2212]+)([^-\p{Pd}\u2212].*)$/su.exec(word) ?? [];
  if (dashes === undefined || /^-+$/.test(dashes)) return undefined;
  const option = `${/^[^=]$/u.test(name!) ? "-" : "--"}${name}`;
  return `"${visible(dashes)}" is not the dash that options begin with: type it as ${
    visible(option)
  }`;
}

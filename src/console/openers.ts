// Which commands may open a browser, in the order they are tried, and the words they are called with.
// Rule: no shell is between: an address is one word, whatever is in it.

import type { Origin } from "../text/origin.ts";

/** Opens an address: the first word is searched for on PATH, and in the others `%s` is the address. */
export type Opener = { readonly words: readonly string[]; readonly origin?: Origin };

/** The commands to try on the system; `browser` is $BROWSER, a list separated by colons, as xdg-open(1) reads it. */
export function openers(os: string, browser: string | undefined): Opener[] {
  const of = (...words: string[]): Opener => ({ words: [...words, "%s"] });
  if (os === "windows") {
    return [of("rundll32.exe", "url.dll,FileProtocolHandler")];
  }
  const own = (browser ?? "").split(":").map((command) => command.trim().split(/\s+/)).flatMap(
    (words): Opener[] => {
      if (words[0] === "" || words[0] === undefined) return [];
      const hasPlace = words.slice(1).some((word) => word.includes("%s"));
      const origin: Origin = { kind: "variable", name: "BROWSER" };
      return [{ origin, words: hasPlace ? words : [...words, "%s"] }];
    },
  );
  if (os === "darwin") return [...own, of("/usr/bin/open")];
  // wslview is what Windows Subsystem for Linux has instead.
  return [...own, of("xdg-open"), of("wslview")];
}

/** The arguments with the address in its place; `%%` stands for `%`. */
export function openerArguments({ words }: Opener, address: string): string[] {
  return words.slice(1).map((word) =>
    word.replaceAll(/%[s%]/g, (mark) => mark === "%s" ? address : "%")
  );
}

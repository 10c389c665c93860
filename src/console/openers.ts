// Which commands may open a browser, in the order they are tried, and the words they are called with.
// Rule: no shell is between: an address is one word, whatever is in it.

import type { Origin } from "../text/origin.ts";

/** Opens an address: the first word is searched for on PATH, and in the others `%s` is the address. */
export type Opener = { readonly words: readonly string[]; readonly origin?: Origin };

const BROWSER: Origin = { kind: "variable", name: "BROWSER" };

/**
 * The commands to try on the system; `browser` is $BROWSER, a list separated by colons, as xdg-open(1) reads it.
 * `isProgram` tells whether a word is a program here: only so is a path with blanks, or a colon inside an argument, known.
 */
export function openers(
  os: string,
  browser: string | undefined,
  isProgram: (word: string) => boolean,
): Opener[] {
  const of = (...words: string[]): Opener => ({ words: [...words, "%s"] });
  if (os === "windows") return [of("rundll32.exe", "url.dll,FileProtocolHandler")];
  const own = commandsOf(browser ?? "", isProgram).map((words): Opener => {
    const hasPlace = words.slice(1).some((word) => word.includes("%s"));
    return { origin: BROWSER, words: hasPlace ? words : [...words, "%s"] };
  });
  if (os === "darwin") return [...own, of("/usr/bin/open")];
  // wslview belongs to Windows Subsystem for Linux, where xdg-open may be installed and find no browser.
  return [...own, of("xdg-open"), of("wslview")];
}

/** The commands of the list, each as its words. */
function commandsOf(list: string, isProgram: (word: string) => boolean): string[][] {
  const commands: string[] = [];
  for (const piece of list.split(":")) {
    const before = commands.at(-1);
    // `firefox ext+container:name=prod&url=%s`: the colon is in an argument, not between two commands.
    const goesOn = before !== undefined && /\s/.test(before.trim()) && /[=%]/.test(piece) &&
      !isProgram(wordsOf(piece, isProgram)[0] ?? "");
    if (goesOn) commands.push(`${commands.pop()}:${piece}`);
    else commands.push(piece);
  }
  return commands.map((command) => wordsOf(command, isProgram)).filter(([word]) => word);
}

/** A command's words: separated by blanks, unless quotes hold them together or the whole is a program's path. */
function wordsOf(command: string, isProgram: (word: string) => boolean): string[] {
  const trimmed = command.trim();
  if (/\s/.test(trimmed) && isProgram(trimmed)) return [trimmed];
  const found = trimmed.match(/(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+/g) ?? [];
  return found.map((word) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'|\\(.)/g,
      (_, double, single, escaped) => double ?? single ?? escaped ?? "",
    )
  );
}

/**
 * The arguments with the address in its place; `%%` means `%`. As the value of a parameter (`url=%s`) the address
 * is percent-encoded: it has parameters of its own.
 */
export function openerArguments({ words }: Opener, address: string): string[] {
  return words.slice(1).map((word) =>
    word.replaceAll(
      /(&\w+=|\?\w+=|:\w+=)?%([s%])/g,
      (_, parameter = "", mark) =>
        parameter + (mark === "%" ? "%" : parameter ? encodeURIComponent(address) : address),
    )
  );
}

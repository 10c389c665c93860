// A text as a shell reads it back: a word of POSIX shells, and any text between the single quotes of each shell.
// Rule: whatever it holds, it stays one word, and the shell runs nothing of it.

import { visible } from "./visible.ts";

/** A word for a POSIX shell and for Python's shlex; as it is if nothing in it is special. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** A word of a command that is shown to be pasted: what is hidden in it is seen, and names nothing that is there. */
export function pasted(word: string): string {
  return quoted(visible(word));
}

/** Nothing is special between them but the quote itself (POSIX.1-2017, Shell Command Language, 2.2.2). */
export function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** In csh and tcsh `!` recalls an earlier command between single quotes too, unless a backslash is before it. */
export function cshQuoted(text: string): string {
  return singleQuoted(text).replaceAll("!", "\\!");
}

/** Between fish's a backslash quotes itself and the quote. */
export function fishQuoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}

/** PowerShell takes typographic quotes for quotes (about_Quoting_Rules). */
export function powershellQuoted(text: string): string {
  return `'${text.replaceAll(/['\u2018-\u201b]/g, "$&$&")}'`;
}

// Any text between the single quotes of a shell.
// Rule: the shell takes it for that text and runs nothing of it; what messages propose to be pasted is quoting.ts's
// business.

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

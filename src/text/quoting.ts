// A word as a POSIX shell reads it back.
// Rule: whatever it holds, it stays one word.

import { visible } from "./visible.ts";

/** A word for a POSIX shell and for Python's shlex; as it is where nothing in it is special. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/** A word of a command that is shown to be pasted: what is hidden in it is seen, and names nothing that is there. */
export function pasted(word: string): string {
  return quoted(visible(word));
}

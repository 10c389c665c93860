// A word as a POSIX shell reads it back. Rule: whatever it holds, it stays one word.
// Pure: imports nothing.

/** A word for a POSIX shell and for Python's shlex; as it is where nothing in it is special. */
export function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

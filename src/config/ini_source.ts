// The text of a configuration file, and the numbers of its lines.
// Rule: a line ends at LF, at CR LF, and at a lone CR, since Python opens files with universal newlines and the AWS
// CLI so takes that for an end too.

export class IniSource {
  /** Without a byte order mark; each line ended by "\n" alone. */
  readonly text: string;
  /** Whether the file begins with a byte order mark. */
  readonly marked: boolean;
  /** Whether there is a NUL in it, or U+FFFD, which a decoder puts where bytes are no UTF-8. */
  readonly suspicious: boolean;
  #starts: readonly number[] | undefined;

  constructor(text: string, /** For messages. */ readonly path: string) {
    this.marked = text.startsWith("\ufeff");
    const read = this.marked ? text.slice(1) : text;
    this.text = read.includes("\r") ? read.replaceAll(/\r\n?/g, "\n") : read;
    this.suspicious = read.includes("\0") || read.includes("\ufffd");
  }

  /** Whether `sign` stands in it more often than that. */
  hasMore(sign: string, most: number): boolean {
    let count = 0;
    for (let at = this.text.indexOf(sign); at >= 0; at = this.text.indexOf(sign, at + 1)) {
      if (++count > most) return true;
    }
    return false;
  }

  /** The line, from 1, that the character at that index stands in. */
  lineAt(index: number): number {
    const starts = this.#lineStarts();
    let low = 0;
    for (let high = starts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** The end of the line that begins there: the index of its "\n", or the text's length. */
  endOfLine(from: number): number {
    const end = this.text.indexOf("\n", from);
    return end < 0 ? this.text.length : end;
  }

  #lineStarts(): readonly number[] {
    if (this.#starts !== undefined) return this.#starts;
    const starts = [0];
    for (let at = this.text.indexOf("\n"); at >= 0; at = this.text.indexOf("\n", at + 1)) {
      starts.push(at + 1);
    }
    return this.#starts = starts;
  }
}

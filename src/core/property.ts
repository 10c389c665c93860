// One setting of a configuration file, as it was read. Rule: a class, since ten thousand profiles have fifty thousand
// of them: its place is made when somebody asks. Pure: imports nothing.

export class Property {
  constructor(
    readonly key: string,
    /** Trimmed; the lines of a continuation or of a nested block follow as they are written, each after a "\n". */
    readonly value: string,
    readonly line: number,
    readonly file: string,
  ) {}

  /** Where it stands. */
  get at(): { readonly file: string; readonly line: number } {
    return { file: this.file, line: this.line };
  }
}

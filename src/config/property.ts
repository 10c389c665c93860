// One setting of a configuration file, as it was read.
// Rule: a class, since ten thousand profiles have fifty thousand of them: its place is found when somebody asks.

import { type LineOrigin, lineOrigin, type Setting } from "../text/origin.ts";
import type { IniSource } from "./ini_source.ts";

export class Property implements Setting<LineOrigin> {
  constructor(
    readonly key: string,
    /** Trimmed; the lines of a continuation or of a nested block follow as they are written, each after a "\n". */
    readonly value: string,
    readonly source: IniSource,
    /** Where its line begins in the source's text. */
    readonly from: number,
  ) {}

  #origin: LineOrigin | undefined;

  /** The line of its key. */
  get origin(): LineOrigin {
    return this.#origin ??= lineOrigin({
      file: this.source.path,
      line: this.source.lineAt(this.from),
    });
  }
}

// One setting of a configuration file, as it was read.
// Rule: a class, since ten thousand profiles have fifty thousand of them: its place is found when somebody asks.

import { type LineOrigin, lineOrigin, type Setting } from "../text/origin.ts";
import type { IniSource } from "./ini_source.ts";

export class Property implements Setting<LineOrigin> {
  constructor(
    readonly key: string,
    /** The first line alone, trimmed: no setting that swr reads has more, and a secret may have slipped below it. */
    readonly value: string,
    readonly source: IniSource,
    /** Where its line begins in the source's text. */
    readonly from: number,
    private readonly more?: Continuation,
  ) {}

  #origin: LineOrigin | undefined;

  /** The line of its key. */
  get origin(): LineOrigin {
    return this.#origin ??= lineAt(this.source, this.from);
  }

  /** The value with the lines of a continuation or of a nested block as they are written, each after a "\n". */
  get whole(): string {
    return this.more === undefined ? this.value : `${this.value}\n${this.more.lines.join("\n")}`;
  }

  /** The first line that continues it; undefined if none does. */
  get continued(): LineOrigin | undefined {
    return this.more && lineAt(this.source, this.more.from);
  }
}

/** The lines below a property's own. */
type Continuation = { readonly lines: readonly string[]; readonly from: number };

function lineAt(source: IniSource, from: number): LineOrigin {
  return lineOrigin({ file: source.path, line: source.lineAt(from) });
}

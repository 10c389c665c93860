// AWS's configuration syntax: text → sections and settings, each with its line, and what is wrong with it.
// Rule: the grammar of the AWS SDKs (smithy-rs, aws-runtime/src/env_config/parse.rs); a bad line is a Problem, never a
// throw, and the lines around it still count.

import type { LineOrigin, Setting } from "../text/origin.ts";
import { type LineKind, lineKinds } from "./ini_layout.ts";
import { bracketed, lowerAscii, readHeader, readProperty } from "./ini_line.ts";
import { readPreamble, readSection } from "./ini_reader.ts";

/**
 * error: AWS's SDKs reject the file because of it. warning: they ignore the line.
 * incompatible: swr reads it, but the AWS CLI (botocore) or some SDKs reject the file or read it differently.
 */
export type Severity = "error" | "warning" | "incompatible";

export type Problem = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly severity: Severity;
  /** Does not name the section. May quote the file: show it through visible(). */
  readonly message: string;
  /** The header it is under; undefined before the first. */
  readonly section?: string;
  /** Of a problem with a whole section: that it is ignored, how its name is written, or aws-vault's include_profile. */
  readonly about?: "ignored" | "name" | "include-profile" | "glued";
  /** The header that is glued to the end of the line. */
  readonly glued?: string;
  /** Of such a header: only blanks are before it, by which it continues the setting above. */
  readonly indented?: true;
  /** The file is not the text that it seems to be: UTF-16, or two files in one. */
  readonly encoding?: true;
};

/** A problem as a sentence that names its section. */
export function problemText({ section, about, message, encoding }: Problem): string {
  if (section === undefined || encoding) return message;
  return about === "ignored" ? `[${section}] is ignored: ${message}` : `[${section}]: ${message}`;
}

/** A setting of a file. */
export type FileSetting = Setting<LineOrigin> & {
  /** In lower case. */
  readonly key: string;
  /** The first line alone, trimmed: no setting that swr reads has more, and a secret may have slipped below it. */
  readonly value: string;
  /** The value with the lines of a continuation or of a nested block as they are written, each after a "\n". */
  readonly whole: string;
  /** The first line that continues it; undefined if none does. */
  readonly continued?: LineOrigin;
};

export type Section = {
  /** What is between the brackets: trimmed, one blank after the first word, quotes kept. */
  readonly header: string;
  /** The first header as it is written, between its brackets. */
  readonly written: string;
  /** Of the first header, if several are merged. */
  readonly line: number;
  /** Reads its lines. */
  read(): Content;
};

/** What is below a header. */
export type Content = {
  /** By lower-case key; of the same key twice, the last. */
  readonly properties: ReadonlyMap<string, FileSetting>;
  /** What is wrong with the lines, in their order. */
  readonly problems: readonly Problem[];
  /** Whether a line of it continues a setting. */
  readonly continues?: true;
  /** By key: what was set for it before the last setting. */
  readonly earlier?: ReadonlyMap<string, readonly FileSetting[]>;
  /** The ends of lines that end with a bracket: the next header may be glued to them. */
  readonly brackets?: readonly Bracket[];
  /** Headers of the same section that are written differently; the AWS CLI takes them for two. */
  readonly spellings?: readonly Spelling[];
};

/** A line that ends with what looks like a header. */
export type Bracket = {
  /** Of the setting in the line; undefined in a comment. */
  readonly key: string | undefined;
  /** From the last opening bracket on, with the character before it. */
  readonly end: string;
  /** Whether only blanks are before it: the line is an indented header. */
  readonly isAlone: boolean;
  readonly origin: LineOrigin;
};

/** One of several headers of a section. */
export type Spelling = {
  /** Between the brackets, as it is written. */
  readonly written: string;
  readonly origin: LineOrigin;
  /** What this header alone sets. */
  readonly properties: ReadonlyMap<string, FileSetting>;
};

export type IniFile = {
  readonly path: string;
  /** Each header once, in the order of the file. */
  readonly sections: readonly Section[];
  /** What is wrong before the first header, or with the whole file. */
  readonly preamble: readonly Problem[];
};

/** A text in its lines. */
export type Source = {
  /** For messages. */
  readonly path: string;
  readonly lines: readonly string[];
  /** Of each line. */
  readonly kinds: readonly LineKind[];
  /** Whether the file begins with a byte order mark. */
  readonly marked: boolean;
  /** Whether there is a NUL in it, or U+FFFD, which a decoder puts in the place of bytes that are not UTF-8. */
  readonly suspicious: boolean;
};

/** Lines from `from` (counted from 0, a header) up to `to`, which does not belong to them. */
export type Span = { readonly from: number; readonly to: number };

/** A section of a text. Its lines are read at each call, and not before: a file may have ten thousand, a switch needs two. */
class SectionOfText implements Section {
  readonly #spans: Span[];

  constructor(private readonly source: Source, readonly header: string, first: Span) {
    this.#spans = [first];
  }

  add(span: Span): void {
    this.#spans.push(span);
  }

  get line(): number {
    return this.#spans[0]!.from + 1;
  }

  get written(): string {
    return bracketed(this.source.lines[this.#spans[0]!.from]!);
  }

  read(): Content {
    return readSection(this.source, this.header, this.#spans);
  }
}

/** Ten thousand profiles have less. Half a file is not read: the rest may override a setting. */
const MOST_ENTRIES = 250_000;

/**
 * Reads a configuration text; `path` is only kept for messages. Never throws; linear in the text. Of a file with
 * more than 250,000 headers, or as many equals signs, nothing is kept but an error.
 */
export function parseIni(text: string, path: string): IniFile {
  if (isTooLarge(text)) return tooLarge(path);
  const source = sourceOf(text, path);
  const { lines, kinds } = source;
  const sections = new Map<string, SectionOfText>();
  const first = kinds.indexOf("header");
  for (let from = first; from >= 0;) {
    const next = kinds.indexOf("header", from + 1);
    const { header } = readHeader(lines[from]!);
    const span = { from, to: next < 0 ? lines.length : next };
    const known = sections.get(header);
    if (known === undefined) sections.set(header, new SectionOfText(source, header, span));
    else known.add(span);
    from = next;
  }
  const preamble = readPreamble(source, first < 0 ? lines.length : first);
  return { path, sections: [...sections.values()], preamble };
}

/** A line ends at LF, at CR LF, and at a lone CR, since Python opens files with universal newlines. */
function sourceOf(text: string, path: string): Source {
  const marked = text.startsWith("\ufeff");
  const read = marked ? text.slice(1) : text;
  const lines = (read.includes("\r") ? read.replaceAll(/\r\n?/g, "\n") : read).split("\n");
  const suspicious = /[\0\ufffd\ufeff]/.test(read);
  return { path, lines, kinds: lineKinds(lines), marked, suspicious };
}

/** Counted before anything is kept: a hostile file must not fill the memory. */
function isTooLarge(text: string): boolean {
  // A header or a setting takes three characters.
  if (text.length <= 3 * MOST_ENTRIES) return false;
  return ["\n[", "\r[", "="].some((sign) => hasMore(text, sign, MOST_ENTRIES));
}

/** Whether `sign` is in the text more often than that. */
function hasMore(text: string, sign: string, most: number): boolean {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) {
    if (++count > most) return true;
  }
  return false;
}

function tooLarge(file: string): IniFile {
  const message = `more than ${MOST_ENTRIES} sections or settings: swr does not read the file`;
  return { path: file, sections: [], preamble: [{ file, line: 1, severity: "error", message }] };
}

/**
 * The `key = value` lines of a nested block (`s3 =` and indented lines), by lower-case key; none if the value is an
 * ordinary one. `whole`: see FileSetting. A comment after a value does not belong to it here.
 */
export function subProperties(whole: string): ReadonlyMap<string, string> {
  return new Map(pairsIn(whole));
}

/** A key that a nested block sets to two values. */
export function repeatedIn(whole: string): string | undefined {
  const last = subProperties(whole);
  return pairsIn(whole).find(([key, value]) => last.get(key) !== value)?.[0];
}

function pairsIn(whole: string): [key: string, value: string][] {
  if (!whole.startsWith("\n")) return [];
  return whole.split("\n").flatMap((line): [string, string][] => {
    const property = readProperty(line);
    return typeof property === "object" ? [[lowerAscii(property.key), property.value]] : [];
  });
}

// AWS's configuration syntax: text → sections and properties, each with its line, and what is wrong with it.
// Rule: the grammar of the AWS SDKs (smithy-rs, aws-runtime/src/env_config/parse.rs); a bad line is a Problem, never a
// throw, and the lines around it still count.

import { headerStarts } from "./ini_headers.ts";
import { bracketed, lowerAscii, readHeader, readProperty, trimmed } from "./ini_line.ts";
import { readPreamble, readSection } from "./ini_reader.ts";
import { IniSource } from "./ini_source.ts";
import { readUsual } from "./ini_usual.ts";
import type { LineOrigin } from "../text/origin.ts";
import type { Property } from "./property.ts";

/**
 * error: AWS's SDKs reject the file for it. warning: they ignore what stands there.
 * foreign: swr reads it, but the AWS CLI (botocore) or some SDKs refuse the file or read it otherwise.
 */
export type Severity = "error" | "warning" | "foreign";

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
};

/** A problem as a sentence that names its section. */
export function problemText({ section, about, message }: Problem): string {
  if (section === undefined) return message;
  return about === "ignored" ? `[${section}] is ignored: ${message}` : `[${section}]: ${message}`;
}

export type Section = {
  /** What stands between the brackets: trimmed, one blank after the first word, quotes kept. */
  readonly header: string;
  /** The first header as it is written, between its brackets. */
  readonly written: string;
  /** Of the first header, where several are merged. */
  readonly line: number;
  /** Reads its lines. */
  read(): Content;
};

/** What stands under a header. */
export type Content = {
  /** By lower-case key; of the same key twice, the last. */
  readonly properties: ReadonlyMap<string, Property>;
  /** What is wrong with the lines, in their order. */
  readonly problems: readonly Problem[];
  /** By key: what was set for it before the last setting. */
  readonly earlier?: ReadonlyMap<string, readonly Property[]>;
  /** The ends of lines that end with a bracket: the next header may be glued to them. */
  readonly brackets?: readonly Bracket[];
  /** Headers of the same section that are written differently; the AWS CLI takes them for two. */
  readonly spellings?: readonly Spelling[];
};

/** A setting whose line, or last line, ends with what looks like a header. */
export type Bracket = {
  readonly key: string;
  /** From the last opening bracket on, with the character before it. */
  readonly end: string;
  readonly origin: LineOrigin;
};

/** One of several headers of a section. */
export type Spelling = {
  /** Between the brackets, as it is written. */
  readonly written: string;
  readonly origin: LineOrigin;
  /** What this header alone sets. */
  readonly properties: ReadonlyMap<string, Property>;
};

export type IniFile = {
  readonly path: string;
  /** Each header once, in the order of the file. */
  readonly sections: readonly Section[];
  /** What is wrong before the first header, or with the whole file. */
  readonly preamble: readonly Problem[];
};

/** Where some lines of a text begin and end, the first of them a header. */
export type Span = { readonly from: number; readonly to: number };

/**
 * A section of a text. What stands in it is read when somebody asks, since a file may have ten thousand and a switch
 * looks at two. An ordinary section is read anew with each call: a listing looks at each once, and keeping all would take
 * longer than reading all. Any other is kept, since its lines may be many and bad.
 */
class SectionOfText implements Section {
  /** What stands under other headers of the same name. */
  private others: Span[] | undefined;
  private kept: Content | undefined;

  constructor(
    private readonly source: IniSource,
    readonly header: string,
    private readonly first: Span,
  ) {}

  add(span: Span): void {
    (this.others ??= []).push(span);
  }

  get line(): number {
    return this.source.lineAt(this.first.from);
  }

  get written(): string {
    const { source, first: { from } } = this;
    return bracketed(source.text.slice(from, source.endOfLine(from)));
  }

  read(): Content {
    if (this.kept !== undefined) return this.kept;
    const { source, header, first, others } = this;
    const usual = others === undefined ? readUsual(source, header, first) : undefined;
    return usual ?? (this.kept = readSection(source, header, [first, ...others ?? []]));
  }
}

/** Ten thousand profiles have less. Half a file is not read: what would override a setting may stand in the rest. */
const MOST_ENTRIES = 250_000;

/**
 * Reads a configuration text; `path` is only kept for messages. Never throws; linear in the text. Of a file with
 * more than 250,000 headers, or as many equals signs, nothing is kept but an error.
 */
export function parseIni(text: string, path: string): IniFile {
  const source = new IniSource(text, path);
  if (isTooLarge(source)) return tooLarge(path);
  const starts = headerStarts(source.text);
  const sections = new Map<string, SectionOfText>();
  starts.forEach((from, index) => {
    const span: Span = { from, to: starts[index + 1] ?? source.text.length };
    const header = headerAt(source, from);
    const known = sections.get(header);
    if (known === undefined) sections.set(header, new SectionOfText(source, header, span));
    else known.add(span);
  });
  const preamble = readPreamble(source, starts[0] ?? source.text.length);
  return { path, sections: [...sections.values()], preamble };
}

/** Counted before anything is kept: a hostile file must not fill the memory. */
function isTooLarge(source: IniSource): boolean {
  // A header or a setting takes three characters.
  if (source.text.length <= 3 * MOST_ENTRIES) return false;
  return source.hasMore("\n[", MOST_ENTRIES) || source.hasMore("=", MOST_ENTRIES);
}

function tooLarge(file: string): IniFile {
  const message = `more than ${MOST_ENTRIES} sections or settings: swr does not read the file`;
  return { path: file, sections: [], preamble: [{ file, line: 1, severity: "error", message }] };
}

const USUAL_HEADER = /\[(?:profile )?[A-Za-z0-9_\-/.%@+]+\]\n/y;

/** What stands between the brackets. Nearly every header is matched natively, and without further questions. */
function headerAt(source: IniSource, from: number): string {
  const { text } = source;
  USUAL_HEADER.lastIndex = from;
  return USUAL_HEADER.test(text)
    ? text.slice(from + 1, USUAL_HEADER.lastIndex - 2)
    : readHeader(trimmed(text, from, source.endOfLine(from))).header;
}

/**
 * The `key = value` lines of a nested block (`s3 =` and indented lines), by lower-case key; none if the value is an
 * ordinary one. `whole`: see Property. A comment after a value does not belong to it here.
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
    const property = readProperty(line, 0, line.length);
    return typeof property === "object" ? [[lowerAscii(property.key), property.value]] : [];
  });
}

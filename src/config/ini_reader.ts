// Reads the lines of a section, or those before the first header.
// Rule: a bad line ends the setting it is in and is reported once; the lines around it still count.

import type { LineOrigin } from "../text/origin.ts";
import { decides } from "./deciding.ts";
import type { Bracket, Content, FileSetting, Problem, Source, Span, Spelling } from "./ini.ts";
import {
  bracketed,
  isBlank,
  isCommentLine,
  isIdentifier,
  lowerAscii,
  readProperty,
  trim,
} from "./ini_line.ts";
import {
  type DiagnosticSink,
  illegalName,
  refusal,
  report,
  reportBadBytes,
  reportHeader,
  reportIncompatibility,
  shownKey,
  UNCLOSED,
} from "./ini_diagnostics.ts";

type Reader = DiagnosticSink & {
  line: number;
  readonly properties: Map<string, FileSetting>;
  /** The setting that lines may continue; "bad": the line was no setting, so lines that continue it are not reported. */
  open: FileSetting | "bad";
  /** False if the key is not a name that the SDKs accept. */
  kept: boolean;
  continues: boolean;
  /** The lines that have continued it, and the first of them, counted from 1. */
  more: string[] | undefined;
  continued: number;
  earlier: Map<string, FileSetting[]> | undefined;
  brackets: Bracket[] | undefined;
  /** The settings below one of several headers of the section. */
  own?: Map<string, FileSetting>;
};

/** A hostile file must not fill the memory. */
const MOST_BRACKETS = 100;
const MOST_SPELLINGS = 100;
const MOST_EARLIER = 100;

/** The problems of the lines before the first header, which is line `to`, counted from 0. */
export function readPreamble(source: Source, to: number): readonly Problem[] {
  const reader = newReader(source, undefined);
  if (source.marked) {
    const message = "the file begins with a byte order mark, which the AWS CLI rejects";
    report(reader, "incompatible", message);
  }
  readLines(reader, 0, to);
  return reader.problems;
}

/** The content of a section, of all the places where the file has its header. */
export function readSection(source: Source, header: string, spans: readonly Span[]): Content {
  const reader = newReader(source, header);
  const first = spans[0]!.from + 1;
  const spellings: Spelling[] = [];
  for (const { from, to } of spans) {
    const line = source.lines[from]!;
    reader.line = from + 1;
    reader.open = "bad";
    reportHeader(reader, line, first);
    if (spans.length > 1 && spellings.length < MOST_SPELLINGS) {
      reader.own = new Map();
      spellings.push(spellingOf(reader, line, reader.own));
    }
    readLines(reader, from + 1, to);
    closeSetting(reader);
  }
  const { properties, problems, continues, earlier, brackets } = reader;
  return {
    properties,
    problems,
    ...(continues && { continues }),
    ...(earlier !== undefined && { earlier }),
    ...(brackets !== undefined && { brackets }),
    ...(spellings.some(({ written }) => written !== spellings[0]!.written) && { spellings }),
  };
}

function spellingOf(
  reader: Reader,
  line: string,
  properties: ReadonlyMap<string, FileSetting>,
): Spelling {
  return { written: bracketed(line), origin: originAt(reader, reader.line), properties };
}

function originAt({ source: { path } }: Reader, line: number): LineOrigin {
  return { kind: "line", file: path, line };
}

function newReader(source: Source, header: string | undefined): Reader {
  return {
    source,
    header,
    properties: new Map(),
    problems: [],
    line: 1,
    open: "bad",
    kept: false,
    continues: false,
    more: undefined,
    continued: 0,
    earlier: undefined,
    brackets: undefined,
  };
}

function readLines(reader: Reader, from: number, to: number): void {
  const { source } = reader;
  for (let at = from; at < to; at++) {
    reader.line = at + 1;
    const text = source.lines[at]!;
    if (source.kinds[at] !== "skipped") readLine(reader, at, text);
    else if (reader.header !== undefined) lookForHeader(reader, undefined, text);
    if (source.suspicious) reportBadBytes(reader, text);
  }
}

function readLine(reader: Reader, at: number, text: string): void {
  if (reader.header === undefined) return report(reader, "error", "Expected a profile definition");
  switch (reader.source.kinds[at]) {
    case "continuation":
      return readContinuation(reader, text);
    case "comment":
      // AWS's SDKs want comments in the first column, its CLI does not: nothing is lost if they are ignored.
      return report(reader, "warning", "AWS's SDKs reject an indented comment here");
    case "stray":
      return report(reader, "error", "Expected a property definition, found continuation");
    default:
      if (isBlank(text.charCodeAt(0))) {
        const message = "AWS's SDKs for Java and Rust reject an indented setting here";
        report(reader, "incompatible", message);
      }
      closeSetting(reader);
      readSetting(reader, text);
  }
}

function readSetting(reader: Reader, text: string): void {
  reader.open = "bad";
  if (trim(text).startsWith("[")) return report(reader, "error", UNCLOSED);
  const found = readProperty(text);
  if (typeof found === "string") return report(reader, "error", refusal(found, "property"));
  const { value, plain } = found;
  const key = plain ? found.key : lowerAscii(found.key);
  const setting = { key, value, whole: value, origin: originAt(reader, reader.line) };
  reader.open = setting;
  reader.kept = plain || isIdentifier(key);
  // Nearly every setting: nothing can be wrong with it.
  if (plain && !text.endsWith("]") && !reader.properties.has(key)) return keep(reader, setting);
  lookForHeader(reader, found.comment ? undefined : key, text);
  if (found.comment) lookForHeader(reader, key, value);
  // The AWS CLI reads `role_arn: arn:…` as the setting; whatever is meant, it decides who one becomes.
  if (key.includes(":") && decides(key.split(":")[0]!.trim())) {
    return report(reader, "error", `"${shownKey(key)}": write '=' after the name, not ':'`);
  }
  if (!reader.kept) {
    return report(reader, "warning", illegalName(key));
  }
  const before = reader.properties.get(key);
  reportIncompatibility(reader, key, found, before !== undefined);
  if (before !== undefined) addEarlier(reader.earlier ??= new Map(), before);
  keep(reader, setting);
}

/** Keeps an earlier setting of a key, each value once in a row. */
export function addEarlier(found: Map<string, FileSetting[]>, earlier: FileSetting): void {
  const { key, whole } = earlier;
  const known = found.get(key);
  if (known === undefined) found.set(key, [earlier]);
  else if (known.at(-1)!.whole !== whole && known.length < MOST_EARLIER) known.push(earlier);
}

function keep(reader: Reader, setting: FileSetting): void {
  reader.properties.set(setting.key, setting);
  reader.own?.set(setting.key, setting);
}

function readContinuation(reader: Reader, text: string): void {
  const { open } = reader;
  if (open === "bad") return;
  const comment = isCommentLine(text);
  const { key } = open;
  const found = open.value === "" ? readProperty(text) : undefined;
  if (typeof found === "string") {
    if (comment) {
      return report(reader, "warning", `AWS's SDKs reject a comment inside "${shownKey(key)}"`);
    }
    return report(reader, "error", refusal(found, "sub-property"));
  }
  if (comment) {
    const message = `the comment becomes part of "${shownKey(key)}", except in the AWS CLI`;
    report(reader, "incompatible", message);
  }
  lookForHeader(reader, key, text);
  if (reader.more === undefined) reader.continued = reader.line;
  (reader.more ??= []).push(trim(text));
}

/** Gives the open setting the lines that continued it; called before the next one opens, and at the end. */
function closeSetting(reader: Reader): void {
  const { open, kept, more, continued } = reader;
  if (more === undefined) return;
  reader.more = undefined;
  reader.continues = true;
  if (typeof open === "string" || !kept) return;
  const whole = [open.value, ...more].join("\n");
  keep(reader, { ...open, whole, continued: originAt(reader, continued) });
}

/**
 * A line that ends with a bracket may have the next header glued to it: a program appended it to a file without a line
 * end. `key`: of the setting; undefined in a comment.
 */
function lookForHeader(reader: Reader, key: string | undefined, text: string): void {
  if (!text.includes("]")) return;
  const { brackets = [], line } = reader;
  let end = text.length;
  while (isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (text[end - 1] !== "]" || brackets.length === MOST_BRACKETS) return;
  const bracket = text.lastIndexOf("[", end - 1);
  if (bracket < 0) return;
  const origin = originAt(reader, line);
  const isAlone = trim(text.slice(0, bracket)) === "";
  reader.brackets = brackets;
  brackets.push({ key, end: text.slice(Math.max(0, bracket - 1), end), isAlone, origin });
}

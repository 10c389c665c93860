// What each line of a configuration file does to what has been read so far.
// Rule: a bad line ends what it stands in and is told once; the file is never given up.

import { lineOrigin } from "../text/origin.ts";
import { decides } from "./deciding.ts";
import type { Bracket, Content, Problem, Span, Spelling } from "./ini.ts";
import {
  bracketed,
  indentOf,
  isBlank,
  isCommentLine,
  isIdentifier,
  isSkipped,
  lowerAscii,
  readProperty,
  trimmed,
} from "./ini_line.ts";
import type { IniSource } from "./ini_source.ts";
import {
  lookForBadBytes,
  refusal,
  report,
  shownKey,
  type Teller,
  tellForeign,
  tellHeader,
} from "./ini_problems.ts";
import { Property } from "./property.ts";

type Reader = Teller & {
  from: number;
  readonly properties: Map<string, Property>;
  /** What an indented line would continue; "bad": the line was no property, and what continues it is told with it. */
  open: Property | "none" | "bad";
  /** Not where the key of the open property is none of the SDKs'. */
  kept: boolean;
  /** How many blanks it is indented. */
  indent: number;
  key: string;
  /** The lines that have continued it, and where the first of them begins. */
  more: string[];
  continued: number;
  readonly earlier: Map<string, Property[]>;
  readonly brackets: Bracket[];
  /** What one of several headers of the section sets. */
  own?: Map<string, Property>;
};

/** A hostile file must not fill the memory. */
const MOST_BRACKETS = 100;
const MOST_SPELLINGS = 100;
const MOST_EARLIER = 100;

/** What the lines before the first header, which ends them, are told for. */
export function readPreamble(source: IniSource, to: number): readonly Problem[] {
  const reader = newReader(source, undefined);
  if (source.marked) {
    report(reader, "foreign", "the file begins with a byte order mark, which the AWS CLI rejects");
  }
  readLines(reader, 0, to);
  return reader.problems;
}

/** What stands under a header, in all the places where it stands. */
export function readSection(
  source: IniSource,
  header: string,
  spans: readonly Span[],
): Content {
  const reader = newReader(source, header);
  const first = spans[0]!.from;
  const spellings: Spelling[] = [];
  for (const { from, to } of spans) {
    reader.from = from;
    reader.open = "none";
    const end = source.endOfLine(from);
    const line = source.text.slice(from, end);
    tellHeader(reader, line, first);
    if (spans.length > 1 && spellings.length < MOST_SPELLINGS) {
      reader.own = new Map();
      spellings.push(spellingOf(reader, line, reader.own));
    }
    readLines(reader, end + 1, to);
    closeProperty(reader);
  }
  const { properties, problems, earlier, brackets } = reader;
  return {
    properties,
    problems,
    ...(earlier.size > 0 && { earlier }),
    ...(brackets.length > 0 && { brackets }),
    ...(new Set(spellings.map(({ written }) => written)).size > 1 && { spellings }),
  };
}

function spellingOf(
  { source, from }: Reader,
  line: string,
  properties: ReadonlyMap<string, Property>,
): Spelling {
  const written = bracketed(line);
  const origin = lineOrigin({ file: source.path, line: source.lineAt(from) });
  return { written, origin, properties };
}

function newReader(source: IniSource, header: string | undefined): Reader {
  return {
    source,
    header,
    properties: new Map(),
    problems: [],
    from: 0,
    open: "none",
    indent: 0,
    key: "",
    kept: false,
    more: [],
    continued: 0,
    earlier: new Map(),
    brackets: [],
  };
}

function readLines(reader: Reader, start: number, to: number): void {
  const { source } = reader;
  for (let from = start; from < to;) {
    reader.from = from;
    const end = source.endOfLine(from);
    if (!isSkipped(source.text, from, end)) readLine(reader, from, end);
    if (source.suspicious) lookForBadBytes(reader, source.text.slice(from, end));
    from = end + 1;
  }
}

/** Takes in the line between two places of the text, which holds more than white space and is no comment. */
function readLine(reader: Reader, from: number, to: number): void {
  const { open, header, source: { text } } = reader;
  const indent = indentOf(text, from, to);
  if (indent > 0 && (header === undefined || (open !== "none" && indent > reader.indent))) {
    return continuation(reader, from, to);
  }
  if (indent > 0) {
    // AWS's SDKs want comments in the first column, its CLI does not: nothing is lost by passing over them.
    if (isCommentLine(text, from, to)) {
      return report(reader, "warning", "AWS's SDKs reject an indented comment here");
    }
    if (!text.slice(from, to).includes("=")) {
      return report(reader, "error", "Expected a property definition, found continuation");
    }
    report(reader, "foreign", "AWS's SDKs for Java and Rust reject an indented setting here");
  }
  closeProperty(reader);
  reader.indent = indent;
  property(reader, from, to);
}

function property(reader: Reader, from: number, to: number): void {
  reader.open = "bad";
  if (reader.header === undefined) return report(reader, "error", "Expected a profile definition");
  const found = readProperty(reader.source.text, from, to);
  if (typeof found === "string") return report(reader, "error", refusal(found, "property"));
  const key = lowerAscii(found.key);
  const kept = isIdentifier(key);
  const read = new Property(key, found.value, reader.source, from);
  reader.open = read;
  reader.kept = kept;
  reader.key = key;
  lookForHeader(reader, from, to);
  // The AWS CLI reads `role_arn: arn:…` as the setting; whatever is meant, it decides who one becomes.
  const [beforeColon, ...more] = key.split(":");
  if (more.length > 0 && decides(beforeColon!.trim())) {
    return report(reader, "error", `"${shownKey(key)}": write '=' after the name, not ':'`);
  }
  if (!kept) return report(reader, "warning", `"${shownKey(key)}" is ignored: not a legal name`);
  const before = reader.properties.get(key);
  tellForeign(reader, key, found, before !== undefined);
  if (before !== undefined) addEarlier(reader.earlier, before);
  keep(reader, read);
}

/** Keeps an earlier setting of a key, each value once in a row. */
export function addEarlier(found: Map<string, Property[]>, earlier: Property): void {
  const { key, whole } = earlier;
  const known = found.get(key);
  if (known === undefined) found.set(key, [earlier]);
  else if (known.at(-1)!.whole !== whole && known.length < MOST_EARLIER) known.push(earlier);
}

function keep(reader: Reader, property: Property): void {
  reader.properties.set(property.key, property);
  reader.own?.set(property.key, property);
}

function continuation(reader: Reader, from: number, to: number): void {
  const { open, source: { text } } = reader;
  if (reader.header === undefined) return report(reader, "error", "Expected a profile definition");
  if (typeof open === "string") return;
  const comment = isCommentLine(text, from, to);
  const { key } = open;
  const found = open.value === "" ? readProperty(text, from, to) : undefined;
  if (typeof found === "string") {
    if (comment) {
      return report(reader, "warning", `AWS's SDKs reject a comment inside "${shownKey(key)}"`);
    }
    return report(reader, "error", refusal(found, "sub-property"));
  }
  if (comment) {
    report(
      reader,
      "foreign",
      `the comment becomes part of "${shownKey(key)}", except in the AWS CLI`,
    );
  }
  lookForHeader(reader, from, to);
  if (reader.more.length === 0) reader.continued = from;
  reader.more.push(trimmed(text, from, to));
}

/** Gives the property the lines that continued it; called before the next one opens, and at the end. */
function closeProperty(reader: Reader): void {
  const { open, kept, more, continued } = reader;
  if (more.length === 0) return;
  reader.more = [];
  if (typeof open === "string" || !kept) return;
  const { key, value, source, from } = open;
  keep(reader, new Property(key, value, source, from, { lines: more, from: continued }));
}

/** What ends with a bracket may have the next header glued to it: a program appended it to a file without a line end. */
function lookForHeader(reader: Reader, from: number, to: number): void {
  const { source: { text }, brackets, key } = reader;
  let end = to;
  while (end > from && isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (text[end - 1] !== "]" || brackets.length === MOST_BRACKETS) return;
  const bracket = text.lastIndexOf("[", end - 1);
  if (bracket < from) return;
  const origin = lineOrigin({ file: reader.source.path, line: reader.source.lineAt(from) });
  brackets.push({ key, end: text.slice(bracket - 1, end), origin });
}

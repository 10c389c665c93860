// What each line of a configuration file does to what has been read so far.
// Rule: a bad line ends what it stands in and is told once; the file is never given up.

import type { Content, Problem, Span } from "./ini.ts";
import {
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
  /** The lines that have continued it. */
  more: string[];
};

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
  for (const { from, to } of spans) {
    reader.from = from;
    reader.open = "none";
    const end = source.endOfLine(from);
    tellHeader(reader, source.text.slice(from, end), first);
    readLines(reader, end + 1, to);
    closeProperty(reader);
  }
  const { properties, problems } = reader;
  return { properties, problems };
}

function newReader(source: IniSource, header: string | undefined): Reader {
  return {
    source,
    header,
    properties: new Map(),
    problems: [],
    from: 0,
    open: "none",
    kept: false,
    more: [],
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
  if (isBlank(reader.source.text.charCodeAt(from))) return continuation(reader, from, to);
  closeProperty(reader);
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
  if (!kept) return report(reader, "warning", `"${shownKey(key)}" is ignored: not a legal name`);
  tellForeign(reader, key, found, reader.properties.has(key));
  reader.properties.set(key, read);
}

function continuation(reader: Reader, from: number, to: number): void {
  const { open, source: { text } } = reader;
  if (reader.header === undefined) return report(reader, "error", "Expected a profile definition");
  if (open === "bad") return;
  const comment = isCommentLine(text, from, to);
  if (open === "none") {
    // AWS's SDKs want comments in the first column, its CLI does not: nothing is lost by passing over them.
    if (comment) return report(reader, "warning", "AWS's SDKs reject an indented comment here");
    return report(reader, "error", "Expected a property definition, found continuation");
  }
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
  reader.more.push(trimmed(text, from, to));
}

/** Gives the property the lines that continued it; called before the next one opens, and at the end. */
function closeProperty(reader: Reader): void {
  const { open, kept, more, properties } = reader;
  if (more.length === 0) return;
  reader.more = [];
  if (typeof open === "string" || !kept) return;
  const { key, value, source, from } = open;
  properties.set(key, new Property(key, `${value}\n${more.join("\n")}`, source, from));
}

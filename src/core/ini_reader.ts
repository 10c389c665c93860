// What each line of a configuration file does to what has been read so far, and what is said about it.
// Rule: a bad line ends what it stands in and is reported once; the file is never given up. The texts that begin
// with a capital are those of AWS's SDKs. Pure: imports ini_line, property and types.

import type { Problem, Section, Severity } from "./ini.ts";
import { Property } from "./property.ts";
import {
  isBlank,
  isCommentLine,
  isIdentifier,
  type KeyValue,
  lowerAscii,
  type NoProperty,
  readHeader,
  readProperty,
  trimmed,
} from "./ini_line.ts";

/** How many problems have been told, errors and others. */
type Told = [number, number];

type OpenSection = Section & { readonly properties: Map<string, Property>; readonly told: Told };

/** The property that an indented line would continue; not `kept` where its key is none of the SDKs'. */
type OpenProperty = {
  readonly property: Property;
  readonly kept: boolean;
  readonly nested: boolean;
  readonly more: string[];
};

type Reader = {
  readonly path: string;
  readonly sections: Map<string, OpenSection>;
  readonly problems: Problem[];
  line: number;
  section: OpenSection | undefined;
  /** "bad": the line was no property, so what continues it has been reported with it. */
  open: OpenProperty | "none" | "bad";
  readonly told: Told;
  /** How many sections and properties there are. */
  size: number;
};

/** Of a section's problems of either sort only the first are kept: a hostile file must not fill the memory. */
const MOST_TOLD = 20;

/** The state before the first line. */
export function newReader(path: string): Reader {
  const state = { line: 1, section: undefined, open: "none", size: 0 } as const;
  return { path, sections: new Map(), problems: [], told: [0, 0], ...state };
}

const USUAL_PROPERTY = /([a-z0-9_]+) *= *([^\s#;]*)\n/y;
const USUAL_HEADER = /\[((?:profile )?[A-Za-z0-9_\-/.%@+]+)\]\n/y;

/**
 * Takes in a line that is nothing out of the ordinary, as nearly all are, by one native match and without the
 * questions that any other line has to be asked. The place behind it, or undefined where it is for readLine().
 */
export function readUsual(reader: Reader, text: string, from: number): number | undefined {
  const { open, section } = reader;
  if (typeof open === "object" && open.more.length > 0) return undefined;
  const first = text.charCodeAt(from);
  if (first === 0x0a) return from + 1;
  if (first === 0x5b) return usualHeader(reader, text, from);
  if (section === undefined) return undefined;
  USUAL_PROPERTY.lastIndex = from;
  const found = USUAL_PROPERTY.exec(text);
  if (found === null) return undefined;
  const [, key, value] = found as unknown as [string, string, string];
  if (section.properties.has(key)) return undefined;
  const property = new Property(key, value, reader.line, reader.path);
  reader.open = { property, kept: true, nested: value === "", more: [] };
  section.properties.set(key, property);
  reader.size += 1;
  return USUAL_PROPERTY.lastIndex;
}

function usualHeader(reader: Reader, text: string, from: number): number | undefined {
  USUAL_HEADER.lastIndex = from;
  const header = USUAL_HEADER.exec(text)?.[1];
  if (header === undefined || header === "DEFAULT" || reader.sections.has(header)) return undefined;
  const opened: OpenSection = { header, line: reader.line, properties: new Map(), told: [0, 0] };
  reader.sections.set(header, opened);
  reader.section = opened;
  reader.open = "none";
  reader.size += 1;
  return USUAL_HEADER.lastIndex;
}

/** Takes in the line between two places of the text, which holds more than white space and is no comment. */
export function readLine(reader: Reader, text: string, from: number, to: number): void {
  const first = text.charCodeAt(from);
  if (isBlank(first)) return continuation(reader, text, from, to);
  closeProperty(reader);
  if (first === 0x5b) section(reader, text.slice(from, to));
  else property(reader, text, from, to);
}

function section(reader: Reader, line: string): void {
  const { header, closed } = readHeader(line);
  const known = reader.sections.get(header);
  reader.open = "none";
  reader.section = known ?? { header, line: reader.line, properties: new Map(), told: [0, 0] };
  if (known === undefined) {
    reader.sections.set(header, reader.section);
    reader.size += 1;
  } else {
    const text = `[${header}] stands at line ${known.line} already; the AWS CLI refuses that`;
    report(reader, "foreign", text);
  }
  if (!closed) report(reader, "error", "Profile definition must end with ']'");
  if (isBlank(line.charCodeAt(1))) {
    report(reader, "foreign", "the AWS CLI does not know a header with a blank after '['");
  }
  if (header === "DEFAULT") {
    report(reader, "foreign", "the AWS CLI gives what stands in [DEFAULT] to every profile");
  }
}

function property(reader: Reader, text: string, from: number, to: number): void {
  reader.open = "bad";
  if (reader.section === undefined) return report(reader, "error", "Expected a profile definition");
  const found = readProperty(text, from, to);
  if (typeof found === "string") return report(reader, "error", refusal(found, "property"));
  const key = lowerAscii(found.key);
  const kept = isIdentifier(key);
  const read = new Property(key, found.value, reader.line, reader.path);
  reader.open = { property: read, kept, nested: found.value === "", more: [] };
  if (!kept) return report(reader, "warning", `"${shownKey(key)}" is ignored: not a legal name`);
  tellForeign(reader, key, found);
  if (!reader.section.properties.has(key)) reader.size += 1;
  reader.section.properties.set(key, read);
}

function tellForeign(reader: Reader, key: string, { comment }: KeyValue): void {
  if (reader.section!.properties.has(key)) {
    report(reader, "foreign", `"${shownKey(key)}" stands here again; the last counts`);
  }
  if (comment) report(reader, "foreign", `the AWS CLI takes the comment into "${shownKey(key)}"`);
  if (key.includes(":")) report(reader, "foreign", "the AWS CLI takes ':' for '='");
}

function continuation(reader: Reader, text: string, from: number, to: number): void {
  const { open } = reader;
  if (reader.section === undefined) return report(reader, "error", "Expected a profile definition");
  if (open === "bad") return;
  const comment = isCommentLine(text, from, to);
  if (open === "none") {
    // AWS's SDKs want comments in the first column, its CLI does not: nothing is lost by passing over them.
    if (comment) return report(reader, "warning", "the SDKs refuse an indented comment here");
    return report(reader, "error", "Expected a property definition, found continuation");
  }
  const { key } = open.property;
  const found = open.nested ? readProperty(text, from, to) : undefined;
  if (typeof found === "string") {
    if (comment) {
      return report(reader, "warning", `the SDKs refuse a comment inside "${shownKey(key)}"`);
    }
    return report(reader, "error", refusal(found, "sub-property"));
  }
  if (comment) {
    report(reader, "foreign", `the comment is part of "${shownKey(key)}", not so in the AWS CLI`);
  }
  open.more.push(trimmed(text, from, to));
}

/** Gives the property the lines that continued it; called before the next one opens, and at the end. */
export function closeProperty({ open, section }: Reader): void {
  if (typeof open === "string" || !open.kept || open.more.length === 0) return;
  const { property, more } = open;
  const value = `${property.value}\n${more.join("\n")}`;
  const { key, line, file } = property;
  section!.properties.set(key, new Property(key, value, line, file));
}

/** A key for a message: a secret may have slipped into it, as in `aws_session_token: …==`. */
function shownKey(key: string): string {
  const name = key.split(/[\s:]/)[0]!.slice(0, 32);
  return name === key ? key : `${name}…`;
}

function refusal(found: NoProperty, what: "property" | "sub-property"): string {
  if (found === "no-equals") return `Expected an '=' sign defining a ${what}`;
  return `${what === "property" ? "Property" : "Sub-property"} did not have a name`;
}

/** Reports what cannot have been meant: a decoder puts U+FFFD where bytes are no UTF-8; NUL is how UTF-16 looks. */
export function lookForBadBytes(reader: Reader, line: string): void {
  if (!/[\0\ufffd]/.test(line)) return;
  const severity = isCommentLine(line, 0, line.length) ? "foreign" : "error";
  report(reader, severity, "a character is NUL or not UTF-8: save the file as UTF-8");
}

/** Keeps a problem of the current line. */
export function report(reader: Reader, severity: Severity, message: string): void {
  const { path: file, line, section } = reader;
  const told = section?.told ?? reader.told;
  if (++told[severity === "error" ? 0 : 1] > MOST_TOLD) return;
  const place = section === undefined ? {} : { section: section.header };
  reader.problems.push({ file, line, severity, message, ...place });
}

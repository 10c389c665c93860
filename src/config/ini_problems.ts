// What a line of a configuration file is told for.
// Rule: the texts that begin with a capital are those of AWS's SDKs; no text holds a value.

import type { Problem, Severity } from "./ini.ts";
import {
  indentOf,
  isBlank,
  isCommentLine,
  type KeyValue,
  type NoProperty,
  readHeader,
  trimmed,
} from "./ini_line.ts";
import type { IniSource } from "./ini_source.ts";

/** Where something is told, and what has been told so far. */
export type Teller = {
  readonly source: IniSource;
  /** Undefined before the first. */
  readonly header: string | undefined;
  /** Where the line that is read begins in the source's text. */
  readonly from: number;
  readonly problems: Problem[];
};

/** Of a section's problems of either sort only the first are kept: a hostile file must not fill the memory. */
const MOST_TOLD = 20;

/**
 * What a header is told for: one that stands in the text already, at `first`, one that is not closed, one that others
 * take otherwise.
 */
export function tellHeader(reader: Teller, line: string, first: number): void {
  const { header, closed } = readHeader(trimmed(line, 0, line.length));
  if (reader.from !== first) {
    const place = `line ${reader.source.lineAt(first)}`;
    report(reader, "foreign", `${place} has the same header; the AWS CLI rejects the file`);
  }
  if (!closed) report(reader, "error", "Profile definition must end with ']'");
  const indent = indentOf(line, 0, line.length);
  if (indent > 0) {
    report(reader, "foreign", "AWS's SDKs for Java and Rust reject an indented header");
  }
  if (isBlank(line.charCodeAt(indent + 1))) {
    report(reader, "foreign", "the AWS CLI does not accept a blank after '['");
  }
  if (header === "DEFAULT") {
    report(reader, "foreign", "the AWS CLI gives its settings to every profile");
  }
  if (reader.source.suspicious) lookForBadBytes(reader, line);
}

/** What a property is told for that others read otherwise; `again`: the section has its key already. */
export function tellForeign(
  reader: Teller,
  key: string,
  { comment }: KeyValue,
  again: boolean,
): void {
  if (again) {
    report(reader, "foreign", `"${shownKey(key)}" is set again; the last one counts`);
  }
  if (comment) {
    report(reader, "foreign", `the AWS CLI reads the comment as part of "${shownKey(key)}"`);
  }
  if (key.includes(":")) report(reader, "foreign", "the AWS CLI reads ':' as '='");
}

/** A key for a message: a secret may have slipped into it, as in `aws_session_token: …==`. */
export function shownKey(key: string): string {
  const name = key.split(/[\s:]/)[0]!.slice(0, 32);
  return name === key ? key : `${name}…`;
}

/** What AWS's SDKs say of a line that is none. */
export function refusal(found: NoProperty, what: "property" | "sub-property"): string {
  if (found === "no-equals") return `Expected an '=' sign defining a ${what}`;
  return `${what === "property" ? "Property" : "Sub-property"} did not have a name`;
}

/** Reports what cannot have been meant: a decoder puts U+FFFD where bytes are no UTF-8; NUL is how UTF-16 looks. */
export function lookForBadBytes(reader: Teller, line: string): void {
  if (!/[\0\ufffd]/.test(line)) return;
  const severity = isCommentLine(line, 0, line.length) ? "foreign" : "error";
  report(reader, severity, "a character is NUL or not UTF-8: save the file as UTF-8");
}

/** Keeps a problem of the current line. */
export function report(reader: Teller, severity: Severity, message: string): void {
  const { source, from, header, problems } = reader;
  const isError = severity === "error";
  const told = problems.filter((each) => (each.severity === "error") === isError);
  if (told.length === MOST_TOLD) return;
  const place = header === undefined ? {} : { section: header };
  problems.push({ file: source.path, line: source.lineAt(from), severity, message, ...place });
}

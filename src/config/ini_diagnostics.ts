// Diagnostics for the lines of a configuration file.
// Rule: the texts that begin with a capital are those of AWS's SDKs; no text holds a value.

import type { Problem, Severity, Source } from "./ini.ts";
import {
  indentOf,
  isBlank,
  isCommentLine,
  isPlainHeader,
  type KeyValue,
  type NoProperty,
  readHeader,
} from "./ini_line.ts";

/** Where diagnostics go, and the line that they are about. */
export type DiagnosticSink = {
  readonly source: Source;
  /** Undefined before the first. */
  readonly header: string | undefined;
  /** The line that is read, from 1. */
  readonly line: number;
  readonly problems: Problem[];
};

/** Of a section's problems of either sort only the first are kept: a hostile file must not fill the memory. */
const MOST_KEPT = 20;

export const UNCLOSED = "Profile definition must end with ']'";

/** Reports a header that line `first` has already, that is not closed, or that other tools read differently. */
export function reportHeader(sink: DiagnosticSink, text: string, first: number): void {
  const { source, line } = sink;
  // Nearly every header.
  if (line === first && isPlainHeader(text) && text !== "[DEFAULT]" && !source.suspicious) return;
  const { header, closed } = readHeader(text);
  if (line !== first) {
    report(sink, "incompatible", `line ${first} has the same header; the AWS CLI rejects the file`);
  }
  if (!closed) report(sink, "error", UNCLOSED);
  const indent = indentOf(text);
  if (indent > 0) {
    report(sink, "incompatible", "AWS's SDKs for Java and Rust reject an indented header");
  }
  if (isBlank(text.charCodeAt(indent + 1))) {
    report(sink, "incompatible", "the AWS CLI does not accept a blank after '['");
  }
  if (header === "DEFAULT") {
    report(sink, "incompatible", "the AWS CLI gives its settings to every profile");
  }
  if (source.suspicious) reportBadBytes(sink, text);
}

/** Reports a setting that other tools read differently; `again`: the section has its key already. */
export function reportIncompatibility(
  sink: DiagnosticSink,
  key: string,
  { comment }: KeyValue,
  again: boolean,
): void {
  if (again) {
    report(sink, "incompatible", `"${shownKey(key)}" is set again; the last one counts`);
  }
  if (comment) {
    report(sink, "incompatible", `the AWS CLI reads the comment as part of "${shownKey(key)}"`);
  }
  if (key.includes(":")) report(sink, "incompatible", "the AWS CLI reads ':' as '='");
}

/** A key for a message: a secret may have slipped into it, as in `aws_session_token: …==`. */
export function shownKey(key: string): string {
  const name = key.split(/[\s:]/)[0]!.slice(0, 32);
  return name === key ? key : `${name}…`;
}

/** For a line whose key the SDKs ignore. */
export function illegalName(key: string): string {
  const word = /^(?:export|set|setx|setenv|declare -x)(?= )/.exec(key)?.[0];
  return word === undefined
    ? `"${shownKey(key)}" is ignored: not a legal name`
    : `the line is ignored: remove "${word}", which belongs to a shell`;
}

/** The words of AWS's SDKs for a line that is no setting. */
export function refusal(found: NoProperty, what: "property" | "sub-property"): string {
  if (found === "no-equals") return `Expected an '=' sign defining a ${what}`;
  return `${what === "property" ? "Property" : "Sub-property"} did not have a name`;
}

/** Reports NUL, which is how UTF-16 looks, and U+FFFD, which a decoder puts in the place of bytes that are not UTF-8. */
export function reportBadBytes(sink: DiagnosticSink, text: string): void {
  if (/^\ufeff/.test(text)) {
    const message = "a byte order mark inside the file: two files were joined, remove the mark";
    report(sink, "error", message, { encoding: true });
  }
  if (!/[\0\ufffd]/.test(text)) return;
  const severity = isCommentLine(text) ? "incompatible" : "error";
  report(sink, severity, "a character is NUL or not UTF-8: save the file as UTF-8", {
    encoding: true,
  });
}

/** Keeps a problem of the current line. */
export function report(
  sink: DiagnosticSink,
  severity: Severity,
  message: string,
  more: Pick<Problem, "encoding"> = {},
): void {
  const { source, line, header, problems } = sink;
  const isError = severity === "error";
  const alike = problems.filter((each) => (each.severity === "error") === isError);
  if (alike.length === MOST_KEPT) return;
  const section = header === undefined ? {} : { section: header };
  problems.push({ file: source.path, line, severity, message, ...section, ...more });
}

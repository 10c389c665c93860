// AWS's configuration syntax: text → sections and properties, each with its line, and what is wrong with it.
// Rule: the grammar of the AWS SDKs (smithy-rs, aws-runtime/src/env_config/parse.rs); a bad line is a Problem,
// never a throw, and the lines around it still count. Pure: imports ini_line, ini_reader and types.

import type { Property } from "./property.ts";
import { isSkipped, lowerAscii, readProperty } from "./ini_line.ts";
import {
  closeProperty,
  lookForBadBytes,
  newReader,
  readLine,
  readUsual,
  report,
} from "./ini_reader.ts";

/**
 * error: AWS's SDKs reject the file for it. warning: they ignore what stands there.
 * foreign: swr and the SDKs read it, the AWS CLI (botocore) refuses the file or reads it otherwise.
 */
export type Severity = "error" | "warning" | "foreign";

export type Problem = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly severity: Severity;
  /** May quote the file: show it through visible(). */
  readonly message: string;
  /** The header it stands under; undefined before the first. */
  readonly section?: string;
  /** Of a problem with a whole section: that it is ignored, how its name is written, or aws-vault's include_profile. */
  readonly about?: "ignored" | "name" | "include-profile";
};

export type Section = {
  /** What stands between the brackets: trimmed, one blank after the first word, quotes kept. */
  readonly header: string;
  /** Of the first header, where several are merged. */
  readonly line: number;
  /** By lower-case key; of the same key twice, the last. */
  readonly properties: ReadonlyMap<string, Property>;
};

export type IniFile = {
  readonly path: string;
  /** Each header once, in the order of the file. */
  readonly sections: readonly Section[];
  readonly problems: readonly Problem[];
};

/** Ten thousand profiles have less. Half a file is not read: what would override a setting may stand in the rest. */
const MOST_ENTRIES = 250_000;

/**
 * Reads a configuration text; `path` is only kept for messages. Never throws; linear in the text. Of a file with
 * more than 250,000 sections and properties nothing is kept but an error.
 */
export function parseIni(text: string, path: string): IniFile {
  const reader = newReader(path);
  const suspicious = /[\0\ufffd]/.test(text);
  let from = 0;
  // Each looked for again only when passed, or a file without the one would be searched to its end at every line.
  let lineFeed = -1;
  let carriageReturn = -1;
  if (text.startsWith("\ufeff")) {
    from = 1;
    report(reader, "foreign", "the file begins with a byte order mark, which the AWS CLI refuses");
  }
  while (from < text.length) {
    const behind = suspicious ? undefined : readUsual(reader, text, from);
    if (behind !== undefined) {
      from = behind;
      if (reader.size > MOST_ENTRIES) return tooLarge(path, reader.line);
      reader.line += 1;
      continue;
    }
    // Python opens files with universal newlines, so that the AWS CLI takes a lone CR too.
    if (carriageReturn < from) carriageReturn = indexOrEnd(text, "\r", from);
    if (lineFeed < from) lineFeed = indexOrEnd(text, "\n", from);
    const to = Math.min(lineFeed, carriageReturn);
    if (!isSkipped(text, from, to)) readLine(reader, text, from, to);
    if (suspicious) lookForBadBytes(reader, text.slice(from, to));
    from = to + (text.startsWith("\r\n", to) ? 2 : 1);
    if (reader.size > MOST_ENTRIES) return tooLarge(path, reader.line);
    reader.line += 1;
  }
  closeProperty(reader);
  return { path, sections: [...reader.sections.values()], problems: reader.problems };
}

function tooLarge(file: string, line: number): IniFile {
  const message = `more than ${MOST_ENTRIES} sections and properties: swr does not read the file`;
  return { path: file, sections: [], problems: [{ file, line, severity: "error", message }] };
}

function indexOrEnd(text: string, sign: string, from: number): number {
  const index = text.indexOf(sign, from);
  return index < 0 ? text.length : index;
}

/**
 * The `key = value` lines of a nested block (`s3 =` and indented lines), by lower-case key; none where the value
 * is an ordinary one. A comment after a value does not belong to it here.
 */
export function subProperties(value: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  if (!value.startsWith("\n")) return found;
  for (const line of value.split("\n")) {
    const property = readProperty(line, 0, line.length);
    if (typeof property === "object") found.set(lowerAscii(property.key), property.value);
  }
  return found;
}

// What each line of a configuration text is, by its indentation and its first characters; and sections as nearly all are,
// which every tool for AWS reads in the same way, so that their lines need no closer look.
// Rule: a bracket in the first column begins a header, as in AWS's SDKs; an indented line is a header or a setting if
// it continues nothing, as in the AWS CLI (configparser.RawConfigParser._read): a whole file may be indented.

import { indentOf, isCommentLine, isSkipped } from "./ini_line.ts";

export type LineKind =
  /** Blank, or a comment in the first column. */
  | "skipped"
  | "header"
  /** To be read as `key = value`. */
  | "setting"
  /** Belongs to the setting above. */
  | "continuation"
  /** Indented, and continues nothing. */
  | "comment"
  | "stray";

/** The kind of each line. The lines are without their ends. */
export function lineKinds(lines: readonly string[]): LineKind[] {
  const kinds: LineKind[] = [];
  let isInSection = false;
  // How far the setting is indented that an indented line may continue.
  let open: number | undefined;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    const first = line.charCodeAt(0);
    // Nearly every line, and there may be fifty thousand: a setting that begins with a small letter.
    if (first >= 0x61 && first <= 0x7a) {
      if (isInSection) open = 0;
      kinds.push("setting");
      continue;
    }
    const kind = kindOf(line, open);
    if (kind === "header") {
      isInSection = true;
      open = undefined;
    } else if (kind === "setting" && isInSection) open = indentOf(line);
    kinds.push(kind);
  }
  return kinds;
}

function kindOf(line: string, open: number | undefined): LineKind {
  if (line === "") return "skipped";
  const indent = indentOf(line);
  if (isSkipped(line, indent)) return "skipped";
  if (indent > 0) {
    if (open !== undefined && indent > open) return "continuation";
    if (isCommentLine(line)) return "comment";
  }
  if (line[indent] === "[" && !isBracketedSetting(line)) return "header";
  return indent > 0 && !line.includes("=") ? "stray" : "setting";
}

/**
 * Whether the line, which begins with a bracket, is a setting to the AWS CLI and JavaScript's SDK: `[role_arn = x`. The
 * other SDKs reject the file.
 */
function isBracketedSetting(line: string): boolean {
  return !line.includes("]") && /[=:]/.test(line);
}

/**
 * The text in pieces: what is before the first header, and each section. A header in the first column begins a piece,
 * whatever is before it, unless it is a setting. Lines end with LF.
 */
export function piecesOf(text: string): string[] {
  return text.split(/(?<=\n)(?=\[(?:[^\n=:]*(?:\n|$)|[^\n\]]*\]))/);
}

const PLAIN =
  /^\[(?:profile )?[\w\-/.%@+]+\]\n(?:\n|[a-z0-9_]+ *= *(?:[!"$-:<-~]+(?: [!"$-:<-~]+)*)?\n)*$/;

/** A longer piece is not tried: V8 keeps a place to go back to for each character that a pattern has passed. */
const LONGEST = 4096;

/** Whether the piece is a plain section, and not `[DEFAULT]`, which the AWS CLI has for every section. */
export function isPlainSection(piece: string): boolean {
  return piece.length <= LONGEST && PLAIN.test(piece) && !piece.startsWith("[DEFAULT]");
}

/** Whether every section is plain, no header is there twice, and no setting of a section. */
export function isPlainText(text: string): boolean {
  const headers = new Set<string>();
  return piecesOf(text).every((piece) => {
    if (!isPlainSection(piece)) return false;
    const header = piece.slice(0, piece.indexOf("\n"));
    if (headers.has(header)) return false;
    headers.add(header);
    const keys = piece.match(/^[a-z0-9_]+/gm) ?? [];
    return new Set(keys).size === keys.length;
  });
}

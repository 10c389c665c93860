// What each line of a configuration text is, by its indentation and its first characters.
// Rule: a bracket in the first column begins a header, as the AWS SDKs have it; an indented line is a header or a
// setting if it continues nothing, as the AWS CLI has it (configparser.RawConfigParser._read): a whole file may be
// indented.

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
  let isInSection = false;
  // How far the setting is indented that an indented line may continue.
  let open: number | undefined;
  return lines.map((line): LineKind => {
    // Nearly every line, and there may be fifty thousand.
    if (isLowerCase(line.charCodeAt(0))) {
      if (isInSection) open = 0;
      return "setting";
    }
    const indent = indentOf(line);
    if (isSkipped(line, indent)) return "skipped";
    if (indent > 0) {
      if (open !== undefined && indent > open) return "continuation";
      if (isCommentLine(line)) return "comment";
    }
    if (line[indent] === "[") {
      isInSection = true;
      open = undefined;
      return "header";
    }
    if (indent > 0 && !line.includes("=")) return "stray";
    if (isInSection) open = indent;
    return "setting";
  });
}

function isLowerCase(code: number): boolean {
  return code >= 0x61 && code <= 0x7a;
}

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
  const kinds: LineKind[] = [];
  let isInSection = false;
  // How far the setting is indented that an indented line may continue.
  let open: number | undefined;
  for (const line of lines) {
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
  if (line[indent] === "[") return "header";
  return indent > 0 && !line.includes("=") ? "stray" : "setting";
}

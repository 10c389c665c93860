// Headers glued to the end of a line: `aws configure` appends a section to a file without a line end
// (https://github.com/aws/aws-cli/issues/6874), and the section's settings become those of the section before.
// Rule: reported only if it can be nothing else; a command may end with a bracket of its own.

import { isScalar } from "./deciding.ts";
import type { Bracket, Problem } from "./ini.ts";
import { isIdentifier } from "./ini_line.ts";
import type { FileKind } from "./section_name.ts";

/** Of the config file alone. */
const PREFIXED = /^(?:profile|sso-session|services)[ \t]+\S.*$/s;

/** Settings of the AWS CLI that take one word: none ends with a bracket. */
const WORDS = new Set(["output", "cli_pager", "cli_auto_prompt", "cli_timestamp_format", "s3"]);

/** The problems of lines that end with a header, of the section with the header `section`. */
export function gluedHeaders(
  brackets: readonly Bracket[],
  kind: FileKind,
  section: string,
): readonly Problem[] {
  return brackets.flatMap(({ key, end, isAlone, origin: { file, line } }): Problem[] => {
    const header = end.slice(end.indexOf("[") + 1, -1).trim();
    if (!isGlued(key, end, header, kind)) return [];
    const message = isAlone
      ? `[${header}] is indented, so it continues the line above: remove the blanks before it`
      : `[${header}] is glued to the end of the line: put it on a line of its own`;
    const problem = { file, line, section, severity: "warning", message, about: "glued" } as const;
    return [{ ...problem, glued: header, ...(isAlone && { indented: true }) }];
  });
}

function isGlued(
  key: string | undefined,
  end: string,
  header: string,
  kind: FileKind,
): boolean {
  // A header in a comment is one that was taken out, unless it follows a character of another line.
  if (key === undefined) return PREFIXED.test(header) && /^[^\s#;[]\[/.test(end);
  if (kind === "config" && (PREFIXED.test(header) || header === "default")) return true;
  // A setting of one word does not end with a bracket; of any other a name right after a character is one.
  if (!isIdentifier(header) && !PREFIXED.test(header)) return false;
  if (isScalar(key) && !/process$/.test(key)) return key !== "policy" && key !== "policy_arns";
  if (WORDS.has(key)) return true;
  return kind === "credentials" && /^\S\[/.test(end);
}

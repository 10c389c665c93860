// What may hide a profile that is not found: a file that could not be read as text, a header that AWS's tools ignore,
// a file that is not there, and a header that is glued to the end of a line: `aws configure` appends a section to a file
// without a line end (https://github.com/aws/aws-cli/issues/6874), and its settings become those of the section before.
// Rule: for messages alone; no profile is found by it. A glued header is reported only if it can be nothing else.

import { type Bracket, type Problem, problemText } from "./ini.ts";
import type { AbsentFiles, Configuration } from "./configuration.ts";
import { type FileKind, mayMean } from "./section_name.ts";
import { visible } from "../text/visible.ts";
import { isScalar } from "./deciding.ts";
import { isIdentifier } from "./ini_line.ts";

/** So many of them are worth reading. */
const MOST = 3;

/** The problems that may be why there is no profile of that name, the first three. */
export function problemsHiding({ problems }: Configuration, name: string): Problem[] {
  const found = problems.filter(({ section, severity, glued, encoding }) =>
    encoding || (glued !== undefined && (glued === name || mayMean(glued, name) ||
      glued === `profile ${name}`)) ||
    (section === undefined ? severity === "error" : glued === undefined && mayMean(section, name))
  );
  // If a file is not text, its other problems say nothing.
  const encoding = found.filter((problem) => problem.encoding);
  return (encoding.length > 0 ? encoding.slice(0, 1) : found).slice(0, MOST);
}

/** That a file does not exist where a variable says, and what may be wrong with the path; none if it exists. */
export function absentFile(files: AbsentFiles, kind: FileKind): string[] {
  const absent = files[kind];
  if (absent === undefined) return [];
  const what = kind === "config" ? "configuration" : "credentials";
  return [
    `there is no ${what} file at ${visible(absent.path)} (${absent.from})`,
    ...pathSlip(absent.path),
  ];
}

/** What a path holds that was to be read by a shell. */
export function pathSlip(path: string): string[] {
  if (/["'\u201c\u201d]/.test(path)) return ["write the path without quotation marks"];
  return /[$%]\{?\w/.test(path) ? ["variables in the path are not expanded: write them out"] : [];
}

/** Lines of the profile's own sections that set nothing: the first three. */
export function ignoredLines(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ severity, about }) => severity !== "incompatible" && about !== "name")
    .slice(0, MOST);
}

/** A problem with its place, for a hint. */
export function problemHint(problem: Problem): string {
  return visible(`${problem.file}:${problem.line}: ${problemText(problem)}`);
}

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

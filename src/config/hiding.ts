// What may hide a profile that is not found: a file that could not be read as text, a header that AWS's tools ignore, one
// that is glued to another line, a file that is not there.
// Rule: for messages alone; no profile is found by it.

import { type Problem, problemText } from "./ini.ts";
import type { AbsentFiles, Configuration } from "./profile.ts";
import { type FileKind, mayMean } from "./section_name.ts";
import { visible } from "../text/visible.ts";

/** So many of them are worth reading. */
const MOST = 3;

/** The problems that may be why there is no profile of that name, the first three. */
export function problemsHiding({ problems }: Configuration, name: string): Problem[] {
  const found = problems.filter(({ section, severity, glued, encoding }) =>
    encoding || (glued !== undefined && (glued === name || mayMean(glued, name) ||
      glued === `profile ${name}`)) ||
    (section === undefined ? severity === "error" : glued === undefined && mayMean(section, name))
  );
  // Where a file is not text, its other problems say nothing.
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

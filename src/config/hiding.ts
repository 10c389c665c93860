// What may hide a profile that is not found: a file that could not be read as text, a header that AWS's tools ignore, one
// that is glued to another line.
// Rule: for messages alone; no profile is found by it.

import { type Problem, problemText } from "./ini.ts";
import type { Configuration } from "./profile.ts";
import { mayMean } from "./section_name.ts";
import { visible } from "../text/visible.ts";

/** So many of them are worth reading. */
const MOST = 3;

/** The problems that may be why there is no profile of that name, the first three. */
export function problemsHiding({ problems }: Configuration, name: string): Problem[] {
  return problems.filter(({ section, severity, glued, encoding }) =>
    encoding || (glued !== undefined && (glued === name || mayMean(glued, name) ||
      glued === `profile ${name}`)) ||
    (section === undefined ? severity === "error" : glued === undefined && mayMean(section, name))
  ).slice(0, MOST);
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

// --doctor: what is wrong with this machine's set-up, and the remedy. Status 1 where something is a problem.
// Rule: it only looks; whatever it meets becomes a line of the page. Imports core and io.

import { countOf, doctorJson, examine } from "../core/doctor.ts";
import { doctorPage } from "../core/doctor_page.ts";
import type { CommandLine } from "../core/flags.ts";
import { survey } from "../io/survey.ts";
import type { System } from "../io/system.ts";
import { print, stdoutPaint } from "../io/terminal.ts";

/** Prints the findings; the exit status says whether one is a problem. */
export async function doctor(
  { flags }: CommandLine,
  { libc, version }: System,
): Promise<number> {
  const { facts, home } = await survey(await libc(), version);
  const findings = examine(facts);
  const quiet = flags.has("quiet");
  if (flags.has("json")) {
    print(doctorJson(quiet ? findings.filter(({ level }) => level !== "ok") : findings, version));
  } else {
    const wish = { quiet, verbose: flags.has("verbose"), home };
    print(doctorPage(findings, wish, stdoutPaint()));
  }
  return countOf(findings, "problem") > 0 ? 1 : 0;
}

// --doctor: what is wrong with this machine's set-up, and the remedy. Status 1 if something is a problem.
// Rule: it only looks; whatever it meets becomes a line of the page.

import type { System } from "./run.ts";
import { countOf, doctorJson, examine } from "../doctor/examine.ts";
import { doctorPage } from "../doctor/page.ts";
import type { DoctorRequest } from "../options/request.ts";
import { survey } from "../doctor/survey/machine.ts";
import { print, stdoutPaint } from "../terminal/messages.ts";

/** Prints the findings; the exit status says whether one is a problem. */
export async function doctor(
  { json, quiet, verbose }: DoctorRequest,
  { libc, version }: System,
): Promise<number> {
  const { facts, home } = await survey(await libc(), version);
  const findings = examine(facts);
  if (json) {
    print(doctorJson(quiet ? findings.filter(({ level }) => level !== "ok") : findings, version));
  } else {
    const wish = { quiet, verbose, home };
    print(doctorPage(findings, wish, stdoutPaint()));
  }
  return countOf(findings, "problem") > 0 ? 1 : 0;
}

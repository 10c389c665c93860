// The purpose of most switches: a session. Rule: its program is found before anything is asked; what the session will be
// is enter.ts's business, which is loaded while the code is typed. Imports io, types and its siblings.

import type { Decision } from "../core/decision.ts";
import type { CommandLine } from "../core/flags.ts";
import type { Plan } from "../core/plan.ts";
import type { Libc } from "../io/libc.ts";
import { findProgram } from "../io/program.ts";
import type { LoadedFiles } from "../io/system.ts";
import type { Purpose } from "./switch.ts";

/** The session that the switch opens, and what it would be. */
export function sessionIn(
  plan: Plan,
  line: CommandLine,
  files: LoadedFiles,
  libc: Libc | undefined,
): Purpose & { decision(): Promise<Decision> } {
  const wish = { shell: line.values.get("shell"), login: line.flags.has("login") };
  const program = findProgram(line.command, wish, libc);
  return {
    decision: async () => (await import("./enter.ts")).decisionOf(program, plan, line, files, libc),
    begin: async () => (await import("./enter.ts")).entryTo(program, plan, line, files, libc),
  };
}

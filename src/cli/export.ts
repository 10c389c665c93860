// --export: the credentials on stdout, for a program that takes them from there.
// Rule: never on a terminal unasked, since they would stay in its scrollback. Imports core, io and its siblings.

import { environmentChange } from "../core/child_env.ts";
import { ENVIRONMENT_FORMATS, processJson } from "../core/export_format.ts";
import type { CommandLine } from "../core/flags.ts";
import type { Plan } from "../core/plan.ts";
import type { LoadedFiles } from "../io/system.ts";
import { print } from "../io/terminal.ts";
import { sessionFacts } from "./enter.ts";
import { refuseTerminal } from "./scrollback.ts";
import type { Purpose } from "./switch.ts";

/** Prints the credentials in the format asked for. SwrError "usage" where stdout is a terminal. */
export function exportTo(plan: Plan, line: CommandLine, files: LoadedFiles): Purpose {
  const format = line.values.get("export") as "json" | keyof typeof ENVIRONMENT_FORMATS;
  refuseTerminal(line);
  // There is no session whose view of the config could last: AWS_PROFILE is left out, unless --aws-profile insists.
  const facts = { ...sessionFacts(plan, line, files, { missing: "" }), exported: true as const };
  return {
    begin: () =>
      Promise.resolve((credentials) => {
        print(
          format === "json"
            ? `${processJson(credentials, facts.account)}\n`
            : ENVIRONMENT_FORMATS[format](environmentChange(facts, credentials)),
        );
        return 0;
      }),
  };
}

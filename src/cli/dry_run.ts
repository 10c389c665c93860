// --dry-run: what the switch would be.
// Rule: no network, no secret, no question.

import type { LoadedFiles } from "../config/load.ts";
import type { Lookup } from "../config/origin.ts";
import type { DryRunRequest } from "../options/request.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import type { Plan } from "../role/plan.ts";
import { decisionJson } from "../session/dry_run_json.ts";
import { decisionPage } from "../session/dry_run_page.ts";
import { environmentChange } from "../session/environment.ts";
import { sayNoView } from "../session/session.ts";
import { print, stdoutPaint } from "../terminal/messages.ts";
import { plannedSession } from "./consumers.ts";

/** Prints what has been decided, as a page or as JSON; the exit status. SwrError if the session is not possible. */
export async function showDecision(
  plan: Plan,
  request: DryRunRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
  env: Lookup,
): Promise<number> {
  const session = await plannedSession(plan, request, files, libc, env);
  if ("missing" in session.view) sayNoView(session.view.missing, request);
  const decision = {
    plan,
    change: environmentChange(session.environment, undefined),
    command: session.program.argv,
    keyless: session.keyring !== undefined,
    renews: session.renewal !== undefined,
    defaults: request.defaults,
  };
  const isSet = (name: string) => variable(name) !== undefined;
  print(request.json ? decisionJson(decision) : decisionPage(decision, stdoutPaint(), isSet));
  return 0;
}

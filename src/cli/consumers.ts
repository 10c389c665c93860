// What the credentials of a switch are for: a session, an export, or the console.
// Rule: what cannot succeed is refused here, before a code is asked for.

import type { Lookup } from "../config/origin.ts";
import type {
  ConsoleRequest,
  DryRunRequest,
  SessionRequest,
  SwitchRequest,
} from "../options/request.ts";
import type { Plan } from "../role/plan.ts";
import type { Libc } from "../os/libc.ts";
import type { LoadedFiles } from "../config/load.ts";
import { variable } from "../os/variable.ts";
import type { CredentialConsumer } from "../session/consumer.ts";
import { sessionConsumer } from "../session/session.ts";
import { planSession, type SessionPlan, wantsKeyless } from "../session/session_plan.ts";

/** What the request wants the credentials for. */
export async function consumerFor(
  plan: Plan,
  request: Exclude<SwitchRequest, DryRunRequest>,
  files: LoadedFiles,
  libc: Libc | undefined,
  env: Lookup,
): Promise<CredentialConsumer> {
  switch (request.mode) {
    case "export":
      return (await import("./export.ts")).exportTo(plan, request, files, libc);
    case "console":
      return await consoleConsumer(plan, request, files, libc);
    case "switch":
      return sessionConsumer(
        await plannedSession(plan, request, files, libc, env),
        plan,
        request,
        libc,
      );
  }
}

/** The session, as it is decided; a keyless one if that is wanted. */
export async function plannedSession(
  plan: Plan,
  request: SessionRequest | DryRunRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
  env: Lookup,
): Promise<SessionPlan> {
  try {
    if (!wantsKeyless(request, variable)) {
      if (request.renew === "always") {
        const { goWithoutRenewal } = await import("../session/keyless.ts");
        goWithoutRenewal("it needs a keyless session", request);
      }
      return planSession(plan, request, files, libc);
    }
    const { planKeyless } = await import("../session/keyless.ts");
    return await planKeyless(plan, request, files, libc, env);
  } catch (error) {
    const { command } = request;
    if (request.narrow !== undefined) {
      const { explainProfileWord } = await import("./narrow.ts");
      throw explainProfileWord(error, command, files.configuration);
    }
    throw (await import("../os/command_hints.ts")).withCommandHints(
      error,
      command,
      plan.profile,
      files.configuration.profiles.has(command[0] ?? ""),
    );
  }
}

async function consoleConsumer(
  plan: Plan,
  request: ConsoleRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): Promise<CredentialConsumer> {
  const { consoleFor, noConsole, plannedIdentity } = await import("./console.ts");
  if (plan.opens === "user-session" || plan.opens === "narrowed-session") throw noConsole();
  return consoleFor(plannedIdentity(plan), request, files, libc);
}

// The purpose of most switches: a session.
// Rule: its program is found before anything is asked, and what is known of it then is told then; what the session
// will be is enter.ts's business, which is loaded while the code is typed.

import type { Purpose } from "./purpose.ts";
import type { Decision } from "./dry_run.ts";
import type { AwsProfile, DryRunRequest, SessionRequest } from "../options/request.ts";
import { PROFILE_VARIABLE } from "./contract.ts";
import type { Plan } from "../role/plan.ts";
import type { Libc } from "../os/libc.ts";
import { findProgram } from "../os/find_program.ts";
import { isInteractive } from "../os/streams.ts";
import type { LoadedFiles } from "../config/load.ts";
import { say } from "../terminal/messages.ts";
import { variable } from "../os/variable.ts";

/** The session that the switch opens, and what it would be. */
export function sessionIn(
  plan: Plan,
  request: SessionRequest | DryRunRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): Purpose & { decision(): Promise<Decision> } {
  const wish = { shell: request.shell, login: request.login };
  const program = findProgram(request.command, wish, libc, plan.profile);
  const temporary = variable("TMPDIR");
  const session = { program, plan, request, files, libc, temporary, interactive: isInteractive() };
  return {
    decision: async () => (await import("./enter.ts")).decisionOf(session),
    tell() {
      const reason = whyNoView(session);
      if (reason !== undefined) sayNoView(reason, request);
    },
    begin: async ({ environ }) => (await import("./enter.ts")).entryTo(session, environ),
  };
}

/** What a session is made of. */
export type SessionParts = {
  readonly program: ReturnType<typeof findProgram>;
  readonly plan: Plan;
  readonly request: SessionRequest | DryRunRequest;
  readonly files: LoadedFiles;
  readonly libc: Libc | undefined;
  /** The folder for temporary files, where there is one. */
  readonly temporary: string | undefined;
  /** Whether a person types into the program and sees what swr says. */
  readonly interactive: boolean;
};

/** Why the session has no view of the config, as far as that is known before anything is asked. */
export function whyNoView({ plan, files, libc }: SessionParts): string | undefined {
  if (libc === undefined) {
    return "this system has no place for the session's own config";
  }
  if (!files.credentialsSections.includes(plan.profile)) return undefined;
  return `[${plan.profile}] in ${files.paths.credentials} would take precedence over the session: move it to the config file`;
}

/** Tells what follows from there being no view. */
export function sayNoView(
  reason: string,
  { quiet, awsProfile }: { readonly quiet: boolean; readonly awsProfile: AwsProfile },
): void {
  if (quiet || awsProfile === "never") return;
  const insisted = awsProfile === "always";
  say(
    insisted
      ? "AWS_PROFILE may confuse programs"
      : `AWS_PROFILE is not set, ${PROFILE_VARIABLE} is`,
    [
      reason,
      insisted ? "they may try to assume the role themselves" : "--aws-profile sets it anyway",
    ],
  );
}

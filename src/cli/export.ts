// --export: the credentials on stdout, for a program that takes them from there.
// Rule: never on a terminal unasked, since they would stay in its scrollback. For a shell they come with what a session
// has: AWS_PROFILE and a view of the config, which has to outlive this process.

import type { SessionFacts } from "../session/session_variables.ts";
import { digestOf, type SessionCredentials } from "../credentials/credentials.ts";
import { currentSession } from "../session/contract.ts";
import type { CredentialConsumer } from "../session/consumer.ts";
import { environmentChange } from "../session/environment.ts";
import { ENVIRONMENT_FORMATS } from "../session/export_formats.ts";
import { processJson } from "../session/session_keys.ts";
import { recordOf } from "../session/export_record.ts";
import type { AwsProfile, ExportRequest } from "../options/request.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import type { Plan } from "../role/plan.ts";
import type { LoadedFiles } from "../config/load.ts";
import { printCredentials } from "../terminal/messages.ts";
import { sayNoView } from "../session/session.ts";
import { sessionFacts, type View, viewOf, withView } from "../session/session_plan.ts";
import type { PlacedView } from "../session/view_file.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

function accountOf(
  { identity }: SessionFacts,
  { user, role }: SessionCredentials,
): string | undefined {
  return identity.kind === "role-session" ? identity.account : role?.account ?? user?.arn.account;
}

/** Prints the credentials in the format asked for. SwrError "usage" if stdout is a terminal. */
export function exportTo(
  plan: Plan,
  request: ExportRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): CredentialConsumer {
  const { format } = request;
  refuseSecretOnTerminal(request);
  const isForShell = format !== "json" && format !== "env";
  const awsProfile = profileWish(plan, request);
  const view: View | undefined = isForShell ? viewOf(plan, files, libc) : undefined;
  const hasView = view !== undefined && "text" in view;
  const record = recordOf(variable, plan.profile);
  let facts: SessionFacts = {
    ...sessionFacts(plan, awsProfile, files, hasView),
    ...(record !== undefined && { exported: record }),
  };
  let placed: PlacedView | undefined;
  return {
    async announce() {
      if (view === undefined) return;
      const place = "text" in view && libc !== undefined
        ? await (await import("../session/view_file.ts")).placeLastingView(
          view.text,
          libc,
          variable,
          Date.now(),
        )
        : view;
      if ("missing" in place) sayNoView(place.missing, { quiet: request.quiet, awsProfile });
      else if ("path" in place) placed = place;
      facts = withView(facts, placed?.path, awsProfile);
    },
    prepare: () =>
      Promise.resolve(async (credentials) => {
        const marked = { ...credentials, digest: await digestOf(credentials) };
        placed?.lastUntil(Date.parse(credentials.expiration));
        printCredentials(
          format === "json"
            ? `${processJson(credentials, accountOf(facts, credentials))}\n`
            : ENVIRONMENT_FORMATS[format](environmentChange(facts, marked)),
        );
        return 0;
      }),
    abandon: () => placed?.remove(),
  };
}

/** Whether AWS_PROFILE is set; a session that is renewed without it goes on without. */
function profileWish({ profile }: Plan, { awsProfile }: ExportRequest): AwsProfile {
  const isRenewal = currentSession(variable)?.profile === profile;
  const isWithout = isRenewal && !variable("AWS_PROFILE");
  return awsProfile === "if-safe" && isWithout ? "never" : awsProfile;
}

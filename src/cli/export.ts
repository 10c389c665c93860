// --export: the credentials on stdout, for a program that takes them from there.
// Rule: never on a terminal unasked, since they would stay in its scrollback.

import type { SessionCredentials } from "../credentials/credentials.ts";
import type { SessionFacts } from "../session/contract.ts";
import type { CredentialConsumer } from "../session/consumer.ts";
import { digestOf } from "../session/digest.ts";
import { environmentChange } from "../session/environment.ts";
import { ENVIRONMENT_FORMATS, processJson } from "../session/export_formats.ts";
import type { ExportRequest } from "../options/request.ts";
import type { Plan } from "../role/plan.ts";
import type { LoadedFiles } from "../config/load.ts";
import { printCredentials } from "../terminal/messages.ts";
import { sessionFacts } from "../session/session_plan.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

function accountOf(
  { identity }: SessionFacts,
  { user, role }: SessionCredentials,
): string | undefined {
  return identity.kind === "role-session" ? identity.account : role?.account ?? user?.arn.account;
}

/** Prints the credentials in the format asked for. SwrError "usage" where stdout is a terminal. */
export function exportTo(
  plan: Plan,
  request: ExportRequest,
  files: LoadedFiles,
): CredentialConsumer {
  const { format } = request;
  refuseSecretOnTerminal(request);
  // There is no session whose view of the config could last: AWS_PROFILE is left out, unless --aws-profile insists.
  const facts = {
    ...sessionFacts(plan, request.awsProfile, files, false),
    exported: true as const,
  };
  return {
    prepare: () =>
      Promise.resolve(async (credentials) => {
        const marked = { ...credentials, digest: await digestOf(credentials) };
        printCredentials(
          format === "json"
            ? `${processJson(credentials, accountOf(facts, credentials))}\n`
            : ENVIRONMENT_FORMATS[format](environmentChange(facts, marked)),
        );
        return 0;
      }),
  };
}

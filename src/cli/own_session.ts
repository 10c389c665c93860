// --console, --switch-url and --export without a profile, inside a session: they are about the session one is in.
// Rule: its own keys are used, and no code; nothing is assumed.

import { keyVariables } from "../session/session_variables.ts";
import { refuseRuntimeVariables } from "../config/runtime_variables.ts";
import { loadFiles } from "../config/load.ts";
import { variableSetting } from "../config/origin.ts";
import { switchRoleUrl } from "../console/switch_role.ts";
import type { ConsoleRequest, ExportRequest, SwitchUrlRequest } from "../options/request.ts";
import { extraAuthorities } from "../os/ca_bundle.ts";
import { fileAccess } from "../os/files.ts";
import type { Libc } from "../os/libc.ts";
import { isCompiled } from "../os/own_program.ts";
import { variable } from "../os/variable.ts";
import { parseRoleArn, type RoleArn } from "../role/arn.ts";
import { currentSession, filesBefore, roleArnOf, type Session } from "../session/contract.ts";
import { digestOf } from "../credentials/credentials.ts";
import { ENVIRONMENT_FORMATS } from "../session/export_formats.ts";
import { ownCredentials, processJson } from "../session/session_keys.ts";
import { print, printCredentials } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { environmentHere } from "./inside.ts";
import { consoleFor, noConsole } from "./console.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** Does it for the session one is in; the exit status, or undefined outside a session. */
export async function ofOwnSession(
  request: ConsoleRequest | SwitchUrlRequest | ExportRequest,
  libc: Libc | undefined,
): Promise<number | undefined> {
  const session = currentSession(variable);
  if (session === undefined || (request.mode !== "switch-url" && request.user)) return undefined;
  switch (request.mode) {
    case "console":
      return await consoleOfSession(session, request, libc);
    case "export":
      return await exportOfSession(session, request, libc);
    case "switch-url":
      return switchUrlOfSession(session);
  }
}

/** Signs in to the console as the session. SwrError if its keys are gone, or it has ended. */
async function consoleOfSession(
  session: Session,
  request: ConsoleRequest,
  libc: Libc | undefined,
): Promise<number> {
  refuseRuntimeVariables(variable, isCompiled());
  if (session.kind === "user-session") throw noConsole();
  const role = roleOf(session);
  const env = await environmentHere(libc, "session");
  const credentials = ownCredentials(currentSession(env)!, env, Date.now());
  const files = loadFiles(fileAccess(libc), filesBefore(variable));
  const identity = {
    partition: role.partition,
    role,
    profile: session.profile,
    region: session.region,
  };
  const consumer = consoleFor(identity, request, files, libc);
  const settings = files.configuration.profiles.get(session.profile)?.settings;
  const bundle = variableSetting("AWS_CA_BUNDLE", variable) ?? settings?.get("ca_bundle");
  await consumer.announce?.();
  const deliver = await consumer.prepare({
    environ: libc?.environment() ?? [],
    caCerts: extraAuthorities(bundle),
    quiet: request.quiet,
  });
  return await deliver(credentials);
}

/** Prints the session's own credentials: their variables alone, since the others are set. */
async function exportOfSession(
  { account }: Session,
  request: ExportRequest,
  libc: Libc | undefined,
): Promise<number> {
  refuseSecretOnTerminal(request);
  const env = await environmentHere(libc, "session");
  const credentials = ownCredentials(currentSession(env)!, env, Date.now());
  const marked = { ...credentials, digest: await digestOf(credentials) };
  printCredentials(
    request.format === "json"
      ? `${processJson(credentials, account)}\n`
      : ENVIRONMENT_FORMATS[request.format]({ set: new Map(keyVariables(marked)), unset: [] }),
  );
  return 0;
}

/** Prints the link that switches to the session's role. */
function switchUrlOfSession(session: Session): number {
  const role = roleOf(session);
  if (/(?:^|\/)AWSReservedSSO_/.test(role.name)) {
    throw new SwrError("no-roles", "the console cannot switch to the role of a permission set", [
      "`swr --console` signs in as this session",
    ]);
  }
  print(`${switchRoleUrl(role, session.profile)}\n`);
  return 0;
}

function roleOf(session: Session): RoleArn {
  const arn = roleArnOf(session);
  if (arn !== undefined) return parseRoleArn(arn);
  throw new SwrError("no-roles", "this session is in no role", [
    "the console signs in as a role: name a profile",
  ]);
}

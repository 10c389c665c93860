// Which command the arguments ask for: a switch (switch.ts), or one of the modes, each in a file of its own.
// Rule: nothing else is decided here; a command is loaded only if it runs, so that `--status` does not wait for the
// modules of a switch.

import { isTerminal } from "../os/streams.ts";
import { variable } from "../os/variable.ts";
import { SwrError, UnknownWordError } from "../text/errors.ts";
import type { Request, SwitchRequest } from "../options/request.ts";
import type { Libc } from "../os/libc.ts";
import { runtimeText, SYSTEM } from "../os/process.ts";
import type { StartedWorker } from "../sts/start.ts";
import { print } from "../terminal/messages.ts";

export type System = {
  readonly args: readonly string[];
  /** The C library, loaded and opened at the first request. */
  readonly libc: () => Promise<Libc | undefined>;
  readonly version: string;
  /** The commit that was built; `source` where nothing was built. */
  readonly commit: string;
};

/**
 * Does what the arguments say; returns the exit status if this process does not become another. Every mode in which swr
 * may hold keys closes the process to other programs of the same user first (os/libc_process.ts).
 */
export async function run(system: System): Promise<number> {
  try {
    return await runMode(system);
  } catch (error) {
    await failEval(system.args, error);
    if (!(error instanceof UnknownWordError)) throw error;
    throw (await import("../options/subcommands.ts")).explained(error);
  }
}

/** Lets the shell fail that evaluates what --export prints; a person who reads it on a terminal needs no such text. */
async function failEval(args: readonly string[], error: unknown): Promise<void> {
  if (isTerminal("stdout")) return;
  // Arguments and unknown profiles are refused while code can be loaded; an export has loaded this before.
  const unknown = error instanceof UnknownWordError ? error : undefined;
  const isRefused = unknown !== undefined || error instanceof SwrError && error.kind === "usage";
  if (!isRefused && !args.some((word) => word.startsWith("--export"))) return;
  const text = (await import("../options/export_failure.ts")).failingText(args, unknown);
  if (text !== undefined) print(text);
}

async function runMode(system: System): Promise<number> {
  const request = helperRequest(system.args) ?? await requestFor(system.args);
  switch (request.mode) {
    case "usage":
      return shown((await import("../options/help.ts")).usagePage());
    case "help":
      return shown((await import("../options/help.ts")).helpPage());
    case "version":
      return shown(versionPage(system));
    case "init":
      return (await import("./init.ts")).init(request);
  }
  (await import("./secrets.ts")).keepSecrets(request);
  switch (request.mode) {
    case "undo":
      return (await import("./undo.ts")).undo(request);
    case "status":
      return await (await import("./status.ts")).status(request, await system.libc());
    case "doctor":
      return await (await import("./doctor.ts")).doctor(request, system);
    case "list":
      await closeToOthers(system);
      return (await import("./list.ts")).list(request);
  }
  switch (request.mode) {
    case "expose":
      return await (await import("./expose.ts")).expose(request, await system.libc());
    case "sessions":
      return await (await import("./sessions.ts")).listSessions(request, await system.libc());
    case "end-sessions":
      return await (await import("./sessions.ts")).endSessions(request, await system.libc());
  }
  // Inside a session these are about that session, if no profile is named.
  if (
    request.profile === undefined &&
    (request.mode === "console" || request.mode === "switch-url" || request.mode === "export")
  ) {
    const { ofOwnSession } = await import("./own_session.ts");
    const status = await ofOwnSession(request, await system.libc());
    if (status !== undefined) return status;
  }
  if (request.mode === "session-keys" || request.mode === "switch-url") {
    await closeToOthers(system);
    const profile = request.profile ??
      await (await import("./pick.ts")).pickProfile(request, await system.libc());
    return request.mode === "session-keys"
      ? await (await import("./session_keys.ts")).printSessionKeys(profile, request, system)
      : (await import("./switch_url.ts")).switchUrl(profile, request.quiet);
  }
  const profile = request.user || request.narrow ? undefined : request.profile ??
    await (await import("./pick.ts")).pickTarget(request, await system.libc());
  const early = await earlyWorker(request, system);
  const [{ switchTo }, libc] = await Promise.all([import("./switch.ts"), system.libc()]);
  return await switchTo(profile, request, { libc, version: system.version, early });
}

/**
 * What a session's view of the config runs for the keys (session/session_plan.ts). Programs run it again and again, so it is
 * read without the table of options, and whatever SWR_OPTIONS holds.
 */
function helperRequest([option, end, profile, ...more]: readonly string[]): Request | undefined {
  const isOfView = option === "--session-keys" && end === "--" && profile && more.length === 0;
  return isOfView ? { mode: "session-keys", profile, force: false } : undefined;
}

async function requestFor(args: readonly string[]): Promise<Request> {
  const [{ requestOf }, { DEFAULTS_VARIABLE }] = await Promise.all([
    import("../options/request_of.ts"),
    import("../options/table.ts"),
  ]);
  const defaults = variable(DEFAULTS_VARIABLE);
  return defaults
    ? (await import("../options/defaults.ts")).requestWithDefaults(args, defaults)
    : requestOf(args);
}

/**
 * The Worker, if a code is given: no question waits for it, so it boots and compiles the AWS SDK while the switch is
 * loaded and planned. A policy may come from stdin, which is hidden then.
 */
async function earlyWorker(
  { mode, role }: SwitchRequest,
  { libc }: System,
): Promise<StartedWorker | undefined> {
  if (mode !== "switch" && mode !== "export") return undefined;
  const given = role["mfa-token"] ?? variable("SWR_MFA_TOKEN");
  if (given === undefined || role.policy !== undefined) return undefined;
  const [{ startHidden }, opened] = await Promise.all([import("../sts/start.ts"), libc()]);
  return await startHidden(opened);
}

/** Closes this process to other programs of the same user; on macOS it takes the whole library to cover the secrets. */
async function closeToOthers({ libc }: System): Promise<void> {
  if (SYSTEM === "darwin") await libc();
  else (await import("../os/libc_process.ts")).closeProcess();
}

/** The version on a line of its own, for scripts; below it what a bug report needs. */
function versionPage({ version, commit }: System): string {
  return `swr ${version}\n${commit}, ${runtimeText()}\n`;
}

function shown(text: string): number {
  print(text);
  return 0;
}

// The story of a switch, from the words typed to the shell in the role. Read it from top to bottom.
// Rule: everything that can be checked is checked before a code is asked for. Imports core and io.

import { environmentChange, helperEnvironment } from "../core/child_env.ts";
import { hostAndPort } from "../core/endpoint.ts";
import { SwrError } from "../core/errors.ts";
import { type CommandLine, parseArguments } from "../core/flags.ts";
import { helpPage, usagePage } from "../core/help.ts";
import { type Plan, planSwitch } from "../core/plan.ts";
import { sessionKeys } from "../core/session_keys.ts";
import type { Configuration } from "../core/profile.ts";
import { visible } from "../core/visible.ts";
import { become, findProgram, forgetVariables, namesProxy } from "../io/exec.ts";
import type { Libc } from "../io/libc.ts";
import { givenCode } from "../io/mfa.ts";
import { giveUpPermissions, mayReach } from "../io/permissions.ts";
import { startSts } from "../io/sts.ts";
import { extraAuthorities, loadFiles, type System, variable } from "../io/system.ts";
import { openTerminal, print, say } from "../io/terminal.ts";
import { assumeChain } from "./assume.ts";
import { list, pickProfile } from "./list.ts";
import { placeView, sessionFacts, viewFor } from "./session.ts";
import { status } from "./status.ts";
import { decisionJson, decisionPage } from "./dry_run.ts";

/** How many problems of the configuration -v tells of. */
const MOST_PROBLEMS = 20;

/** Does what the arguments say; returns the exit status where this process does not become another. */
export async function run(system: System): Promise<number> {
  const line = parseArguments(system.args);
  if (line.mode === "usage") return shown(usagePage());
  if (line.mode === "help") return shown(helpPage());
  if (line.mode === "version") return shown(`swr ${system.version}\n`);
  if (line.mode === "status") return status(line, system.libc);
  if (line.mode === "list") return list(line.flags.has("json"));
  const profile = line.profile ?? await pickProfile(system.libc);
  if (line.mode === "session-keys") {
    return shown(`${sessionKeys(profile, variable, Date.now())}\n`);
  }
  return await switchTo(profile, line, system);
}

async function switchTo(name: string, line: CommandLine, { libc }: System): Promise<number> {
  const files = loadFiles();
  const config = files.configuration;
  const plan = planSwitch(name, line, config, variable);
  const program = findProgram(
    line.command,
    { shell: line.values.get("shell"), login: line.flags.has("login") },
    libc,
  );
  const view = viewFor(plan, files, libc);
  const facts = sessionFacts(plan, line, files, view);
  if (line.mode === "dry-run") {
    const decision = { plan, change: environmentChange(facts, undefined), command: program.argv };
    return shown(line.flags.has("json") ? decisionJson(decision) : decisionPage(decision));
  }
  refuseForeignHost(plan);
  refuseKeyLog();
  const code = givenCode(codeBeforehand(line));
  const terminal = terminalFor(plan, code, libc);
  const caCerts = extraAuthorities(plan.caBundle);
  tell(plan, config, line);
  if ("missing" in view && !line.flags.has("quiet") && !line.flags.has("no-aws-profile")) {
    sayNoView(view.missing, line);
  }
  const temporary = variable("TMPDIR");

  const environ = libc?.environment() ?? [];
  const sts = startSts(plan.endpoint, { proxied: namesProxy(environ), caCerts });
  if (libc === undefined) forgetVariables(environmentChange(facts, undefined));
  const ready = sts.booted.then(() => {
    giveUpPermissions();
    sts.load();
  });
  // While the user looks for the phone, the Worker boots, loads the SDK and opens the connection.
  const codes = { given: code, terminal, environment: helperEnvironment(environ) };
  const [credentials] = await Promise.all([assumeChain(plan, codes, sts), ready]);
  if (line.flags.has("verbose")) say(`in ${plan.profile} until ${credentials.expiration}`);
  const placed = placeView(facts, view, line, libc, temporary);
  return await become(program, environ, environmentChange(placed, credentials), libc);
}

function refuseForeignHost(plan: Plan): void {
  const host = hostAndPort(plan.endpoint);
  if (mayReach(host)) return;
  throw new SwrError("config", `swr may not talk to ${host}`, [
    plan.endpointFrom === undefined
      ? "the region is newer than this swr: check its spelling, or update swr"
      : `the endpoint comes from ${plan.endpointFrom}: remove it`,
    "it is built to reach AWS's own STS hosts, VPC endpoints for STS, and this machine",
  ]);
}

/** Deno opens that file before swr runs, so the variable can no longer be taken away here. */
function refuseKeyLog(): void {
  if (!variable("SSLKEYLOGFILE")) return;
  throw new SwrError(
    "config",
    "SSLKEYLOGFILE is set: the secrets of the connection would be written to that file",
    [
      "unset it for swr: `env -u SSLKEYLOGFILE swr …`",
    ],
  );
}

function codeBeforehand(line: CommandLine) {
  const option = line.values.get("mfa-token");
  if (option !== undefined) return { value: option, from: "--mfa-token" };
  const value = variable("SWR_MFA_TOKEN");
  return value ? { value, from: "$SWR_MFA_TOKEN" } : undefined;
}

function terminalFor(plan: Plan, code: string | undefined, libc: Libc | undefined) {
  const serial = plan.hops[0].mfaSerial;
  if (serial === undefined || code !== undefined) return undefined;
  const terminal = openTerminal(libc);
  if (terminal !== undefined || plan.mfaProcess !== undefined) return terminal;
  throw new SwrError("auth", `there is no terminal to ask for the MFA code of ${serial} on`, [
    "give the code with --mfa-token or SWR_MFA_TOKEN",
  ]);
}

function sayNoView(missing: string, line: CommandLine): void {
  say(
    line.flags.has("aws-profile")
      ? "AWS_PROFILE may make programs stumble"
      : "AWS_PROFILE is not set, SWR_PROFILE is",
    [
      missing,
      line.flags.has("aws-profile")
        ? "they may want to assume the role themselves"
        : "--aws-profile sets it all the same",
    ],
  );
}

function tell(plan: Plan, config: Configuration, line: CommandLine): void {
  // Said always: whoever answers there gets the name of the role, and could hand out keys of its own.
  if (plan.endpointFrom !== undefined) {
    say(`the endpoint of STS is ${plan.endpoint.url} (set in ${plan.endpointFrom})`);
  }
  if (!line.flags.has("quiet")) { for (const warning of plan.warnings) say(warning); }
  if (!line.flags.has("verbose")) return;
  for (const note of plan.notes) say(note);
  // What is wrong elsewhere in the files does not stop this switch, but will stop another.
  const others = config.problems.filter(({ severity }) => severity !== "foreign");
  for (const { file, line, message } of others.slice(0, MOST_PROBLEMS)) {
    say(visible(`${file}:${line}: ${message}`));
  }
  if (others.length > MOST_PROBLEMS) say(`and ${others.length - MOST_PROBLEMS} more like these`);
}

function shown(text: string): number {
  print(text);
  return 0;
}

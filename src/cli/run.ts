// The story of a switch, from the words typed to the shell in the role. Read it from top to bottom.
// Rule: everything that can be checked is checked before a code is asked for. Imports core and io.

import { type Credentials, environmentChange, helperEnvironment } from "../core/child_env.ts";
import { hostAndPort } from "../core/endpoint.ts";
import { SwrError } from "../core/errors.ts";
import { explain, isSpentCode } from "../core/failure.ts";
import { type CommandLine, parseArguments } from "../core/flags.ts";
import { helpPage } from "../core/help.ts";
import type { Keys } from "../core/keys.ts";
import type { Hop } from "../core/hops.ts";
import { type Plan, planSwitch } from "../core/plan.ts";
import { become, findProgram, forgetVariables, namesProxy } from "../io/exec.ts";
import type { Libc } from "../io/libc.ts";
import { askCode, codeOfProcess, givenCode } from "../io/mfa.ts";
import { giveUpPermissions, mayReach } from "../io/permissions.ts";
import { startSts, type Sts } from "../io/sts.ts";
import { extraAuthorities, loadConfiguration, type System, variable } from "../io/system.ts";
import { openTerminal, print, say, type Terminal } from "../io/terminal.ts";
import { decisionJson, decisionPage } from "./dry_run.ts";

/** Does what the arguments say; returns the exit status where this process does not become another. */
export async function run(system: System): Promise<number> {
  const line = parseArguments(system.args);
  if (line.mode === "help") return shown(helpPage());
  if (line.mode === "version") return shown(`swr ${system.version}\n`);
  if (line.profile === undefined) {
    throw new SwrError("usage", "no profile is given", [
      "usage: swr [OPTIONS] PROFILE [COMMAND [ARG…]]",
    ]);
  }
  return await switchTo(line.profile, line, system);
}

async function switchTo(name: string, line: CommandLine, { libc }: System): Promise<number> {
  const config = loadConfiguration();
  const plan = planSwitch(name, line, config, variable);
  const program = findProgram(
    line.command,
    { shell: line.values.get("shell"), login: line.flags.has("login") },
    libc,
  );
  const facts = sessionFacts(plan, line);
  if (line.mode === "dry-run") {
    const decision = { plan, change: environmentChange(facts, undefined), command: program.argv };
    return shown(line.flags.has("json") ? decisionJson(decision) : decisionPage(decision));
  }
  refuseForeignHost(plan);
  refuseKeyLog();
  const code = givenCode(codeBeforehand(line));
  const terminal = terminalFor(plan, code, libc);
  const caCerts = extraAuthorities(plan.caBundle);
  tell(plan, line);

  const environ = libc?.environment() ?? [];
  const sts = startSts(plan.endpoint, { proxied: namesProxy(environ), caCerts });
  if (libc === undefined) forgetVariables(environmentChange(facts, undefined));
  const ready = sts.booted.then(() => {
    giveUpPermissions();
    sts.load();
  });
  // While the user looks for the phone, the Worker boots, loads the SDK and opens the connection.
  const codes = codeSource(plan, code, terminal, helperEnvironment(environ));
  const [credentials] = await Promise.all([assumeChain(plan, codes, sts, terminal), ready]);
  if (line.flags.has("verbose")) say(`in ${plan.profile} until ${credentials.expiration}`);
  return await become(program, environ, environmentChange(facts, credentials), libc);
}

/**
 * Where the codes come from, one after the other: what was given beforehand, else what the command prints, then the
 * terminal. Undefined when there is none left to ask: a script must not hang.
 */
type CodeSource = (attempt: number) => Promise<string | undefined>;

function codeSource(
  plan: Plan,
  given: string | undefined,
  terminal: Terminal | undefined,
  environment: Record<string, string>,
): CodeSource {
  const serial = plan.hops[0].mfaSerial;
  return async (attempt) => {
    if (given !== undefined) return attempt === 1 ? given : undefined;
    // Run once: a second run within the half minute would print the code that was just refused.
    if (plan.mfaProcess !== undefined && attempt === 1) {
      return await codeOfProcess(plan.mfaProcess, environment);
    }
    return terminal && serial ? await askCode(terminal, serial) : undefined;
  };
}

/** Each role in turn, signed by the one before it; the first call carries the code. */
async function assumeChain(
  plan: Plan,
  codes: CodeSource,
  sts: Sts,
  terminal: Terminal | undefined,
): Promise<Credentials> {
  const [first, ...others] = plan.hops;
  let credentials = first.mfaSerial === undefined
    ? await assumeOne(plan, first, plan.source.keys, sts)
    : await assumeWithCode(plan, codes, sts, terminal);
  for (const hop of others) credentials = await assumeOne(plan, hop, keysOf(credentials), sts);
  return credentials;
}

/** Takes another code when STS refuses one, three times at most. */
async function assumeWithCode(
  plan: Plan,
  codes: CodeSource,
  sts: Sts,
  terminal: Terminal | undefined,
): Promise<Credentials> {
  const [hop] = plan.hops;
  let refusal = new SwrError("auth", "there is no MFA code");
  for (let attempt = 1; attempt <= 3; attempt++) {
    const code = await codes(attempt);
    if (code === undefined) break;
    const outcome = await sts.assume(plan.source.keys, hop, code);
    if (!("kind" in outcome)) return outcome;
    refusal = explain(outcome, { hop, endpointUrl: plan.endpoint.url, withCode: true });
    if (!isSpentCode(outcome) || terminal === undefined || attempt === 3) break;
    // What was typed ahead was meant for the session, and must not become the next code.
    terminal.discardInput();
    say(refusal.message, [...refusal.hints, "what was typed behind it is thrown away"]);
  }
  throw refusal;
}

async function assumeOne(plan: Plan, hop: Hop, keys: Keys, sts: Sts): Promise<Credentials> {
  const outcome = await sts.assume(keys, hop, undefined);
  if (!("kind" in outcome)) return outcome;
  throw explain(outcome, { hop, endpointUrl: plan.endpoint.url, withCode: false });
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Keys {
  return { accessKeyId, secretAccessKey, sessionToken };
}

function sessionFacts(plan: Plan, line: CommandLine) {
  const target = plan.hops.at(-1)!.role;
  return {
    profile: plan.profile,
    roleArn: target.text,
    account: target.account,
    setAwsProfile: !line.flags.has("no-aws-profile"),
    ...(plan.region !== undefined && { region: plan.region }),
  };
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

function tell(plan: Plan, line: CommandLine): void {
  if (plan.endpointFrom !== undefined || !line.flags.has("quiet")) {
    for (const warning of plan.warnings) say(warning);
  }
  if (line.flags.has("verbose")) { for (const note of plan.notes) say(note); }
}

function shown(text: string): number {
  print(text);
  return 0;
}

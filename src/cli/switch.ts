// The switch command, in the order of its steps: from the profile to the credentials and what they are for.
// Rule: everything that can be checked is checked before a code is asked for.

import { planFor } from "./decide.ts";
import { refuseHost, refuseProxy, sayEndpoints } from "./hosts.ts";
import { environmentHere } from "./inside.ts";
import { refuseRuntimeVariables } from "../config/runtime_variables.ts";
import { fileAccess } from "../os/files.ts";
import { SwrError } from "../text/errors.ts";
import type { SwitchRequest, Talk } from "../options/request.ts";
import { deviceOf, type Plan } from "../role/plan.ts";
import { isServed } from "../role/source.ts";
import type { Served } from "../credentials/served.ts";
import type { serve } from "./serve.ts";
import type { Configuration } from "../config/configuration.ts";
import { visible } from "../text/visible.ts";
import type { Libc } from "../os/libc.ts";
import { givenCode } from "../sts/mfa_code.ts";
import { isCompiled } from "../os/own_program.ts";
import { isTerminal, withStreams } from "../os/streams.ts";
import { filesBefore } from "../session/contract.ts";
import { loadFiles } from "../config/load.ts";
import { print, say } from "../terminal/messages.ts";
import { openTerminal, type Terminal } from "../terminal/question.ts";
import { IS_WINDOWS } from "../os/process.ts";
import { takeVariables, variable } from "../os/variable.ts";
import { CREDENTIAL_VARIABLES, ONE_TIME_INPUTS } from "../config/variables.ts";
import type { StartedWorker } from "../sts/start.ts";
import type { CredentialConsumer } from "../session/consumer.ts";
import { sayUnreadableCredentials } from "../session/session.ts";
import { consumerFor } from "./consumers.ts";
import { obtain, startHidden } from "./obtain.ts";

/** How many problems of the configuration -v lists. */
const MOST_PROBLEMS = 20;

/** Switches to the profile (`name` undefined: to the user's own session), for what the request wants the credentials for. */
export async function switchTo(
  name: string | undefined,
  request: SwitchRequest,
  { libc, version, early }: {
    readonly libc: Libc | undefined;
    /** Of swr. */
    readonly version: string;
    /** The Worker, if it has been started before this is loaded. */
    readonly early: StartedWorker | undefined;
  },
): Promise<number> {
  refuseRuntimeVariables(variable, isCompiled());
  const { policy } = request.role;
  if (policy !== undefined) {
    request = (await import("./policy.ts")).withPolicyText(request, policy);
  }
  if (IS_WINDOWS) takeVariables([...CREDENTIAL_VARIABLES, ...ONE_TIME_INPUTS]);
  const files = loadFiles(fileAccess(libc), filesBefore(variable), name === undefined);
  const isOfSession = request.fromSession || request.narrow !== undefined;
  const env = await environmentHere(libc, isOfSession ? "session" : "outermost");
  const first = await planFor(name, request, files.configuration, env);
  refuseHost(first);
  await refuseProxy(first);
  let code = givenCode(first.code);
  const caCerts = first.caBundle === undefined
    ? []
    : (await import("../os/ca_bundle.ts")).extraAuthorities(first.caBundle);
  // A session that is not possible is not shown either.
  if (request.mode === "dry-run") {
    if (request.verbose) tellMore(first, files.configuration);
    return await (await import("./dry_run.ts")).showDecision(first, request, files, libc, env);
  }
  // No question waits for the Worker if no code is wanted.
  let worker = early;
  if (deviceOf(first) === undefined && !isServed(first.source)) worker ??= await startHidden(libc);
  // For a source that another program serves the plan depends on the keys; what is not possible is
  // refused before the source is asked.
  let [plan, consumer] = [first, await consumerFor(first, request, files, libc, env)];
  if (isServed(first.source)) sayEndpoints(first);
  const served = await serveSource(first, { libc, caCerts, version, quiet: request.quiet });
  if (served !== undefined) {
    plan = await planFor(name, request, files.configuration, env, served.facts);
    refuseHost(plan);
    code = givenCode(plan.code);
    consumer = await consumerFor(plan, request, files, libc, env);
  }
  const interrupted = await interruption(request, consumer);
  const terminal = await terminalFor(plan, code, libc, interrupted);
  const printed = await codePrinter(plan, libc);
  tell(plan, files.configuration, request);
  if (!request.quiet && request.mode !== "console") sayUnreadableCredentials(files);
  await consumer.announce?.();
  try {
    const way = { env, code, terminal, printed, caCerts, version, served, worker };
    const [credentials, deliver] = await obtain(plan, request, files, consumer, libc, way);
    return await deliver(credentials);
  } catch (error) {
    consumer.abandon?.();
    throw error;
  }
}

/** What another program serves for the plan; undefined if the plan's source needs none. */
async function serveSource(
  { source, portal }: Plan,
  means: Omit<Parameters<typeof serve>[1], "portal">,
): Promise<Served | undefined> {
  if (!isServed(source)) return undefined;
  const { serve } = await import("./serve.ts");
  return await withStreams(means.libc, () => serve(source, { ...means, portal }));
}

/**
 * What is done if Ctrl-C ends swr at the question. A shell that evaluates an export must fail then too, by what stdout
 * gets.
 */
async function interruption(
  request: SwitchRequest,
  consumer: CredentialConsumer,
): Promise<() => void> {
  const text = request.mode === "export"
    ? (await import("../options/export_failure.ts")).FAILING[request.format]
    : undefined;
  return () => {
    consumer.abandon?.();
    if (text !== undefined) print(text);
  };
}

async function terminalFor(
  plan: Plan,
  code: string | undefined,
  libc: Libc | undefined,
  beforeInterrupt: () => void,
): Promise<Terminal | undefined> {
  const serial = deviceOf(plan);
  if (serial === undefined) return undefined;
  // Needed even if a code is given beforehand: that code may be refused.
  const open = () => openTerminal(libc, beforeInterrupt);
  // A terminal that does not control the session is reached by stdin.
  const terminal = isTerminal("stdin") ? await withStreams(libc, open) : open();
  if (terminal !== undefined || code !== undefined || plan.mfaProcess !== undefined) {
    return terminal;
  }
  throw new SwrError(
    "no-terminal",
    `cannot ask for the MFA code of ${serial}: no terminal`,
    [
      "give the code with --mfa-token or SWR_MFA_TOKEN",
      "or let a command print it: mfa_process in the profile, or SWR_MFA_PROCESS",
    ],
  );
}

/** What runs the command that prints a code; loaded before the permission to read files is given up. */
async function codePrinter(
  { mfaProcess }: Plan,
  libc: Libc | undefined,
): Promise<(() => Promise<string>) | undefined> {
  if (mfaProcess === undefined) return undefined;
  const { codeOfProcess } = await import("../sts/mfa_process.ts");
  return () => codeOfProcess(mfaProcess.value, libc?.environment() ?? []);
}

function tell(plan: Plan, config: Configuration, { quiet, verbose }: Talk): void {
  if (!isServed(plan.source)) sayEndpoints(plan);
  if (!quiet) { for (const warning of plan.warnings) say(warning); }
  if (verbose) tellMore(plan, config);
}

function tellMore(plan: Plan, config: Configuration): void {
  for (const note of plan.notes) say(note);
  // What is wrong elsewhere in the files does not stop this switch, but will stop another.
  const others = config.problems.filter(({ severity }) => severity !== "incompatible");
  for (const { file, line, message } of others.slice(0, MOST_PROBLEMS)) {
    say(visible(`${file}:${line}: ${message}`));
  }
  if (others.length > MOST_PROBLEMS) say(`and ${others.length - MOST_PROBLEMS} more like these`);
}

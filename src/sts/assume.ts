// From the plan to credentials: each role in turn, codes asked for if needed, failures explained.
// Rule: a code goes out once; after a refusal another one is asked for, three times at most, and only if there is a
// terminal.

import { headline, SwrError } from "../text/errors.ts";
import { explain, isSpentCode, wantsCaller } from "./failure.ts";
import type { PlannedCall } from "../role/sts_call.ts";
import type { Credentials, SessionCredentials } from "../credentials/credentials.ts";
import { type NarrowPlan, type Plan, typedFor } from "../role/plan.ts";
import type { Failure } from "./messages.ts";
import type { Sts } from "./client.ts";
import { say } from "../terminal/messages.ts";
import type { Terminal } from "../terminal/question.ts";
import type { ServedFacts } from "../role/served_source.ts";
import { isServed } from "../role/source.ts";
import { checkCaller, refusedSource, sessionOfSource } from "./source_identity.ts";
import { withUser } from "./user_session.ts";
import { askUnspent, secondsToNextCode } from "./mfa_code.ts";

const ATTEMPTS = 3;

/**
 * Assumes each role, signed by the one before it, the first by the source; the first call carries the code. `served`: what
 * is known of a source that another program serves. SwrError with cause and remedy.
 */
export async function assumeChain(
  plan: Exclude<Plan, NarrowPlan>,
  source: Credentials,
  code: Promise<string | undefined>,
  terminal: Terminal | undefined,
  sts: Sts,
  served?: ServedFacts,
): Promise<SessionCredentials> {
  const caller = callerOfSource(plan, source, sts);
  if (plan.opens === "source-session") {
    return sessionOfSource(source, served!, (await caller)!, plan.source);
  }
  const [first, ...others] = plan.calls;
  const serial = first.input.SerialNumber;
  const [typed] = await Promise.all([code, caller]);
  let credentials = serial === undefined || typed === undefined
    ? await assumeOne(plan, first, source, sts)
    : await assumeWithCode(plan, source, serial, typed, terminal, sts);
  for (const call of others) credentials = await assumeOne(plan, call, credentials, sts);
  if (plan.opens === "role-session") return credentials;
  const owner = await sts.owner(credentials);
  if ("failure" in owner) {
    throw await explained(owner.failure, plan, first, credentials, sts, false);
  }
  return withUser(credentials, owner.arn, serial);
}

/**
 * The ARN of the source's caller: for a session with what the source gives, and if the source says which account its
 * credentials are of. Asked while the code is typed.
 */
async function callerOfSource(
  { source, opens, endpoint }: Plan,
  credentials: Credentials,
  sts: Sts,
): Promise<string | undefined> {
  if (!isServed(source)) return undefined;
  if (source.account === undefined && opens !== "source-session") return undefined;
  const owner = await sts.owner(credentials);
  if ("failure" in owner) throw refusedSource(owner.failure, source, endpoint);
  checkCaller(owner.arn, source);
  return owner.arn;
}

async function assumeWithCode(
  plan: Plan,
  source: Credentials,
  serial: string,
  first: string,
  terminal: Terminal | undefined,
  sts: Sts,
): Promise<SessionCredentials> {
  const [call] = plan.calls as [PlannedCall];
  const spent = new Set<string>();
  // A code given beforehand is the same one again, and a command for it has run once: again within the half minute it
  // would print the one just refused.
  let code = first;
  let refused = 0;
  for (let attempt = 1;; attempt++) {
    const outcome = await sts.assume(source, call, code);
    if ("credentials" in outcome) return outcome.credentials;
    const error = await explained(outcome.failure, plan, call, source, sts, true);
    if (!isSpentCode(outcome.failure) || terminal === undefined) throw error;
    spent.add(code);
    if (outcome.failure.kind === "service") refused++;
    // What was typed ahead was meant for the session, and must not become the next code, nor a command of the shell.
    const discarded = terminal.discardInput();
    if (attempt === ATTEMPTS) throw outOfAttempts(error, refused);
    say(headline(error), [
      ...error.hints,
      `the next code comes in ${secondsToNextCode()} s${
        discarded ? "; anything you already typed was discarded" : ""
      }`,
    ]);
    code = await askUnspent(terminal, serial, spent);
  }
}

/** The last of the failures, and that swr asks for no more codes: what is typed next is the shell's. */
function outOfAttempts({ code, message, hints }: SwrError, refused: number): SwrError {
  const what = refused === ATTEMPTS ? "three codes were refused" : "three codes have been sent";
  return new SwrError(code, message, [...hints, `${what}: start swr again with the next one`]);
}

async function assumeOne(
  plan: Plan,
  call: PlannedCall,
  credentials: Credentials,
  sts: Sts,
): Promise<SessionCredentials> {
  const outcome = await sts.assume(credentials, call, undefined);
  if ("credentials" in outcome) return outcome.credentials;
  throw await explained(outcome.failure, plan, call, credentials, sts, false);
}

/** The failure with its cause; if it helps, STS is asked whose keys these are. */
async function explained(
  failure: Failure,
  plan: Plan,
  call: PlannedCall,
  credentials: Credentials,
  sts: Sts,
  withCode: boolean,
): Promise<SwrError> {
  const caller = wantsCaller(failure) ? await sts.identify(credentials) : undefined;
  return explain(failure, {
    call,
    typed: typedFor(plan),
    endpoint: plan.endpoint,
    withCode,
    temporaryKeys: credentials.kind !== "long-term",
    ...(plan.source.kind === "user-session" && call === plan.calls[0] &&
      { userSession: plan.source.session }),
    ...(caller !== undefined && { caller }),
    ...(plan.opens === "role-session" && plan.typed !== undefined && call === plan.calls.at(-1) &&
      { hasNoProfile: true }),
  });
}

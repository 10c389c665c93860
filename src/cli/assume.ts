// From the plan to credentials: each role in turn, codes asked for where they are wanted, failures explained.
// Rule: a code goes out once; after a refusal another one is asked for, three times at most, and only where
// somebody sits at a terminal. Imports core and io.

import type { Credentials } from "../core/child_env.ts";
import { SwrError } from "../core/errors.ts";
import { explain, isSpentCode, wantsCaller } from "../core/failure.ts";
import type { Hop } from "../core/hops.ts";
import { areTemporary, type Keys } from "../core/keys.ts";
import type { Plan } from "../core/plan.ts";
import type { Failure } from "../core/sts_messages.ts";
import { askCode, codeOfProcess } from "../io/mfa.ts";
import type { Sts } from "../io/sts.ts";
import { say, type Terminal } from "../io/terminal.ts";

const ATTEMPTS = 3;

/** A time-based code is of one half minute (RFC 6238, with AWS's step). */
const STEP_SECONDS = 30;

/** What codes can come from, beside the terminal. */
export type CodeSources = {
  /** Given by option or variable. */
  readonly given: string | undefined;
  /** Undefined where nobody can be asked. */
  readonly terminal: Terminal | undefined;
  /** What the command that prints a code may see. */
  readonly environment: Record<string, string>;
};

/**
 * The code for the first call; undefined where none is wanted. The question stands on the terminal, or the command
 * that prints a code runs, when this returns. SwrError where there will be none.
 */
export async function firstCode(plan: Plan, sources: CodeSources): Promise<string | undefined> {
  const serial = plan.hops[0].mfaSerial;
  if (serial === undefined) return undefined;
  if (sources.given !== undefined) return sources.given;
  return plan.mfaProcess === undefined
    ? await askUnspent(sources.terminal, serial, new Set())
    : await codeOfProcess(plan.mfaProcess.value, sources.environment);
}

/** Assumes each role, signed by the one before it; the first call carries the code. SwrError with cause and remedy. */
export async function assumeChain(
  plan: Plan,
  code: Promise<string | undefined>,
  terminal: Terminal | undefined,
  sts: Sts,
): Promise<Credentials> {
  const [first, ...others] = plan.hops;
  const typed = await code;
  let credentials = first.mfaSerial === undefined || typed === undefined
    ? await assumeOne(plan, first, plan.source.keys, sts)
    : await assumeWithCode(plan, first.mfaSerial, typed, terminal, sts);
  for (const hop of others) credentials = await assumeOne(plan, hop, keysOf(credentials), sts);
  return credentials;
}

async function assumeWithCode(
  plan: Plan,
  serial: string,
  first: string,
  terminal: Terminal | undefined,
  sts: Sts,
): Promise<Credentials> {
  const [hop] = plan.hops;
  const spent = new Set<string>();
  // A command for the code has run once: again within the half minute it would print the one just refused.
  let code = first;
  for (let attempt = 1;; attempt++) {
    const outcome = await sts.assume(plan.source.keys, hop, code);
    if (!("kind" in outcome)) return outcome;
    const error = await explained(outcome, plan, hop, plan.source.keys, sts, true);
    if (!isSpentCode(outcome) || terminal === undefined || attempt === ATTEMPTS) throw error;
    spent.add(code);
    // What was typed ahead was meant for the session, and must not become the next code.
    terminal.discardInput();
    say(error.message, [
      ...error.hints,
      `the next code comes in ${secondsToNextCode()} s; what was typed behind this one is thrown away`,
    ]);
    code = await askUnspent(terminal, serial, spent);
  }
}

/** Asks for a code that has not gone out yet: sending one again would only be refused again. */
async function askUnspent(
  terminal: Terminal | undefined,
  serial: string,
  spent: ReadonlySet<string>,
): Promise<string> {
  if (terminal === undefined) throw new SwrError("bug", "there is nobody to ask for a code");
  while (true) {
    const code = await askCode(terminal, serial);
    if (!spent.has(code)) return code;
    say(`that code was sent already: wait for the next one, ${secondsToNextCode()} s`);
  }
}

function secondsToNextCode(): number {
  return STEP_SECONDS - Math.floor(Date.now() / 1000) % STEP_SECONDS;
}

async function assumeOne(plan: Plan, hop: Hop, keys: Keys, sts: Sts): Promise<Credentials> {
  const outcome = await sts.assume(keys, hop, undefined);
  if (!("kind" in outcome)) return outcome;
  throw await explained(outcome, plan, hop, keys, sts, false);
}

/** The failure with its cause; where it helps, STS is asked whose keys these are. */
async function explained(
  failure: Failure,
  plan: Plan,
  hop: Hop,
  keys: Keys,
  sts: Sts,
  withCode: boolean,
): Promise<SwrError> {
  const caller = wantsCaller(failure) ? await sts.identify(keys) : undefined;
  return explain(failure, {
    hop,
    endpointUrl: plan.endpoint.url,
    withCode,
    temporaryKeys: areTemporary(keys),
    ...(plan.endpointFrom !== undefined && { endpointFrom: plan.endpointFrom }),
    ...(caller !== undefined && { caller }),
  });
}

function keysOf({ accessKeyId, secretAccessKey, sessionToken }: Credentials): Keys {
  return { accessKeyId, secretAccessKey, sessionToken };
}

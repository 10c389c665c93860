// What STS is said to have answered, checked as data from a stranger before anything is done with it.
// Rule: the account, role and session in AssumedRoleUser must be the ones asked for; acting in the wrong account is
// the worst thing swr could do.

import type { SessionCredentials } from "../credentials/credentials.ts";
import { SwrError } from "../text/errors.ts";
import type { AssumeRoleCall } from "../role/sts_call.ts";
import type { Failure, FromWorker } from "./messages.ts";
import { keepSecret, mask } from "../text/mask.ts";
import { visible } from "../text/visible.ts";

const DAY = 24 * 3600 * 1000;

/** How far the clock of STS is ahead of this machine's, in milliseconds, as the Worker measured it; within a year. */
export function clockAhead(answer: unknown): number {
  const ahead = typeof answer === "object" && answer !== null && "clockAheadMs" in answer
    ? Number(answer.clockAheadMs)
    : 0;
  return Math.abs(ahead) < 366 * DAY ? ahead : 0;
}

/** The credentials in an AssumeRole answer to that call; `now` in milliseconds. SwrError "auth" otherwise. */
export function checkAnswer(
  answer: unknown,
  call: AssumeRoleCall,
  now: number,
): SessionCredentials {
  const credentials = record(field(answer, "credentials"), "credentials");
  // Before anything is refused: an error may quote the answer.
  for (const name of ["secretAccessKey", "sessionToken"]) {
    if (typeof credentials[name] === "string") keepSecret(credentials[name]);
  }
  checkIdentity(
    text(field(answer, "assumedRoleArn"), "assumed role", /^[\x21-\x7e]{20,2048}$/),
    call,
  );
  const expiration = text(
    credentials.expiration,
    "expiration",
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  );
  const end = Date.parse(expiration);
  // A clock that is off by a quarter of an hour cannot sign at all; a session ends within half a day.
  if (!(end > now - DAY && end < now + DAY)) throw refuse(`its expiration is ${expiration}`);
  return {
    kind: "role-session",
    accessKeyId: text(credentials.accessKeyId, "access key id", /^\w{16,128}$/),
    secretAccessKey: text(
      credentials.secretAccessKey,
      "secret access key",
      /^[\x21-\x7e]{1,1024}$/,
    ),
    sessionToken: text(credentials.sessionToken, "session token", /^[\x21-\x7e]{1,16384}$/),
    expiration,
  };
}

/** The ARN in an answer to "whose keys are these"; undefined for anything else. */
export function checkCaller(answer: unknown): string | undefined {
  return typeof answer === "string" &&
      /^arn:[a-z-]+:(iam|sts)::\d{12}:[\x21-\x7e]{1,600}$/.test(answer)
    ? answer
    : undefined;
}

/** A failure as the Worker reports it; SwrError "bug" for anything that is none. */
export function checkFailure(failure: unknown): Failure {
  const data = record(failure, "failure");
  const message = shown(data.message);
  if (data.kind === "service") {
    const requestId = data.requestId === undefined ? {} : { requestId: shown(data.requestId) };
    return {
      kind: "service",
      code: shown(data.code),
      message,
      status: Number(data.status),
      ...requestId,
    };
  }
  if (data.kind === "foreign") {
    const status = Number(data.status);
    return { kind: "foreign", message, ...(Number.isInteger(status) && { status }) };
  }
  if (data.kind === "connection" || data.kind === "lost" || data.kind === "broken") {
    return { kind: data.kind, message };
  }
  throw refuse("a failure of no kind that swr knows");
}

/** A message from the Worker in its outer shape; undefined for what swr does not know. */
export function readMessage(message: unknown): FromWorker | undefined {
  if (typeof message !== "object" || message === null) return undefined;
  if ("type" in message && message.type === "booted") return { type: "booted" };
  const { type, id } = message as Record<string, unknown>;
  if (typeof id !== "number" || (type !== "answer" && type !== "failure")) return undefined;
  return message as FromWorker;
}

function checkIdentity(assumedRoleArn: string, call: AssumeRoleCall): void {
  const { partition, account, name } = call.role;
  const wanted =
    `arn:${partition}:sts::${account}:assumed-role/${name}/${call.input.RoleSessionName}`;
  if (assumedRoleArn === wanted) return;
  throw new SwrError(
    "wrong-identity",
    `STS answered for another identity: ${visible(assumedRoleArn)}`,
    [
      `asked for was ${wanted}`,
      "the credentials are thrown away; check which endpoint and proxy are in the way",
    ],
  );
}

function field(value: unknown, name: string): unknown {
  return record(value, "answer")[name];
}

function record(value: unknown, what: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw refuse(`there is no ${what} in it`);
}

function text(value: unknown, what: string, pattern: RegExp): string {
  if (typeof value === "string" && pattern.test(value)) return value;
  throw refuse(`its ${what} is ${value === undefined ? "missing" : "malformed"}`);
}

function shown(value: unknown): string {
  // Masked before it is cut: half a secret is one too.
  return visible(mask(String(value ?? ""))).slice(0, 2000);
}

function refuse(why: string): SwrError {
  return new SwrError("answer-unusable", `the answer of STS cannot be used: ${why}`, [
    "nothing was started; check which endpoint and proxy are in the way",
  ]);
}

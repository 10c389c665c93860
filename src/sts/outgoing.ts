// Compares what the AWS SDK wants to send with what was decided, before a byte of it is written.
// Rule: main writes the request's head itself and takes over five values, each by its own pattern; the form must have
// exactly the pairs of the decided call. A signature that is wrong makes STS refuse, and reveals nothing to others.

import type { Credentials } from "../credentials/credentials.ts";
import type { StsEndpoint } from "../role/endpoint.ts";
import type { Call } from "../role/sts_call.ts";
import { SwrError } from "../text/errors.ts";
import { formPairs } from "./wire.ts";

/** What was decided for a request. */
export type Decided = {
  readonly call: Call;
  readonly credentials: Credentials;
  readonly endpoint: StsEndpoint;
  /** The times that a signature may have, in milliseconds: this machine's clock, and that of STS as it was measured. */
  readonly times: readonly number[];
};

/** A request that may be sent: `head` ends with the empty line. */
type CheckedRequest = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** STS refuses a signature that is more than five minutes off; a date that is further off is not the SDK's. */
const DATE_WINDOW_MS = 5 * 60_000;

/** The values that are taken over, and the form of each. */
const TAKEN = {
  "amz-sdk-invocation-id": /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "amz-sdk-request": /^attempt=\d{1,2}(?:; max=\d{1,2})?$/,
  "x-amz-date": /^\d{8}T\d{6}Z$/,
  "x-amz-content-sha256": /^[0-9a-f]{64}$/,
  authorization:
    /^AWS4-HMAC-SHA256 Credential=[\w/-]{1,300}, ?SignedHeaders=[a-z0-9;-]{1,300}, ?Signature=[0-9a-f]{64}$/,
} as const;

/** Headers that main writes with values of its own, and that the SDK must agree on. */
const OWN = ["content-type", "content-length", "host", "x-amz-security-token"];

/** The request as main sends it. SwrError "request-undecided" if it is not the one that was decided. */
export function checkRequest(request: unknown, decided: Decided): CheckedRequest {
  const { method, path, query, headers, body } = record(request);
  if (method !== "POST") throw undecided("another method");
  if (path !== "/" || (query !== undefined && Object.keys(record(query)).length > 0)) {
    throw undecided("another path");
  }
  // A view of memory that the SDK shares could change after this check.
  if (typeof body !== "string") throw undecided("a body that is not text");
  const given = lowerCased(record(headers));
  for (const name of given.keys()) {
    if (!Object.hasOwn(TAKEN, name) && !OWN.includes(name)) {
      throw undecided(`the header ${/^[a-z0-9-]{1,40}$/.test(name) ? name : "of another name"}`);
    }
  }
  const own = ownHeaders(body, decided);
  for (const [name, value] of given) {
    if (OWN.includes(name) && value !== own[name]) throw undecided(`another ${name}`);
  }
  if (decided.credentials.kind !== "long-term" && !given.has("x-amz-security-token")) {
    throw undecided("no session token");
  }
  const taken = takenValues(given);
  checkAuthorization(taken, decided, new Set([...Object.keys(own), ...given.keys()]));
  checkDate(taken["x-amz-date"], decided.times);
  checkForm(body, decided.call);
  return { headers: { ...own, ...taken }, body };
}

function ownHeaders(body: string, { credentials, endpoint }: Decided): Record<string, string> {
  return {
    host: endpoint.host,
    "content-type": "application/x-www-form-urlencoded",
    "content-length": String(new TextEncoder().encode(body).length),
    ...(credentials.kind !== "long-term" && { "x-amz-security-token": credentials.sessionToken }),
  };
}

function takenValues(given: ReadonlyMap<string, string>): Record<keyof typeof TAKEN, string> {
  const taken = Object.entries(TAKEN).map(([name, pattern]) => {
    const value = given.get(name);
    if (value === undefined || !pattern.test(value)) throw undecided(`no usable ${name}`);
    return [name, value];
  });
  return Object.fromEntries(taken);
}

/** The credential scope is the decided one, and what is signed is there (SigV4, "Create a signed request"). */
function checkAuthorization(
  taken: Record<keyof typeof TAKEN, string>,
  { credentials, endpoint }: Decided,
  present: ReadonlySet<string>,
): void {
  const [, scope = "", names = ""] =
    /Credential=([^,]+), ?SignedHeaders=([^,]+),/.exec(taken.authorization) ?? [];
  const day = taken["x-amz-date"].slice(0, 8);
  const wanted = `${credentials.accessKeyId}/${day}/${endpoint.signingRegion}/sts/aws4_request`;
  if (scope !== wanted) throw undecided("a signature of another scope");
  const signed = names.split(";");
  if (signed.some((name) => !present.has(name))) {
    throw undecided("a signed header that is not sent");
  }
  const needed = ["host", "x-amz-date"];
  if (credentials.kind !== "long-term") needed.push("x-amz-security-token");
  if (needed.some((name) => !signed.includes(name))) throw undecided("an unsigned header");
}

function checkDate(text: string, times: readonly number[]): void {
  const date = Date.parse(
    text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"),
  );
  if (times.some((time) => Math.abs(date - time) <= DATE_WINDOW_MS)) return;
  throw undecided("a signature of another time");
}

/** Compared as it is encoded: without decoding there are no two readings. */
function checkForm(body: string, call: Call): void {
  const pairs = body.split("&").toSorted();
  const wanted = formPairs(call);
  const same = pairs.length === wanted.length && pairs.every((pair, at) => pair === wanted[at]);
  if (!same) throw undecided("other parameters");
}

function lowerCased(headers: Record<string, unknown>): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase();
    if (typeof value !== "string" || found.has(lower)) throw undecided("a header twice");
    found.set(lower, value);
  }
  return found;
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw undecided("no request");
}

function undecided(what: string): SwrError {
  return new SwrError(
    "request-undecided",
    `the AWS SDK asked for something that was not decided: ${what}`,
    ["nothing was sent"],
  );
}

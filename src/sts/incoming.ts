// Compares what the AWS SDK reports of an answer with the bytes that main received.
// Rule: each value is one element of the answer, and equal to what is reported; main takes its own reading. A value
// that merely occurs in the bytes could be a part of another one, or be in another element.

import type { SessionCredentials } from "../credentials/credentials.ts";
import type { Call } from "../role/sts_call.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { ANSWERS } from "./wire.ts";

/** What an answer says: the elements of its action. */
export type Reading = {
  readonly credentials?: Omit<SessionCredentials, "kind">;
  readonly Arn?: string;
  readonly Account?: string;
};

/** The elements of a session's credentials, by the name that the report has for each. */
const CREDENTIALS = {
  accessKeyId: "AccessKeyId",
  secretAccessKey: "SecretAccessKey",
  sessionToken: "SessionToken",
  expiration: "Expiration",
} as const;

/** The forms of values; an answer of STS has no longer or other one. */
const FORMS: Readonly<Record<string, RegExp>> = {
  AccessKeyId: /^\w{16,128}$/,
  SecretAccessKey: /^[\x21-\x7e]{1,1024}$/,
  SessionToken: /^[\x21-\x7e]{1,16384}$/,
  Expiration: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
  Arn: /^[\x21-\x7e]{20,2048}$/,
  Account: /^\d{12}$/,
};

/** Main's own reading of the answer to the call. SwrError "answer-unusable" if an element is missing, twice, or malformed. */
export function readAnswer(text: string, action: Call["action"]): Reading {
  const { credentials, others } = ANSWERS[action];
  const found: Record<string, unknown> = Object.fromEntries(
    others.map((name) => [name, valueOf(text, name)]),
  );
  if (credentials) {
    const values = Object.entries(CREDENTIALS).map(([key, name]) => [key, valueOf(text, name)]);
    const { expiration, ...keys } = Object.fromEntries(values);
    found.credentials = { ...keys, expiration: bySecond(expiration) };
  }
  return found;
}

/**
 * The answer without the prefixes of a namespace, which some endpoints write and the AWS SDK finds no element by. What
 * main reads itself does not depend on it.
 */
export function withoutPrefixes(text: string): string {
  return /<[\w.-]+:\w+Response[\s>]/.test(text)
    ? text.replaceAll(/<(\/?)[\w.-]+:(?=[A-Za-z])/g, "<$1")
    : text;
}

/** The secrets in an answer, whatever else is wrong with it. */
export function secretsIn(text: string): string[] {
  return [...elementsOf(text, "SecretAccessKey"), ...elementsOf(text, "SessionToken")];
}

/** SwrError "answer-unusable" if the report differs from main's own reading. */
export function compareReport(report: unknown, reading: Reading): void {
  const reported = record(report);
  for (const [name, value] of Object.entries({ ...reading, credentials: undefined })) {
    if (value !== undefined && reported[name] !== value) throw differs(name);
  }
  if (reading.credentials === undefined) return;
  const keys = record(reported.credentials);
  for (const [name, value] of Object.entries(reading.credentials)) {
    if (keys[name] !== value) throw differs(CREDENTIALS[name as keyof typeof CREDENTIALS]);
  }
}

/** STS's own failure in an answer: its code, its sentence, and the number of the request. */
type ServiceFailure = {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  readonly requestId?: string;
};

/** The failure that an answer with that status holds; undefined if it is not an error of STS. */
export function readFailure(text: string, status: number): ServiceFailure | undefined {
  if (status < 400) return undefined;
  const [code, ...codes] = elementsOf(text, "Code");
  const [message = "", ...messages] = elementsOf(text, "Message");
  if (code === undefined || codes.length + messages.length > 0) return undefined;
  if (!/^[\w.:-]{1,200}$/.test(code)) return undefined;
  const [requestId] = elementsOf(text, "RequestId");
  return {
    code,
    message: visible(message).slice(0, 2000),
    status,
    ...(requestId !== undefined && { requestId: visible(requestId).slice(0, 200) }),
  };
}

function valueOf(text: string, name: string): string {
  const [value, ...others] = elementsOf(text, name);
  if (value === undefined) throw unusable(`its ${name} is missing`);
  if (others.length > 0) throw unusable(`it has more than one ${name}`);
  if (!FORMS[name]!.test(value)) throw unusable(`its ${name} is malformed`);
  return value;
}

/** The texts of all elements of that name, with or without a namespace's prefix, references decoded and blanks cut. */
function elementsOf(text: string, name: string): string[] {
  const element = new RegExp(
    `<(?:[\\w.-]+:)?${name}(?:\\s[^<>]*)?>([^<]*)</(?:[\\w.-]+:)?${name}\\s*>`,
    "g",
  );
  return [...text.matchAll(element)].map(([, content = ""]) => decoded(content).trim());
}

const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** References as XML 1.0 has them (section 4.1, 4.6); any other text stays as it is. */
function decoded(text: string): string {
  return text.replaceAll(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi,
    (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const point = decimal === undefined ? parseInt(hex, 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

/** The moment in UTC without a fraction; some endpoints write one, and AWS's SDKs round differently. */
function bySecond(text: string): string {
  return new Date(Math.floor(Date.parse(text) / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  throw unusable("the AWS SDK reports nothing of it");
}

function differs(name: string): SwrError {
  return unusable(`the AWS SDK reports another ${name} than it holds`);
}

/** The error for an answer that cannot be used. */
export function unusable(why: string): SwrError {
  return new SwrError("answer-unusable", `the answer of STS cannot be used: ${why}`, [
    "nothing was started; check the endpoint and the proxy",
  ]);
}

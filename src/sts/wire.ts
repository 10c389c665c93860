// How a call looks on the wire: its form, and the elements of its answer that count.
// Rule: one row for each action; whatever the AWS SDK sends or reports is compared with these. Source: AWS's query
// protocol (https://smithy.io/2.0/aws/protocols/aws-query-protocol.html) and the STS API Reference, version 2011-06-15.

import type { Call } from "../role/sts_call.ts";

const VERSION = "2011-06-15";

/** The elements that an answer to each action has: those of a session's credentials, and others. */
export const ANSWERS = {
  AssumeRole: { credentials: true, others: ["Arn"] },
  GetSessionToken: { credentials: true, others: [] },
  GetScopedCredentials: { credentials: true, others: ["Arn"] },
  GetCallerIdentity: { credentials: false, others: ["Arn", "Account"] },
} as const satisfies Readonly<
  Record<Call["action"], { credentials: boolean; others: readonly string[] }>
>;

/** The pairs `Name=Value` of the call's form, encoded and sorted: the order in a form means nothing. */
export function formPairs({ action, input }: Call): string[] {
  return [
    `Action=${action}`,
    `Version=${VERSION}`,
    ...Object.entries(input).flatMap(([name, value]) => pairsOf(name, value)),
  ].toSorted();
}

/** A parameter as pairs: a list's members and a structure's fields have names of their own. */
function pairsOf(name: string, value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) {
    return value.flatMap((member, at) => pairsOf(`${name}.member.${at + 1}`, member));
  }
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([field, each]) => pairsOf(`${name}.${field}`, each));
  }
  return [`${name}=${encoded(String(value))}`];
}

/** Percent-encoding that leaves only RFC 3986's unreserved characters (section 2.3). */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

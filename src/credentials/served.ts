// Credentials that another program has served, after every check that needs no network.
// Rule: the secrets stay here; the plan gets the facts only.

import type { ServedFacts } from "../role/served_source.ts";
import { keyKind } from "../role/source.ts";
import { pairFault, secretFault } from "../role/key_check.ts";
import { keepSecret } from "../text/mask.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";

/** What a source has served. */
export type Served = { readonly credentials: Credentials; readonly facts: ServedFacts };

/** The values as they came, each of any type. */
type Values = {
  readonly id: unknown;
  readonly secret: unknown;
  readonly token: unknown;
  /** RFC 3339, or undefined. */
  readonly expiration: unknown;
  readonly account: unknown;
};

/** How the source calls each value. */
type Names = Readonly<Record<keyof Values, string>>;

/** What is wrong with what came, and what to do. */
export type Fault = { readonly what: string; readonly remedy?: string };

const RFC_3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|UTC|[+-]\d\d:?\d\d)$/;

/** The credentials in the values, or what is wrong with them; `now` in milliseconds. */
export function servedCredentials(values: Values, names: Names, now: number): Served | Fault {
  const { id, secret, token, expiration, account } = values;
  const texts = [secret, token].filter((text) => typeof text === "string");
  keepSecret(...texts);
  for (const name of ["id", "secret"] as const) {
    const value = values[name];
    if (typeof value !== "string" || value === "") return { what: `${names[name]} is missing` };
  }
  if (token !== undefined && token !== null && typeof token !== "string") {
    return { what: `${names.token} is not a text` };
  }
  const pair = pairFault(id as string, secret as string);
  if (pair !== undefined) return { what: `${pair.what} ${pair.is}` };
  const sessionToken = (token as string | null | undefined) || undefined;
  const kind = keyKind(id as string, sessionToken !== undefined);
  if (kind !== "long-term") {
    if (sessionToken === undefined) {
      return { what: `it is the key of a session, and ${names.token} is missing` };
    }
    const fault = secretFault(sessionToken);
    if (fault !== undefined) return { what: `the session token ${fault.is}` };
  }
  if (account !== undefined && account !== null && !/^\d{12}$/.test(String(account))) {
    return { what: `${names.account} is not an account number of twelve digits` };
  }
  const end = endOf(expiration, names);
  if (typeof end === "object") return end;
  if (end !== undefined && end <= now) return { what: EXPIRED };
  const facts = {
    accessKeyId: id as string,
    gives: kind,
    ...(account !== undefined && account !== null && { account: String(account) }),
    ...(end !== undefined && { expiration: bySecond(end) }),
  };
  const key = { accessKeyId: id as string, secretAccessKey: secret as string };
  return { credentials: credentialsOf(kind, key, sessionToken), facts };
}

/** The fault of credentials that have ended. */
export const EXPIRED = "the credentials have expired";

/** The end in milliseconds; undefined if there is none. */
function endOf(expiration: unknown, names: Names): number | undefined | Fault {
  if (expiration === undefined || expiration === null || expiration === "") return undefined;
  const end = typeof expiration === "string" && RFC_3339.test(expiration)
    ? Date.parse(expiration.replace(" ", "T").replace("UTC", "Z"))
    : NaN;
  return Number.isNaN(end) ? { what: `${names.expiration} is not a time in RFC 3339` } : end;
}

function bySecond(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString().replace(".000Z", "Z");
}

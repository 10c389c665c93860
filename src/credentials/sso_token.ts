// The sign-in to IAM Identity Center that the AWS CLI has cached: the access token of the portal.
// Rule: it is read, never written; one that is another's, readable by others, or over is refused with what to do. Source:
// botocore, tokens.py (SSOTokenProvider) and utils.py (SSOTokenLoader).

import type { Sso } from "../role/sso.ts";
import { SwrError } from "../text/errors.ts";
import { localTime } from "../text/times.ts";
import { keepSecret } from "../text/mask.ts";
import { pasted, quoted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";
import { type CachedFile, isOpenToOthers } from "./cached_file.ts";
import { jsonObject } from "./json_object.ts";

/** The name of the file that the AWS CLI keeps the sign-in in: SHA-1 of the session's name, else of the start URL. */
export async function tokenFileName({ session, startUrl }: Sso): Promise<string> {
  const bytes = new TextEncoder().encode(session ?? startUrl.value);
  const digest = await crypto.subtle.digest("SHA-1", bytes);
  return `${new Uint8Array(digest).toHex()}.json`;
}

/** The access token in the file; `now` in milliseconds. SwrError "sso-signin-…" with what to do. */
export function cachedToken(file: CachedFile, sso: Sso, profile: string, now: number): string {
  const { path, text } = file;
  if (text === undefined) {
    throw new SwrError("sso-signin-missing", `${nameOf(sso, profile)} has not been signed in to`, [
      `sign in: \`${signIn(sso, profile)}\``,
      `the AWS CLI keeps it in ${visible(path)}`,
    ]);
  }
  const value = jsonObject(text);
  keepSecret(...SECRETS.map((name) => value?.[name]).filter((each) => typeof each === "string"));
  const refuse = (why: string, ...hints: string[]) =>
    new SwrError("sso-signin-unusable", `the cached sign-in of ${nameOf(sso, profile)} ${why}`, [
      ...hints.length > 0 ? hints : [`sign in again: \`${signIn(sso, profile)}\``],
      `it is in ${visible(path)}`,
    ]);
  if (isOpenToOthers(file)) {
    throw refuse("can be read by other users", `\`chmod 600 ${quoted(path)}\`, and sign in again`);
  }
  if (value === undefined) throw refuse("is not JSON");
  const { accessToken, expiresAt, startUrl, region } = value;
  if (typeof accessToken !== "string" || !/^[\x21-\x7e]{1,16384}$/.test(accessToken)) {
    throw refuse("has no access token");
  }
  if (startUrl !== undefined && !sameAddress(String(startUrl), sso.startUrl.value)) {
    throw refuse(`is for another start URL, ${visible(String(startUrl))}`);
  }
  if (region !== undefined && region !== sso.region.value) {
    throw refuse(`is for another region, ${visible(String(region))}`);
  }
  const end = typeof expiresAt === "string" ? Date.parse(expiresAt.replace("UTC", "Z")) : NaN;
  if (Number.isNaN(end)) throw refuse("does not say when it ends");
  if (end > now) return accessToken;
  throw new SwrError(
    "sso-signin-expired",
    `the sign-in to ${nameOf(sso, profile)} ended at ${localTime(new Date(end).toISOString())}`,
    canRefresh(value, now) ? renewHints(sso, profile) : [
      `sign in again: \`${signIn(sso, profile)}\``,
    ],
  );
}

/** What renews the sign-in: without a browser if that is possible. */
export function renewHints(sso: Sso, profile: string): string[] {
  return [
    `\`aws sts get-caller-identity --profile ${pasted(profile)}\` renews it without a browser`,
    `only if that fails: \`${signIn(sso, profile)}\``,
  ];
}

/** How messages name it: by its [sso-session], else by its profile. */
function nameOf({ session }: Sso, profile: string): string {
  return session === undefined
    ? `IAM Identity Center (profile "${visible(profile)}")`
    : `IAM Identity Center (sso-session "${visible(session)}")`;
}

function signIn({ session }: Sso, profile: string): string {
  return session === undefined
    ? `aws sso login --profile ${pasted(profile)}`
    : `aws sso login --sso-session ${pasted(session)}`;
}

/** Texts in the cache that no message may show. */
const SECRETS = ["accessToken", "refreshToken", "clientSecret"];

function canRefresh(value: Readonly<Record<string, unknown>>, now: number): boolean {
  const { refreshToken, registrationExpiresAt } = value;
  if (typeof refreshToken !== "string" || refreshToken === "") return false;
  return typeof registrationExpiresAt !== "string" || !(Date.parse(registrationExpiresAt) <= now);
}

/** AWS's tools write the address with and without a slash or `#/` at its end. */
function sameAddress(one: string, other: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/\/?(?:#\/?)?$/, "");
  return plain(one) === plain(other);
}

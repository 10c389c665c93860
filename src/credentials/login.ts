// The credentials of `aws login`: from the AWS CLI v2, which renews them, else from its cache while they last.
// Rule: the cache is read, never written. Source: botocore, credentials.py (LoginProvider), utils.py (LoginTokenLoader).

import { childOutput } from "../os/child_output.ts";
import { SwrError } from "../text/errors.ts";
import { dayAndTime, timeOfDay } from "../text/times.ts";
import type { LineOrigin, Setting } from "../text/origin.ts";
import { pasted, quoted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";
import { type CachedFile, isOpenToOthers } from "./cached_file.ts";
import { isObject, jsonObject } from "./json_object.ts";
import { processCredentials } from "./process_answer.ts";
import { type Fault, type Served, servedCredentials } from "./served.ts";

/** The CLI asks AWS for new credentials at most; it needs no person. */
const CLI_LIMITS = { milliseconds: 60_000, bytes: 64 * 1024 };

/** Less than this is too short for a session, and SDKs renew it (botocore, _REFRESH_THRESHOLD). */
const LEAST_LEFT_MS = 5 * 60_000;

/** The version that has `aws login`. */
const SINCE = "2.32";

type Login = {
  readonly profile: string;
  readonly session: Setting<LineOrigin>;
  /** The path of `aws`; undefined if there is none on PATH. */
  readonly cli: string | undefined;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly cache: CachedFile;
  /** Shows a notice. */
  readonly say: (message: string) => void;
};

/** The name of the file that the AWS CLI keeps the sign-in in: SHA-256 of the session's name. */
export async function loginFileName(session: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(session));
  return `${new Uint8Array(digest).toHex()}.json`;
}

/** The credentials of the sign-in. SwrError "login-failed" if neither way gives any. */
export async function loginCredentials(login: Login): Promise<Served> {
  const { profile, session, cli, cache, say } = login;
  const asked = cli === undefined
    ? { what: "there is no `aws` on PATH" }
    : await askCli(cli, login);
  if (!("what" in asked)) return asked;
  const cached = cachedCredentials(cache, Date.now());
  if (!("what" in cached)) {
    const end = new Date(cached.facts.expiration!);
    say(
      `${asked.what}: the cached credentials of \`aws login\` are used, until ${timeOfDay(end)}`,
    );
    return cached;
  }
  throw new SwrError(
    "login-failed",
    `no credentials of \`aws login\` for profile "${visible(profile)}": ${asked.what}`,
    [
      `sign in: \`aws login --profile ${pasted(profile)}\`, with the AWS CLI ${SINCE} or later`,
      `without that CLI swr uses its cache, but ${cached.what}`,
      ...cached.remedy === undefined ? [] : [cached.remedy],
    ],
    { origin: session.origin },
  );
}

/** The credentials that the AWS CLI exports, or what came instead. */
async function askCli(cli: string, { profile, env }: Login): Promise<Served | Fault> {
  const args = ["configure", "export-credentials", "--profile", profile, "--format", "process"];
  try {
    const outcome = await childOutput(cli, {
      args,
      // A CLI that does not know `aws login` would take those of the machine instead.
      env: { ...env, AWS_EC2_METADATA_DISABLED: "true" },
      stdin: "null",
      stderr: "inherit",
    }, CLI_LIMITS);
    if (outcome.kind !== "ended") return { what: "`aws` took more than a minute" };
    if (outcome.code !== 0) return { what: "`aws` printed no credentials" };
    const found = processCredentials(outcome.text, Date.now());
    if (!("what" in found) && found.facts.expiration === undefined) {
      return { what: "the credentials that `aws` printed have no expiration" };
    }
    return "what" in found
      ? { what: `\`aws\` printed no usable credentials: ${found.what}` }
      : found;
  } catch (error) {
    return { what: `\`aws\` cannot be started: ${visible((error as Error).message)}` };
  }
}

const NAMES = {
  id: "accessKeyId",
  secret: "secretAccessKey",
  token: "sessionToken",
  expiration: "expiresAt",
  account: "accountId",
} as const;

/** The credentials in the cache if they last some minutes, or what is wrong with them; `now` in milliseconds. */
function cachedCredentials(file: CachedFile, now: number): Served | Fault {
  const { path, text } = file;
  if (text === undefined) return { what: `there is no ${visible(path)}` };
  if (isOpenToOthers(file)) {
    return {
      what: "other users can read it",
      remedy: `\`chmod 600 ${quoted(path)}\`, and sign in again`,
    };
  }
  const token = jsonObject(text)?.accessToken;
  if (!isObject(token)) return { what: `there are no credentials in ${visible(path)}` };
  const { accessKeyId: id, secretAccessKey: secret, sessionToken, expiresAt, accountId } = token;
  const values = { id, secret, token: sessionToken, expiration: expiresAt, account: accountId };
  const found = servedCredentials(values, NAMES, now);
  if ("what" in found) return { what: `in ${visible(path)} ${found.what}` };
  const { expiration } = found.facts;
  if (found.credentials.kind === "long-term" || expiration === undefined) {
    return { what: `there are no credentials of a session in ${visible(path)}` };
  }
  return Date.parse(expiration) - now >= LEAST_LEFT_MS ? found : {
    what: `its credentials end at ${dayAndTime(new Date(expiration))}, in less than 5 minutes`,
  };
}

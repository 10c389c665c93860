// The keys of the session as credential_process JSON, for the session's own view of the config.
// Rule: only the keys that this session was given, for the profile it was given them for, while they last.

import { SwrError } from "../text/errors.ts";
import { processJson } from "./export_formats.ts";
import type { Lookup } from "../config/origin.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

/** One line of JSON; SwrError "auth" where the environment's keys are not this session's; `now` in milliseconds. */
export function sessionKeys(profile: string, env: Lookup, now: number): string {
  const inside = env("SWR_PROFILE");
  if (!inside) {
    throw new SwrError("no-session", "this is not a session of swr", [
      `start one: \`envchain NAMESPACE swr ${pasted(profile)}\``,
    ]);
  }
  if (inside !== profile) {
    throw refuse(
      `this is a session in "${visible(inside)}", not in "${visible(profile)}"`,
      profile,
    );
  }
  const accessKeyId = env("AWS_ACCESS_KEY_ID");
  const secretAccessKey = env("AWS_SECRET_ACCESS_KEY");
  const sessionToken = env("AWS_SESSION_TOKEN");
  if (
    !accessKeyId || !secretAccessKey || !sessionToken || accessKeyId !== env("SWR_ACCESS_KEY_ID")
  ) {
    throw refuse("the keys in the environment are no longer those of the session", profile, [
      "a start-up file of the shell may export its own AWS_ACCESS_KEY_ID",
    ]);
  }
  const expiration = env("SWR_EXPIRATION") ?? "";
  if (!(Date.parse(expiration) > now)) {
    throw refuse(`the session ended at ${visible(expiration)}`, profile);
  }
  const account = env("AWS_ACCOUNT_ID");
  return processJson({ accessKeyId, secretAccessKey, sessionToken, expiration }, account);
}

function refuse(message: string, profile: string, more: readonly string[] = []): SwrError {
  return new SwrError("keys-not-of-session", message, [
    ...more,
    `leave the shell with exit, and start again: \`envchain NAMESPACE swr ${pasted(profile)}\``,
  ]);
}

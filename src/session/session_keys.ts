// The keys of the session as credential_process JSON, for the session's own view of the config.
// Rule: only the keys that this session was given, for the profile it was given them for, while they last.

import { SwrError } from "../text/errors.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import { currentSession, type Session, sessionKeysIn } from "./contract.ts";
import { renewal, startAgain } from "./remedies.ts";
import type { Lookup } from "../config/origin.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

/** One line of JSON as credential_process wants it (AWS SDKs and Tools Reference Guide, "Process credential provider"). */
export function processJson(
  credentials: Omit<SessionCredentials, "kind" | "expiration"> & { readonly expiration?: string },
  account: string | undefined,
): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: credentials.accessKeyId,
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: credentials.sessionToken,
    ...(credentials.expiration && { Expiration: credentials.expiration }),
    ...(account && { AccountId: account }),
  });
}

/** One line of JSON; SwrError "auth" if the environment's keys are not this session's; `now` in milliseconds. */
export function sessionKeys(profile: string, env: Lookup, now: number): string {
  const session = currentSession(env);
  if (session === undefined) {
    throw new SwrError("no-session", "this is not a session of swr", [
      `start one: \`envchain NAMESPACE swr ${pasted(profile)}\``,
    ]);
  }
  if (session.profile !== profile) {
    throw refuse(
      `this is a session in "${visible(session.profile)}", not in "${visible(profile)}"`,
      startAgain(session, profile),
    );
  }
  const keys = ownCredentials(session, env, now);
  // No Expiration: these keys cannot be renewed, and SDKs ask again before each call when little is left of it (botocore
  // in the last quarter of an hour, by a process of 40 to 100 ms each time).
  const { kind: _, expiration: __, ...rest } = keys;
  return processJson(rest, session.account);
}

/** The credentials of the session one is in. SwrError "auth" if they are gone, or it has ended; `now` in milliseconds. */
export function ownCredentials(session: Session, env: Lookup, now: number): SessionCredentials {
  const { profile, expiration = "", kind = "role-session" } = session;
  const again = startAgain(session, profile);
  const keys = sessionKeysIn(env, session);
  if (keys === undefined) {
    throw refuse("the keys in the environment are no longer the session's", again, [
      "a start-up file of the shell may export its own AWS_ACCESS_KEY_ID",
    ]);
  }
  if (!(Date.parse(expiration) > now)) {
    throw refuse(
      `the session ended at ${visible(expiration)}`,
      again,
      renewal(session, profile, env),
    );
  }
  return { kind, ...keys, expiration };
}

/** `again`: the command that starts such a session. */
function refuse(message: string, again: string, more: readonly string[] = []): SwrError {
  return new SwrError("keys-not-of-session", message, [
    ...more,
    `${more.length > 0 ? "or " : ""}leave the shell with exit, and start again: \`${again}\``,
  ]);
}

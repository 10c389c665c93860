// The keys of the session that this process is in, wherever they are: in the environment, or, in a keyless session, in
// the kernel. Rule: what there is not is explained, since a program that was started elsewhere has the session's
// variables and not its keys.

import type { Lookup } from "../config/origin.ts";
import { type HeldKey, heldKey } from "../credentials/keyring.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { Libc } from "../os/libc.ts";
import { SwrError } from "../text/errors.ts";
import { localTime } from "../text/local_time.ts";
import { visible } from "../text/visible.ts";
import { currentSession, type Session, withKeys } from "./contract.ts";
import { listedKeys } from "./key_list.ts";
import { endedRemedy } from "./nested.ts";

/**
 * The environment with the session's keys in it, as the modules that decide want it. Other keys that the user has put
 * there stay, as they would in an ordinary session. SwrError "session-ended" or "keys-not-of-session" if a keyless
 * session's keys cannot be had; `now` in milliseconds.
 */
export async function environmentInside(
  env: Lookup,
  libc: Libc | undefined,
  now: number,
): Promise<Lookup> {
  const session = currentSession(env);
  if (!session?.keyless || env("AWS_ACCESS_KEY_ID") || env("AWS_SECRET_ACCESS_KEY")) return env;
  return withKeys(env, await keptKeys(session, env, libc, now));
}

/** Why the keys of a keyless session cannot be had; undefined if they can, or one is in no such session. */
export async function keysLost(
  env: Lookup,
  libc: Libc | undefined,
  now: number,
): Promise<SwrError | undefined> {
  const session = currentSession(env);
  if (!session?.keyless) return undefined;
  try {
    await keptKeys(session, env, libc, now);
    return undefined;
  } catch (error) {
    if (error instanceof SwrError) return error;
    throw error;
  }
}

/** The keys of the keyless session, from the kernel. SwrError as above. */
export async function keptKeys(
  session: Session,
  env: Lookup,
  libc: Libc | undefined,
  now: number,
): Promise<SessionCredentials> {
  const keys = await libc?.keys();
  const held: HeldKey = keys === undefined ? { state: "none" } : heldKey(keys, libc!.userId());
  if (held.state === "held" && held.label.profile === session.profile) {
    if (Date.parse(held.credentials.expiration) > now) return held.credentials;
    throw ended(session, held.credentials.expiration, env);
  }
  if (held.state === "held") {
    throw notOfSession(
      session,
      `this program is part of the session in "${visible(held.label.profile)}", not of that in "${
        visible(session.profile)
      }"`,
      "its variables come from another session: start it again from a shell of its own session",
    );
  }
  if (held.state === "several") {
    throw notOfSession(
      session,
      "more than one key takes itself for the session's",
      "another program of the session has added a key: leave the session and start again",
    );
  }
  const { expiration = "" } = session;
  if (held.state === "ended" || !(Date.parse(expiration) > now)) {
    throw ended(session, expiration, env);
  }
  const listed = await libc?.keys() && await listedKeys(libc!);
  const goesOn = listed?.some(({ profile, kind }) =>
    profile === session.profile && kind === session.kind
  );
  throw goesOn
    ? notOfSession(
      session,
      "this program is not part of the session",
      "it has the session's variables, but was started elsewhere: by a daemon or service, or in a container",
    )
    : new SwrError(
      "session-ended",
      `the keys of the session in "${visible(session.profile)}" are gone`,
      [
        "the session was ended (`swr --end-sessions`), or this program was started in another container",
        ...endedRemedy(session, session.profile, env),
      ],
    );
}

function ended(session: Session, expiration: string, env: Lookup): SwrError {
  return new SwrError(
    "session-ended",
    `the session in "${visible(session.profile)}" ended at ${localTime(expiration)}`,
    endedRemedy(session, session.profile, env),
  );
}

function notOfSession({ profile }: Session, message: string, hint: string): SwrError {
  return new SwrError("keys-not-of-session", message, [
    hint,
    `or open a session there: \`swr ${visible(profile)}\``,
  ]);
}

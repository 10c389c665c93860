// Why the keys of a keyless session cannot be read, in words: a program that was started elsewhere has the session's
// variables and not its keys. Rule: loaded only if there are no keys.

import type { Lookup } from "../config/origin.ts";
import type { HeldKey } from "../credentials/keyring.ts";
import type { Libc } from "../os/libc.ts";
import { SwrError } from "../text/errors.ts";
import { localTime } from "../text/times.ts";
import { visible } from "../text/visible.ts";
import type { Session } from "./contract.ts";
import { listedKeys } from "./key_list.ts";
import { endedRemedy } from "./remedies.ts";

/** The error: "session-ended" or "keys-not-of-session". */
export async function lostKeys(
  held: HeldKey,
  session: Session,
  env: Lookup,
  libc: Libc | undefined,
): Promise<SwrError> {
  if (held.state === "held" && held.label.profile === session.profile) {
    return ended(session, held.credentials.expiration, env);
  }
  if (held.state === "held") {
    return notOfSession(
      session,
      `this program is part of the session in "${visible(held.label.profile)}", not of that in "${
        visible(session.profile)
      }"`,
      "its variables come from another session: start it again from a shell of its own session",
    );
  }
  if (held.state === "several") {
    return notOfSession(
      session,
      "more than one key claims to be the session's",
      "another program of the session has added a key: leave the session and start again",
    );
  }
  const { expiration = "" } = session;
  if (held.state === "ended" || !(Date.parse(expiration) > Date.now())) {
    return ended(session, expiration, env);
  }
  const listed = await libc?.keys() && await listedKeys(libc!);
  const goesOn = listed?.some(({ profile, kind }) =>
    profile === session.profile &&
    (kind === "renewed-role" ? "role-session" : kind) === session.kind
  );
  return goesOn
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
  if (session.renews) {
    return new SwrError(
      "session-ended",
      `the user session that renewed "${visible(session.profile)}" ended at ${
        localTime(session.expiration ?? expiration)
      }`,
      ["leave its shells with exit, and open another: `envchain NAMESPACE swr --keyless --user`"],
    );
  }
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

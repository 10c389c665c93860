// A switch inside a session, or with the keys of one: refused unless the user insists, with the way out of the session.
// Rule: the user leaves a shell that swr has started; in a shell of the user's own (--export) the keys are unset.

import { localTime } from "../text/times.ts";
import type { Lookup } from "../config/origin.ts";
import type { SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { pasted } from "../text/quoting.ts";
import { parseUserArn } from "../role/user_arn.ts";
import { type CredentialSource, keyKind, type UserSession } from "../role/source.ts";
import { currentSession, type Session } from "./contract.ts";
import { endedRemedy, evaluatedExport, renewal } from "./remedies.ts";
import { NARROWING_TEXT } from "../role/narrowing.ts";

/** Takes an export back, in a shell that was there before it. */
function undoRemedy(env: Lookup): string {
  return `\`${evaluatedExport("--undo", env)}\` takes them out of it`;
}

/** SwrError "auth" if the credentials are already those of a role, and the user did not insist; or if they have ended. */
export function refuseSession(
  name: string | undefined,
  source: CredentialSource | undefined,
  options: SwitchOptions,
  env: Lookup,
  now: number,
): void {
  if (source?.kind === "user-session") {
    const { expiration } = source.session;
    if (Date.parse(expiration) <= now) throw userSessionEnded(source.session, env);
    return;
  }
  if (source === undefined || options.fromSession) return;
  // What another program serves is a session that swr was not in.
  if (source.kind !== "environment" && source.kind !== "profile") return;
  if (source.gives === "role-session") throw alreadyInSession(name ?? "PROFILE", source, env, now);
}

/**
 * SwrError "auth" if the credentials are those of a session: GetSessionToken takes long-lived keys only (STS API
 * Reference). `typed`: what the user typed, a profile or `--user`.
 */
export function refuseInSession(
  typed: string,
  source: CredentialSource,
  env: Lookup,
  now: number,
): void {
  if (source.gives === "long-term") return;
  const session = currentSession(env);
  if (source.kind === "user-session") {
    const { user, expiration } = source.session;
    if (Date.parse(expiration) <= now) throw userSessionEnded(source.session, env);
    throw new SwrError(
      "already-in-session",
      `you are in the user session of ${user.name} until ${localTime(expiration)}`,
      [
        "roles open from here without a code: `swr PROFILE`",
        "for another user session leave this one first",
      ],
    );
  }
  throw new SwrError(
    "already-in-session",
    "a user session cannot be opened with the keys of a session",
    [
      ...(session === undefined || source.kind !== "environment" ? [] : [leaveHint(session, env)]),
      `start from the long-lived keys: \`envchain NAMESPACE swr ${typed}\``,
    ],
  );
}

/**
 * SwrError "auth" if one is in a session: a profile with a source of its own opens another one. `name`: the profile.
 */
export function refuseBesideSource(name: string, source: CredentialSource, env: Lookup): void {
  const session = currentSession(env);
  if (source.gives === "long-term" || session === undefined) return;
  throw new SwrError(
    "already-in-session",
    "the keys in the environment already belong to a session",
    [
      leaveHint(session, env),
      `then \`swr ${pasted(name)}\` opens a session with the credentials of its own source`,
    ],
  );
}

function userSessionEnded({ user, expiration }: UserSession, env: Lookup): SwrError {
  const session = currentSession(env)!;
  return new SwrError(
    "session-ended",
    `the user session of ${user.name} ended at ${localTime(expiration)}`,
    endedRemedy(session, session.profile, env),
  );
}

/** How to leave the session. */
function leaveHint({ profile, expiration, exported }: Session, env: Lookup): string {
  const end = expiration ? ` until ${localTime(expiration)}` : "";
  return exported
    ? `the keys of "${profile}" are in this shell (--export)${end}: ${undoRemedy(env)}`
    : `you are in "${profile}"${end}: leave it with exit`;
}

function alreadyInSession(
  name: string,
  source: CredentialSource,
  env: Lookup,
  now: number,
): SwrError {
  const session = currentSession(env);
  // Keys that a profile holds are of another session than the one that one is in.
  const inside = source.kind === "environment" ? session : undefined;
  const place = source.kind === "profile" ? `profile "${source.profile}"` : "the environment";
  const or = inside ? "or " : "";
  const fresh = inside?.source === undefined
    ? `${or}start from the long-lived keys: \`envchain NAMESPACE swr ${pasted(name)}\``
    : `then \`swr ${pasted(name)}\``;
  const until = session?.expiration;
  if (inside && until && Date.parse(until) <= now) {
    return new SwrError(
      "session-ended",
      `the session in "${inside.profile}" ended at ${localTime(until)}`,
      endedRemedy(inside, name, env),
    );
  }
  const user = inside && parseUserArn(inside.userArn ?? "");
  if (inside && user && !inside.exported) {
    return new SwrError(
      "already-in-session",
      `you are in "${inside.profile}", opened from the user session of ${user.name}`,
      [`leave it with exit, and \`swr ${pasted(name)}\` needs no code`],
    );
  }
  const message = inside?.keyless
    ? "you are already in a session"
    : `the keys of ${place} already belong to a session`;
  return new SwrError("already-in-session", message, [
    ...(inside ? [leaveHint(inside, env)] : []),
    ...(inside ? renewal(inside, name, env).map((hint) => `or ${hint}`) : []),
    fresh,
    "or, if the role trusts the role you are in: `swr --from-session …` (an hour at most)",
  ]);
}

/**
 * SwrError "session-narrowed" inside a narrowed session: neither its own key nor one that is found in a file opens another
 * session from it. Long-lived keys in the environment are no part of the session: the user brought them there, with
 * envchain. `name`: what was typed, as a shell takes it.
 */
export function refuseNarrowed(name: string, env: Lookup): void {
  const session = currentSession(env);
  if (session?.narrowed === undefined) return;
  const id = env("AWS_ACCESS_KEY_ID");
  if (id && keyKind(id, Boolean(env("AWS_SESSION_TOKEN"))) === "long-term") return;
  throw new SwrError(
    "session-narrowed",
    `this session is ${NARROWING_TEXT[session.narrowed]}: swr opens no other session from it`,
    [
      leaveHint(session, env),
      `or start from the long-lived keys: \`envchain NAMESPACE swr ${name}\``,
    ],
  );
}

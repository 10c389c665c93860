// A switch inside a session, or with the keys of one: refused unless the user insists, with the way out of the session.
// Rule: the user leaves a shell that swr has started; in a shell of the user's own (--export) the keys are unset.

import { localTime } from "../text/local_time.ts";
import type { Lookup } from "../config/origin.ts";
import type { SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { pasted } from "../text/quoting.ts";
import type { CredentialSource } from "../role/source.ts";
import { currentSession, type Session, UNSET_SESSION } from "./contract.ts";

/** Ends a session in a shell that was there before it. */
const UNSET_REMEDY = `${UNSET_SESSION}, or use another shell`;

/** What to do when the session has ended, to be in the profile again. */
export function endedRemedy(
  profile: string,
  { exported }: Pick<Session, "exported">,
): string[] {
  const again = `start again: \`envchain NAMESPACE swr ${pasted(profile)}\``;
  return exported ? [UNSET_REMEDY, again] : [`leave this shell with exit, and ${again}`];
}

/** SwrError "auth" if the credentials are already those of a role, and the user did not insist. */
export function refuseSession(
  name: string | undefined,
  source: CredentialSource | undefined,
  options: SwitchOptions,
  env: Lookup,
  now: number,
): void {
  if (source === undefined || options.fromSession) return;
  if (source.gives === "role-session") throw alreadyInSession(name ?? "PROFILE", source, env, now);
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
  const place = source.kind === "environment" ? "the environment" : `profile "${source.profile}"`;
  const or = inside ? "or " : "";
  const fresh = `${or}start from the long-lived keys: \`envchain NAMESPACE swr ${pasted(name)}\``;
  const until = session?.expiration;
  if (inside && until && Date.parse(until) <= now) {
    return new SwrError(
      "session-ended",
      `the session in "${inside.profile}" ended at ${localTime(until)}`,
      endedRemedy(name, inside),
    );
  }
  const end = until ? ` until ${localTime(until)}` : "";
  return new SwrError("already-in-session", `the keys of ${place} already belong to a session`, [
    ...(!inside
      ? []
      : inside.exported
      ? [`the keys of "${inside.profile}" are in this shell (--export)${end}: ${UNSET_REMEDY}`]
      : [`you are in "${inside.profile}"${end}: leave it with exit`]),
    fresh,
    "or, if the role trusts the role you are in: `swr --from-session …` (an hour at most)",
  ]);
}

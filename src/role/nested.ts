// A switch inside a session, or with the keys of one: refused unless the user insists, with the way out of the session.
// Rule: the user leaves a shell that swr has started; in a shell of the user's own (--export) the keys are unset.

import type { Lookup } from "../config/origin.ts";
import type { SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { pasted } from "../text/quoting.ts";
import type { CredentialSource } from "./source.ts";

/** Takes the keys that --export has set out of a shell, and their profile out of its prompt. */
const EXPORTED_REMEDY =
  "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN SWR_PROFILE, or use another shell";

/** What to do when the session has ended, to be in the profile again. */
export function endedRemedy(profile: string, env: Lookup): string[] {
  const again = `start again: \`envchain NAMESPACE swr ${pasted(profile)}\``;
  return env("SWR_EXPORTED")
    ? [EXPORTED_REMEDY, again]
    : [`leave this shell with exit, and ${again}`];
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
  const inside = source.kind === "environment" ? env("SWR_PROFILE") : undefined;
  const place = source.kind === "environment" ? "the environment" : `profile "${source.profile}"`;
  const or = inside ? "or " : "";
  const fresh = `${or}start from the long-lived keys: \`envchain NAMESPACE swr ${pasted(name)}\``;
  const until = env("SWR_EXPIRATION");
  const exported = Boolean(env("SWR_EXPORTED"));
  if (inside && until && Date.parse(until) <= now) {
    return new SwrError(
      "session-ended",
      `the session in "${inside}" ended at ${until}`,
      endedRemedy(name, env),
    );
  }
  const end = until ? ` until ${until}` : "";
  return new SwrError("already-in-session", `the keys of ${place} are already those of a session`, [
    ...(!inside
      ? []
      : exported
      ? [`the keys of "${inside}" are in this shell (--export)${end}: ${EXPORTED_REMEDY}`]
      : [`you are in "${inside}"${end}: leave it with exit`]),
    fresh,
    "or, where the role trusts the role you are in: `swr --from-session …` (an hour at most)",
  ]);
}

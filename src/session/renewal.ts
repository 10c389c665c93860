// New keys for a shell that is in a session already: the session of the same profile, renewed in place (--export).
// Rule: it is suggested only if the new keys replace the old ones in place.

import type { Lookup } from "../config/origin.ts";
import { pasted } from "../text/quoting.ts";
import type { Session } from "./contract.ts";
import { evaluatedExport } from "./shell_words.ts";

/**
 * How the shell gets new keys for the same profile. Nothing if they would be elsewhere than the old ones, or have to come
 * from a session that is not this one.
 */
export function renewal(session: Session, profile: string, env: Lookup): string[] {
  const { kind, userArn, keyless, narrowed } = session;
  const isFromUserSession = kind === "role-session" && userArn !== undefined;
  if (keyless || narrowed || isFromUserSession || profile !== session.profile) return [];
  const { before, words } = startWords(session, profile);
  return [`new keys for this shell: \`${evaluatedExport(words, env, before)}\``];
}

/** How a session like this one is started for the profile: its keys come from envchain, or from the profile's own source. */
export function startAgain(session: Session, profile: string): string {
  const { before, words } = startWords(session, profile);
  return `${before && `${before} `}swr ${words}`;
}

function startWords({ kind, source }: Session, profile: string) {
  if (source !== undefined) return { before: "", words: pasted(profile) };
  const words = kind === "user-session" ? "--user" : pasted(profile);
  return { before: "envchain NAMESPACE", words };
}

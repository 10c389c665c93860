// A narrowed session is a dead end.
// Rule: it is known by the contract alone; that its keys give no more rights, STS sees to.

import type { Lookup } from "../config/origin.ts";
import { NARROWING_TEXT } from "../role/narrowing.ts";
import { keyKind } from "../role/source.ts";
import { SwrError } from "../text/errors.ts";
import { currentSession } from "./contract.ts";
import { leaveHint } from "./nested.ts";

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

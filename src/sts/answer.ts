// The session in an answer of STS, checked before anything is done with it.
// Rule: the account, role and session in AssumedRoleUser must be the ones asked for, and those in SessionInfo the ones one
// is in; acting in the wrong account is the worst thing swr could do.

import type { SessionCredentials } from "../credentials/credentials.ts";
import type { AssumeRoleCall, PlannedCall } from "../role/sts_call.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { type Reading, unusable } from "./incoming.ts";

const HOUR_MS = 3600 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** The longest that a session lasts: a role's 12 hours, a user's 36 (STS API Reference), and a clock that is off. */
const LONGEST_MS = {
  AssumeRole: DAY_MS,
  GetSessionToken: 37 * HOUR_MS,
  GetScopedCredentials: 37 * HOUR_MS,
};

/**
 * The session in an answer to that call; `now` in milliseconds. SwrError "wrong-identity" if it is another role's,
 * "answer-unusable" if it does not end within a day, that of a user within 37 hours. Whose a user session is, the answer
 * does not say (user_session.ts).
 */
export function checkSession(
  { credentials, Arn }: Reading,
  call: PlannedCall,
  now: number,
): SessionCredentials {
  if (call.action === "AssumeRole") checkIdentity(Arn ?? "", roleSession(call));
  if (call.action === "GetScopedCredentials") checkIdentity(Arn ?? "", call.identity!);
  if (credentials === undefined) throw unusable("it holds no credentials");
  const end = Date.parse(credentials.expiration);
  // A clock that is off by a quarter of an hour cannot sign at all; a role's session ends within half a day.
  if (!(end > now - DAY_MS && end < now + LONGEST_MS[call.action])) {
    throw unusable(`its expiration is ${credentials.expiration}`);
  }
  const kind = call.action === "AssumeRole" ? "role-session" : "user-session";
  return { kind, ...credentials };
}

/** How STS names the session of the call. */
function roleSession({ role: { partition, account, name }, input }: AssumeRoleCall): string {
  return `arn:${partition}:sts::${account}:assumed-role/${name}/${input.RoleSessionName}`;
}

function checkIdentity(arn: string, wanted: string): void {
  if (arn === wanted) return;
  throw new SwrError(
    "wrong-identity",
    `STS answered for another identity: ${visible(arn)}`,
    [
      `asked for was ${wanted}`,
      "the credentials were discarded; check the endpoint and the proxy",
    ],
  );
}

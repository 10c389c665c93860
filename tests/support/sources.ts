// Credentials that other programs serve, of sessions that the STS double knows.

import type { StsDouble } from "./sts_double.ts";
import type { Role, RoleSession } from "./sts_world.ts";

let count = 0;

/** A role's session, known to the double, that no call has opened. */
export function issueRoleSession(
  sts: StsDouble,
  role: Role,
  { sessionName = "someone", lasts = 3600 }: { sessionName?: string; lasts?: number } = {},
): RoleSession {
  count++;
  const session = {
    role,
    sessionName,
    accessKeyId: `ASIASERVED${String(count).padStart(10, "0")}`,
    secretAccessKey: `served/only+not=a/real+secret/key${String(count).padStart(7, "0")}`,
    sessionToken: `served-token-${String(count).padStart(20, "0")}`,
    expiresAt: Date.now() + sts.clock + lasts * 1000,
  };
  sts.world.sessions.push(session);
  if (!sts.world.roles.includes(role)) sts.world.roles.push(role);
  return session;
}

/** What a credential_process prints for a session. */
export function processJson(session: RoleSession, more: Record<string, unknown> = {}): string {
  return JSON.stringify({
    Version: 1,
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    Expiration: new Date(session.expiresAt).toISOString(),
    ...more,
  });
}

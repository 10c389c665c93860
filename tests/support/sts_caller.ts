// Who is calling: the key a request is signed with, and everything that can be wrong with key, signature and clock.
// Rule: no client reaches an action without a signature that verifies. May import the world, the failures, the
// signature.

import { FAILURES, type Refusal } from "./sts_failures.ts";
import { type Claim, claimOf, isSignedWith, signatureTime } from "./sts_signature.ts";
import {
  type IssuedSession,
  roleArn,
  type RoleSession,
  sessionArn,
  type User,
  userArn,
  type World,
} from "./sts_world.ts";

export type Caller = {
  kind: "user" | "root" | "role-session" | "user-session";
  arn: string;
  /** What a trust policy may name to mean this caller. */
  principals: string[];
  account: string;
  userId: string;
  sourceIdentity?: string;
  /** When the MFA code was taken that these credentials come from, in milliseconds; undefined: without one. */
  mfaAt?: number;
  /** The session whose keys these are. */
  session?: IssuedSession;
};

const TOLERANCE_MS = 15 * 60 * 1000;

/** The caller, once all is verified; `now` in milliseconds by the double's clock. */
export async function authenticate(
  request: Request,
  body: string,
  world: World,
  now: number,
): Promise<Caller | Refusal> {
  const header = request.headers.get("authorization");
  if (header === null) return FAILURES.notSigned;
  const claim = claimOf(request.headers);
  if (claim === undefined) return FAILURES.incomplete(header);
  const user = world.users.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  const session = world.sessions.find(({ accessKeyId }) => accessKeyId === claim.accessKeyId);
  const key = user ?? session;
  // A token beside long-lived keys is as wrong as none, or another's, beside those of a session.
  if (key === undefined || claim.sessionToken !== session?.sessionToken) return FAILURES.unknownKey;
  if (user?.status === "inactive") return FAILURES.unknownKey;
  if ((user ?? ownerOf(session!)).partition !== partitionOf(claim.region)) {
    return FAILURES.unknownKey;
  }
  if (claim.service !== "sts") return FAILURES.wrongService;
  const skew = refuseSkew(claim, now);
  if (skew !== undefined) return skew;
  if (!await isSignedWith(key, claim, request, body)) return FAILURES.wrongSignature;
  if (session !== undefined && session.expiresAt <= now) return FAILURES.expired;
  const caller = user === undefined ? asSession(session!) : asUser(user);
  if (world.disabledRegions.includes(claim.region)) return FAILURES.regionDisabled(caller.account);
  return caller;
}

function refuseSkew({ date, signedAt }: Claim, now: number): Refusal | undefined {
  if (signedAt < now - TOLERANCE_MS) {
    const earliest = signatureTime(now - TOLERANCE_MS);
    return FAILURES.signedTooEarly(date, earliest, signatureTime(now));
  }
  if (signedAt > now + TOLERANCE_MS) {
    return FAILURES.signedTooLate(date, signatureTime(now + TOLERANCE_MS), signatureTime(now));
  }
  return undefined;
}

function ownerOf(session: IssuedSession): { partition: string } {
  return "user" in session ? session.user : session.role;
}

function asUser(user: User): Caller {
  const { kind, account, id, partition } = user;
  const arn = userArn(user);
  const principals = [arn, `arn:${partition}:iam::${account}:root`];
  return { kind, arn, principals, account, userId: kind === "root" ? account : id };
}

function asSession(session: IssuedSession): Caller {
  return { ...callerIn(session), session };
}

function callerIn(session: IssuedSession): Caller {
  return "user" in session
    ? {
      ...asUser(session.user),
      kind: "user-session",
      ...(session.mfaAt !== undefined && { mfaAt: session.mfaAt }),
    }
    : asRoleSession(session);
}

function asRoleSession(session: RoleSession): Caller {
  const { role, sessionName, sourceIdentity } = session;
  const arn = sessionArn(session);
  return {
    kind: "role-session",
    arn,
    principals: [arn, roleArn(role), `arn:${role.partition}:iam::${role.account}:root`],
    account: role.account,
    userId: `${role.id}:${sessionName}`,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
  };
}

/** Accounts of one partition are unknown in every other; the region's name tells which one answers. */
function partitionOf(region: string): string {
  const match = /^(cn|us-gov|eusc|us-iso[bf]?|eu-isoe)-/.exec(region)?.[1] ?? "";
  const special: Record<string, string> = {
    "us-iso": "aws-iso",
    "us-isob": "aws-iso-b",
    "eu-isoe": "aws-iso-e",
    "us-isof": "aws-iso-f",
  };
  return match === "" ? "aws" : special[match] ?? `aws-${match}`;
}

// What the STS double knows: users with their keys and MFA devices, roles with their trust, sessions it issued.
// Rule: data and names only; sts_caller.ts and sts_actions.ts decide. A test changes the world as it likes, at any time.
// May import totp.ts.

import { type Device, newDevice } from "./totp.ts";

export type User = {
  partition: string;
  account: string;
  /** With both slashes: `/` or `/team/`. */
  path: string;
  name: string;
  /** The unique id that GetCallerIdentity tells, `AIDA…`. */
  id: string;
  accessKeyId: string;
  secretAccessKey: string;
  kind: "user" | "root";
  /** Of the access key. */
  status: "active" | "inactive";
};

export type Role = {
  partition: string;
  account: string;
  /** With both slashes: `/` or `/team/`. */
  path: string;
  name: string;
  /** The unique id that AssumedRoleId begins with, `AROA…`. */
  id: string;
  /** ARNs of users, roles (`…:role/name`), assumed roles or account roots (`…:root`, all of the account). */
  trusts: string[];
  needsMfa: boolean;
  /** Seconds that an MFA may be old (aws:MultiFactorAuthAge); undefined: any age. */
  mfaMaxAge?: number;
  externalId?: string;
  /** The only source identity that the trust policy lets in. */
  sourceIdentity?: string;
  /** Seconds. */
  maxSessionDuration: number;
  /** Whether its trust policy leaves sts:TagSession out. */
  deniesTags?: true;
};

type Keys = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  /** Milliseconds, by the double's clock. */
  expiresAt: number;
  /** The policies of GetScopedCredentials, from the outermost to the innermost session. */
  scopes?: readonly string[];
  /** What the innermost was said to be for. */
  description?: string;
};

/** A session that AssumeRole gave. */
export type RoleSession = Keys & { role: Role; sessionName: string; sourceIdentity?: string };

/** A session that GetSessionToken gave to a user. */
export type UserSession = Keys & {
  user: User;
  /** When the MFA code was taken, in milliseconds by the double's clock; undefined: without one. */
  mfaAt?: number;
};

export type IssuedSession = RoleSession | UserSession;

export type World = {
  users: User[];
  devices: Device[];
  roles: Role[];
  sessions: IssuedSession[];
  /** Regions where the accounts have not activated STS. */
  disabledRegions: string[];
  /** How long every role session lasts, whatever is asked for; AWS itself gives no less than 900 s. */
  roleSeconds?: number;
};

const MAIN = "111122223333";
const SUB = "222233334444";

/** The keys of the user `me`, as the variables that carry them. */
export const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE00",
  AWS_SECRET_ACCESS_KEY: "double/only+not=a/real+secret/key0000001",
} as const;

/** The MFA device of `me`. */
export const SERIAL = `arn:aws:iam::${MAIN}:mfa/me`;

/** The keys of the user `alice`, whose devices have names of their own. */
export const ALICE_KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE01",
  AWS_SECRET_ACCESS_KEY: "double/only+not=a/real+secret/key0000002",
} as const;

/** The MFA devices of `alice`. */
export const ALICE_SERIALS = [
  `arn:aws:iam::${MAIN}:mfa/phone`,
  `arn:aws:iam::${MAIN}:mfa/yubikey-otp`,
] as const;

/** A user with everything that is not given made up: an active key of account 111122223333. */
export function newUser(more: Partial<User> & { name: string }): User {
  return {
    partition: "aws",
    account: MAIN,
    path: "/",
    id: `AIDA${randomId()}`,
    accessKeyId: `AKIA${randomId()}`,
    secretAccessKey: `${randomId()}/${randomId()}+00000`,
    kind: "user",
    status: "active",
    ...more,
  };
}

/** A role of account 222233334444 that trusts no one unless something else is given. */
export function newRole(more: Partial<Role> & { name: string }): Role {
  return {
    partition: "aws",
    account: SUB,
    path: "/",
    id: `AROA${randomId()}`,
    trusts: [],
    needsMfa: false,
    maxSessionDuration: 3600,
    ...more,
  };
}

/**
 * Account 111122223333 with the user `me` (KEYS, a device), a user `gone` whose key is inactive, root keys, and the
 * user `alice` (ALICE_KEYS, two devices); account 222233334444 with roles that trust `me` and `alice` in different ways.
 */
export function defaultWorld({ partition = "aws" }: { partition?: string } = {}): World {
  const me = newUser({
    partition,
    name: "me",
    accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
    secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
  });
  const alice = newUser({
    partition,
    name: "alice",
    accessKeyId: ALICE_KEYS.AWS_ACCESS_KEY_ID,
    secretAccessKey: ALICE_KEYS.AWS_SECRET_ACCESS_KEY,
  });
  const gone = newUser({ partition, name: "gone", status: "inactive" });
  const role = (name: string, more: Partial<Role> = {}) =>
    newRole({ partition, name, trusts: [me, alice].map(userArn), ...more });
  const admin = role("admin", { needsMfa: true });
  const reader = role("reader");
  return {
    users: [me, gone, newUser({ partition, name: "root", kind: "root" }), alice],
    devices: ([[me, "me"], [gone, "gone"], [alice, "phone"], [alice, "yubikey-otp"]] as const).map(
      ([user, name]) =>
        newDevice(`arn:${partition}:iam::${user.account}:mfa/${name}`, userArn(user)),
    ),
    roles: [
      admin,
      reader,
      role("external", { externalId: "open:sesame/1" }),
      role("ops", { path: "/team/", needsMfa: true }),
      role("long", { maxSessionDuration: 43200 }),
      role("chained", { trusts: [roleArn(admin), roleArn(reader)] }),
      role("named", { sourceIdentity: "me" }),
      role("delegated", { trusts: [`arn:${partition}:iam::${MAIN}:root`] }),
      role("closed", { trusts: [] }),
      role("fresh", { needsMfa: true, mfaMaxAge: 3600 }),
    ],
    sessions: [],
    disabledRegions: [],
  };
}

export function userArn({ partition, account, path, name, kind }: User): string {
  return `arn:${partition}:iam::${account}:${kind === "root" ? "root" : `user${path}${name}`}`;
}

export function roleArn({ partition, account, path, name }: Role): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

/** The ARN of the session's user; the role's path is not in it, as with AWS. */
export function sessionArn({ role, sessionName }: RoleSession): string {
  return `arn:${role.partition}:sts::${role.account}:assumed-role/${role.name}/${sessionName}`;
}

/** Sixteen characters as AWS's ids have them after their prefix: A to Z and 2 to 7. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[byte % 32]).join("");
}

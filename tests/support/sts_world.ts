// What the STS double knows: users with their keys and MFA devices, roles with their trust, sessions it issued.
// Rule: data and lookups only; sts_double.ts decides, sts_signature.ts verifies.

import { TOTP } from "otpauth";

export type User = { arn: string; account: string; accessKeyId: string; secretAccessKey: string };

export type Device = { serial: string; userArn: string; totp: TOTP; usedSteps: Set<number> };

export type Role = {
  account: string;
  partition: string;
  /** With both slashes: `/` or `/team/`. */
  path: string;
  name: string;
  /** ARNs of users, or of roles (`…:role/name`). */
  trusts: string[];
  needsMfa: boolean;
  externalId?: string;
  maxSessionDuration: number;
};

export type IssuedSession = {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  arn: string;
  account: string;
  roleArn: string;
  expiresAt: number;
};

export type World = { users: User[]; devices: Device[]; roles: Role[]; sessions: IssuedSession[] };

const MAIN = "111122223333";
const SUB = "222233334444";

export const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE00",
  AWS_SECRET_ACCESS_KEY: "double/only+not=a/real+secret/key00000001",
} as const;

export const SERIAL = `arn:aws:iam::${MAIN}:mfa/me`;

/** A user `me` with a device, and roles of another account that trust it in different ways. */
export function defaultWorld(): World {
  const me = `arn:aws:iam::${MAIN}:user/me`;
  const role = (name: string, more: Partial<Role> = {}): Role => ({
    account: SUB,
    partition: "aws",
    path: "/",
    name,
    trusts: [me],
    needsMfa: false,
    maxSessionDuration: 3600,
    ...more,
  });
  return {
    users: [{
      arn: me,
      account: MAIN,
      accessKeyId: KEYS.AWS_ACCESS_KEY_ID,
      secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY,
    }],
    devices: [{ serial: SERIAL, userArn: me, totp: new TOTP({ digits: 6 }), usedSteps: new Set() }],
    roles: [
      role("admin", { needsMfa: true }),
      role("reader"),
      role("external", { externalId: "open:sesame/1" }),
      role("ops", { path: "/team/", needsMfa: true }),
      role("long", { maxSessionDuration: 43200 }),
      role("chained", {
        trusts: [`arn:aws:iam::${SUB}:role/admin`, `arn:aws:iam::${SUB}:role/reader`],
      }),
      role("closed", { trusts: [] }),
    ],
    sessions: [],
  };
}

export function roleArn({ partition, account, path, name }: Role): string {
  return `arn:${partition}:iam::${account}:role${path}${name}`;
}

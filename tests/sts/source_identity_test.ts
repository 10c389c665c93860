// Whose credentials a source has given: STS's answer against what the source says.

import assert from "node:assert/strict";
import { checkCaller, sessionOfSource } from "../../src/sts/source_identity.ts";
import type { ServedSource } from "../../src/role/source.ts";
import type { Sso } from "../../src/role/sso.ts";
import { refuses } from "../support/plans.ts";
import { lineOrigin } from "../../src/text/origin.ts";

const SSO: Sso = {
  startUrl: {
    value: "https://example.awsapps.com/start",
    origin: lineOrigin({ file: "config", line: 2 }),
  },
  region: { value: "eu-central-1", origin: lineOrigin({ file: "config", line: 3 }) },
  account: "222233334444",
  role: "admin",
};
const portal = {
  kind: "sso",
  profile: "p",
  account: "222233334444",
  sso: SSO,
} as unknown as ServedSource;
const process = { kind: "process", profile: "p" } as unknown as ServedSource;
const RESERVED = "arn:aws:sts::222233334444:assumed-role/AWSReservedSSO_admin_0123456789abcdef/me";
const KEYS = {
  kind: "role-session",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  secretAccessKey: "s",
  sessionToken: "t",
} as const;
const END = { expiration: "2026-01-01T00:00:00Z" } as never;

Deno.test("the permission set's role of the account is what the portal may give", () => {
  assert.equal(checkCaller(RESERVED, portal).account, "222233334444");
  const others = [
    RESERVED.replace("222233334444", "999988887777"),
    RESERVED.replace("_admin_", "_reader_"),
    RESERVED.replace("_admin_", "_admin_x_"),
    RESERVED.replace("AWSReservedSSO_admin_0123456789abcdef", "admin"),
    RESERVED.replace("arn:aws:", "arn:aws-cn:"),
    RESERVED.replace("assumed-role/AWSReservedSSO_admin_0123456789abcdef", "user"),
  ];
  for (const caller of others) {
    refuses(() => checkCaller(caller, portal), /another (identity|account)/);
  }
});

Deno.test("an answer that is no identity is refused, whatever the source says", () => {
  for (const caller of ["", "arn:aws:iam::1:user/x", "arn:aws:s3:::bucket"]) {
    refuses(() => checkCaller(caller, process), /does not know/);
  }
});

Deno.test("the session is named after what STS says: a role, or a user; root is refused", () => {
  const role = sessionOfSource(KEYS, END, "arn:aws:sts::222233334444:assumed-role/ops/s", process);
  assert.equal(role.role?.arn, "arn:aws:iam::222233334444:role/ops");
  const set = sessionOfSource(KEYS, END, RESERVED, portal);
  assert.match(
    set.role!.arn,
    /role\/aws-reserved\/sso\.amazonaws\.com\/eu-central-1\/AWSReservedSSO_admin_/,
  );
  const user = sessionOfSource(KEYS, END, "arn:aws:iam::111122223333:user/me", process);
  assert.equal(user.kind, "user-session");
  refuses(() => sessionOfSource(KEYS, END, "arn:aws:iam::111122223333:root", process), /root user/);
});

Deno.test("keys without an expiration make no session", () => {
  const caller = "arn:aws:iam::111122223333:user/me";
  refuses(() => sessionOfSource(KEYS, {} as never, caller, process), /have no expiration/);
});

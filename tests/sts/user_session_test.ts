// Whose user session it is: what STS names for the new keys is compared with the device.

import assert from "node:assert/strict";
import type { SessionCredentials } from "../../src/credentials/credentials.ts";
import { withUser } from "../../src/sts/user_session.ts";
import { SwrError } from "../../src/text/errors.ts";

const CREDENTIALS: SessionCredentials = {
  kind: "user-session",
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "s",
  sessionToken: "t",
  expiration: "2026-01-01T12:00:00Z",
};
const DEVICE = "arn:aws:iam::111122223333:mfa/phone";
const ALICE = "arn:aws:iam::111122223333:user/alice";
const NOW = Date.parse("2026-01-01T00:00:00.500Z");

Deno.test("the user is the one that STS names, whatever the device is called", () => {
  const { user, accessKeyId } = withUser(CREDENTIALS, ALICE, DEVICE, NOW);
  assert.deepEqual([user?.arn.name, user?.mfaTime, accessKeyId], [
    "alice",
    "2026-01-01T00:00:00Z",
    "ASIAEXAMPLE",
  ]);
  assert.equal(withUser(CREDENTIALS, ALICE, undefined, NOW).user?.mfaTime, undefined);
  const hardware = withUser(CREDENTIALS, ALICE, "GAHT12345678", NOW).user;
  assert.equal(hardware?.arn.account, "111122223333");
});

for (
  const [what, caller, pattern] of [
    ["another account", "arn:aws:iam::999988887777:user/alice", /another account/],
    ["another partition", "arn:aws-cn:iam::111122223333:user/alice", /another account/],
    ["a role", "arn:aws:sts::111122223333:assumed-role/r/s", /not those of an IAM user/],
    ["the root user", "arn:aws:iam::111122223333:root", /not those of an IAM user/],
    ["text that steers a terminal", `${ALICE}\u001b[2J`, /\\x1b\[2J/],
  ] as const
) {
  Deno.test(`the keys are thrown away if STS names ${what}`, () => {
    assert.throws(() => withUser(CREDENTIALS, caller, DEVICE, NOW), (error: SwrError) => {
      assert.equal(error.code, "wrong-identity");
      assert.match(error.message, pattern);
      return true;
    });
  });
}

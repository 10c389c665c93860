// The ARNs of users and devices, taken apart.

import assert from "node:assert/strict";
import { ownerOfDevice, parseUserArn } from "../../src/role/user_arn.ts";

Deno.test("a user's ARN gives partition, account and the name without its path", () => {
  const text = "arn:aws-cn:iam::111122223333:user/team/a/alice@example.com";
  assert.deepEqual(parseUserArn(text), {
    text,
    partition: "aws-cn",
    account: "111122223333",
    name: "alice@example.com",
  });
  for (
    const other of [
      "arn:aws:iam::111122223333:root",
      "arn:aws:iam::11112222333:user/alice",
      "arn:aws:iam::111122223333:user/",
      "arn:aws:iam::111122223333:user/a b",
      "arn:aws:iam::111122223333:user/alice\n",
      "arn:aws:iam::111122223333:role/alice",
      "arn:aws:sts::111122223333:assumed-role/alice/alice",
      "",
    ]
  ) {
    assert.equal(parseUserArn(other), undefined, other);
  }
});

Deno.test("a device's ARN gives its account; a hardware token's number does not", () => {
  assert.deepEqual(ownerOfDevice("arn:aws-us-gov:iam::111122223333:mfa/a/b"), {
    partition: "aws-us-gov",
    account: "111122223333",
  });
  assert.equal(ownerOfDevice("GAHT12345678"), undefined);
});

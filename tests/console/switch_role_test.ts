// The console's own Switch Role link, in each partition.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { parseRoleArn } from "../../src/role/arn.ts";
import { switchRoleUrl } from "../../src/console/switch_role.ts";

const url = (arn: string, name: string) =>
  switchRoleUrl(parseRoleArn({ value: arn, origin: from("test") }), name);

Deno.test("account, role with its path, and a name to show", () => {
  assert.equal(
    url("arn:aws:iam::222233334444:role/admin", "sub-account"),
    "https://signin.aws.amazon.com/switchrole?account=222233334444&roleName=admin&displayName=sub-account",
  );
  const { searchParams } = new URL(url("arn:aws:iam::222233334444:role/team/x+y=z,@", "a b&c/ü"));
  assert.deepEqual(Object.fromEntries(searchParams), {
    account: "222233334444",
    roleName: "team/x+y=z,@",
    displayName: "a b&c/ü",
  });
});

Deno.test("each partition has its host, and one without is refused", () => {
  const host = (partition: string) =>
    new URL(url(`arn:${partition}:iam::222233334444:role/r`, "p")).host;
  assert.equal(host("aws-cn"), "signin.amazonaws.cn");
  assert.equal(host("aws-us-gov"), "signin.amazonaws-us-gov.com");
  assert.equal(host("aws-eusc"), "eusc-de-east-1.signin.amazonaws-eusc.eu");
  assert.throws(() => host("aws-iso"), /does not know the console sign-in/);
});

Deno.test("the name is no longer than the console takes, and not cut inside a character", () => {
  const { searchParams } = new URL(url("arn:aws:iam::222233334444:role/r", "💡".repeat(70)));
  assert.equal(searchParams.get("displayName"), "💡".repeat(64));
});

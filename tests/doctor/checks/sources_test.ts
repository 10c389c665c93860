// The sources that other programs serve, as --doctor sees them.

import assert from "node:assert/strict";
import { SwrError } from "../../../src/text/errors.ts";
import { brought, configFindings, ROLE, testFaults } from "../../support/doctor_facts.ts";

const SSO =
  "sso_start_url = https://x\nsso_region = us-east-1\nsso_account_id = 111122223333\nsso_role_name = r\n";

testFaults([
  [
    "two sources",
    "credential_process = x\nlogin_session = y\n",
    "credential_process = x\n",
    "source-twice",
    "problem",
    1,
    /more than one source of credentials\nlogin_session at \S+:3, credential_process at \S+:2/,
  ],
  [
    "a role with a source of its own",
    `${ROLE}credential_process = x\n`,
    `${ROLE}source_profile = q\n[profile q]\ncredential_process = x\n`,
    "source-twice",
    "problem",
    1,
    /has both role_arn and credential_process\nthe role needs a source_profile/,
  ],
  [
    "an account that is none",
    SSO.replace("111122223333", "1"),
    SSO,
    "source-malformed",
    "problem",
    4,
    /"1" cannot be sso_account_id\nit has twelve digits/,
  ],
  [
    "a region of IAM Identity Center that there is not",
    SSO.replace("us-east-1", "us-eest-1"),
    SSO,
    "region",
    "problem",
    3,
    /there is no region us-eest-1\ndid you mean us-east-1/,
  ],
]);

Deno.test("profiles with a source of their own are counted beside the roles", () => {
  const found = (config: string) =>
    configFindings(config).map(({ id, level, message }) => [id, level, message]);
  assert.deepEqual(found(`[profile a]\n${SSO}`), [
    ["sources", "ok", "swr can open a session in 1 profile that has a source of its own"],
  ]);
  assert.deepEqual(
    found(`[profile a]\n${SSO}[profile b]\ncredential_process = x\n[profile c]\n${ROLE}`),
    [
      ["roles", "ok", "swr can switch to the only role"],
      ["sources", "ok", "swr can open a session in 2 profiles that have a source of their own"],
    ],
  );
});

Deno.test("a sign-in that cannot be used is a warning with what to do, one that can is fine", () => {
  const error = new SwrError(
    "sso-signin-missing",
    "IAM Identity Center has not been signed in to",
    [
      "sign in: `aws sso login --sso-session corp`",
    ],
  );
  const found = brought({ signIns: [{ name: "old" }, { name: "corp", error }] });
  assert.deepEqual(
    found.map(({ id, level, message, remedy, code }) => [id, level, message, remedy, code]),
    [
      [
        "sign-in",
        "warning",
        "IAM Identity Center has not been signed in to",
        ["sign in: `aws sso login --sso-session corp`"],
        "sso-signin-missing",
      ],
      ["sign-in", "ok", "IAM Identity Center is signed in to (old)", [], undefined],
    ],
  );
});

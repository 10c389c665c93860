// The decision of a switch from configuration texts, options and variables.

import assert from "node:assert/strict";
import { KEYS, plan, ROLE } from "../support/plans.ts";

Deno.test("a code that is given and not wanted is not dropped silently", () => {
  const config = `[profile p]\n${ROLE}`;
  const option = { options: ["-t", "123456"] };
  const said = ["the code is not sent: p has no mfa_serial"];
  assert.deepEqual(plan(config, option).warnings, said);
  assert.deepEqual(plan(config, { env: { ...KEYS, SWR_MFA_TOKEN: "123456" } }).warnings, said);
  const device = `${config}mfa_serial = arn:aws:iam::111122223333:mfa/me\n`;
  assert.deepEqual(plan(device, option).warnings, []);
  const session = {
    options: ["-t", "123456", "--from-session"],
    env: {
      AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "s",
      AWS_SESSION_TOKEN: "t",
    },
  };
  assert.deepEqual(plan(device, session).warnings, [
    "the code is not sent: session keys cannot be used with MFA",
  ]);
});

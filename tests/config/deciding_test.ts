// Which settings decide who one becomes.

import assert from "node:assert/strict";
import { decides, isScalar } from "../../src/config/deciding.ts";

Deno.test("role, source, device, external id, keys and endpoint decide; every sso_ setting does", () => {
  for (
    const key of [
      "role_arn",
      "source_profile",
      "mfa_serial",
      "external_id",
      "aws_secret_access_key",
      "services",
      "sso_role_name",
      "sso_anything_new",
    ]
  ) assert.ok(decides(key) && isScalar(key), key);
});

Deno.test("a region or a time has one line and does not decide; output is not read", () => {
  for (const key of ["region", "duration_seconds", "session_tags"]) {
    assert.ok(!decides(key) && isScalar(key), key);
  }
  assert.ok(!decides("output") && !isScalar("output"));
});

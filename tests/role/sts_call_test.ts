// A call as it is sent.

import assert from "node:assert/strict";
import { chained } from "../support/plans.ts";
import { withCode } from "../../src/role/sts_call.ts";

Deno.test("a call is sent with its device and the code, or with neither", () => {
  const { calls: [first, second] } = chained({ p: "mfa_serial = GAHT12345678\n" });
  const { action, input } = withCode(first, "123456");
  assert.deepEqual({ action, input }, {
    action: "AssumeRole",
    input: { ...first.input, SerialNumber: "GAHT12345678", TokenCode: "123456" },
  });
  assert.ok(!("SerialNumber" in withCode(first, undefined).input));
  assert.ok(!("TokenCode" in withCode(second!, "123456").input));
  assert.deepEqual(Object.keys(withCode(second!, undefined)), ["action", "input"]);
});

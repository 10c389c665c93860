// Which failures have used the code up.

import assert from "node:assert/strict";
import { isSpentCode } from "../../src/sts/failure.ts";
import type { Failure } from "../../src/sts/messages.ts";
import { FAILURES, type Refusal } from "../support/sts_failures.ts";

Deno.test("a code that STS may have used is spent, others are not", () => {
  const service = (row: Refusal): Failure => ({ kind: "service", ...row });
  assert.ok(isSpentCode(service(FAILURES.wrongCode)));
  assert.ok(isSpentCode({ kind: "lost", message: "" }));
  for (
    const failure of [
      service(FAILURES.wrongDevice),
      { kind: "connection", message: "" },
      { kind: "broken", message: "" },
    ] as const
  ) {
    assert.ok(!isSpentCode(failure));
  }
});

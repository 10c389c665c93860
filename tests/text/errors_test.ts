// Codes, exit statuses, and the one way in which an origin reaches a message.

import assert from "node:assert/strict";
import { asSwrError, exitStatus, headline, SwrError } from "../../src/text/errors.ts";

Deno.test("the code decides the exit status", () => {
  const statuses = (["usage", "profile-unknown", "sts-refused", "sts-unreachable"] as const)
    .map((code) => exitStatus(new SwrError(code, "x").kind));
  assert.deepEqual(statuses, [2, 2, 1, 1]);
  const ends = (["canceled", "program-not-executable", "program-not-found"] as const)
    .map((code) => exitStatus(new SwrError(code, "x").kind));
  assert.deepEqual(ends, [130, 126, 127]);
});

Deno.test("the first line names where the value was written, made visible", () => {
  const origin = { kind: "line", file: "/home/\u001bme/.aws/config", line: 3 } as const;
  const text = headline(new SwrError("region-malformed", "no region", [], { origin }));
  assert.match(text, /^no region \(from \/home\/.+me\/\.aws\/config:3\)$/);
  assert.ok(!text.includes("\u001b"));
  assert.equal(headline(new SwrError("usage", "what")), "what");
});

Deno.test("anything that swr did not foresee is a bug, with the cause and where to report it", () => {
  const cause = new TypeError("x is undefined");
  const error = asSwrError(cause);
  assert.deepEqual([error.code, error.kind, error.cause], ["unexpected", "bug", cause]);
  assert.match(error.message, /TypeError: x is undefined/);
  assert.match(error.hints.join("\n"), /report it/);
  assert.match(asSwrError("only a text").message, /only a text/);
  const full = Object.assign(new Error("Resource temporarily unavailable (os error 11)"), {
    name: "WouldBlock",
  });
  assert.equal(asSwrError(full).code, "threads-exhausted");
  assert.doesNotMatch(asSwrError(full).hints.join(), /report it/);
  const known = new SwrError("canceled", "no");
  assert.equal(asSwrError(known), known);
});

// Each kind of origin as messages show it.

import assert from "node:assert/strict";
import { lineOrigin, originText } from "../../src/text/origin.ts";

Deno.test("an origin is shown as the user would type or open it", () => {
  assert.equal(originText({ kind: "option", name: "region" }), "--region");
  assert.equal(originText({ kind: "variable", name: "AWS_REGION" }), "$AWS_REGION");
  assert.equal(originText(lineOrigin({ file: "~/.aws/config", line: 7 })), "~/.aws/config:7");
  assert.equal(originText({ kind: "file", file: "policy.json" }), "policy.json");
  assert.equal(originText({ kind: "passwd" }), "the passwd entry");
  assert.equal(originText({ kind: "default" }), "swr's default");
});

Deno.test("a path that could steer the terminal is made visible", () => {
  assert.ok(!originText({ kind: "file", file: "a\u001b[2Jb" }).includes("\u001b"));
});

// An error with its causes on one line.

import assert from "node:assert/strict";
import { causes } from "../../src/text/causes.ts";

Deno.test("the first line of each error, at most five, outermost first", () => {
  const error = new Error("outer\nstack", { cause: new Error("inner", { cause: "a text" }) });
  assert.equal(causes(error), "outer: inner");
  let deep = new Error("0");
  for (let n = 1; n < 9; n++) deep = new Error(String(n), { cause: deep });
  assert.equal(causes(deep), "8: 7: 6: 5: 4");
});

Deno.test("an error that is its own cause ends, and what is no error is shown as a text", () => {
  const loop = new Error("loop");
  loop.cause = loop;
  assert.equal(causes(loop), "loop");
  assert.equal(causes("plain"), "plain");
  assert.equal(causes(undefined), "undefined");
});

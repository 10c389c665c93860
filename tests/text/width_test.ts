import assert from "node:assert/strict";
import { fitted, padded, widthOf, wrapped } from "../../src/text/width.ts";

Deno.test("widthOf() counts wide characters twice, and combining ones not at all", () => {
  assert.equal(widthOf("abc"), 3);
  assert.equal(widthOf("日本"), 4);
  assert.equal(widthOf("e\u0301"), 1);
  assert.equal(widthOf("🚀"), 2);
  assert.equal(widthOf(""), 0);
});

Deno.test("padded() fills up to the width, and cuts nothing", () => {
  assert.deepEqual(padded("日", 4), { text: "日  ", width: 2 });
  assert.deepEqual(padded("abcde", 3), { text: "abcde", width: 5 });
});

Deno.test("fitted() keeps what fits, with a sign where something is left out", () => {
  assert.equal(fitted("abc", 3), "abc");
  assert.equal(fitted("abcd", 3), "ab…");
  // Half of a wide character is not shown.
  assert.equal(fitted("a日本", 3), "a…");
  assert.equal(fitted("abc", 0), "");
});

Deno.test("wrapped() breaks between words, and gives a long word a line of its own", () => {
  assert.deepEqual(wrapped("one two three", 7), ["one two", "three"]);
  assert.deepEqual(wrapped("a longest-word b", 6), ["a", "longest-word", "b"]);
});

// Which names are suggested for a mistyped one.

import assert from "node:assert/strict";
import { nearestNames } from "../../src/text/suggest.ts";

const NAMES = ["prod-admin", "prod-read", "stage-admin", "dev", "Sandbox"];

Deno.test("nearestNames() finds slips of the hand, whatever the case, the nearest first", () => {
  assert.deepEqual(nearestNames("prod-amdin", NAMES), ["prod-admin"]);
  assert.deepEqual(nearestNames("sandbox", NAMES), ["Sandbox"]);
  assert.deepEqual(nearestNames("dv", NAMES), ["dev"]);
  assert.deepEqual(nearestNames("ab3", ["ab1", "ab2", "ab3x"]).length, 3);
});

Deno.test("nearestNames() finds names that begin with the word", () => {
  assert.deepEqual(nearestNames("prod", NAMES).toSorted(), ["prod-admin", "prod-read"]);
});

Deno.test("nearestNames() suggests nothing for a word that is like none, nor more than asked for", () => {
  assert.deepEqual(nearestNames("customer", NAMES), []);
  assert.deepEqual(nearestNames("p1", ["p2", "p3", "p4", "p5"]), ["p2", "p3", "p4"]);
  assert.deepEqual(nearestNames("b", ["a", "B", "bc"]), ["B", "bc"]);
  assert.deepEqual(nearestNames("", NAMES), []);
  assert.deepEqual(nearestNames("a".repeat(100_000), ["a".repeat(100_001)]), []);
});

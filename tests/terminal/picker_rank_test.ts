import assert from "node:assert/strict";
import { rankOf } from "../../src/terminal/picker_rank.ts";

const rank = (word: string, name: string, ...others: string[]) => rankOf(word, [name, ...others]);

Deno.test("rankOf(): the whole name, its beginning, a word in it, a part of it, another column, letters in order", () => {
  const ranks = [
    rank("prod", "prod"),
    rank("prod", "production"),
    rank("prod", "edge-prod"),
    rank("prod", "reproduce"),
    rank("prod", "edge", "222233334444", "prod-admin"),
    rank("prod", "pre-order-data"),
    rank("prod", "x", "222233334444", "p-r-o-d"),
  ];
  assert.deepEqual(ranks, ranks.toSorted((a, b) => a - b));
  assert.equal(new Set(ranks).size, ranks.length);
});

Deno.test("rankOf() finds edgprd in edge-prod, the closer letters first", () => {
  assert.equal(rank("edgprd", "edge-prod"), 5 + 3);
  assert.ok(rank("eprd", "edge-prod") < rank("eprd", "edge-of-the-product"));
});

Deno.test("rankOf(): letters in another order, and a single letter that is nowhere, are no match", () => {
  assert.equal(rank("drpegde", "edge-prod"), Infinity);
  assert.equal(rank("x", "edge-prod", "222233334444"), Infinity);
  assert.equal(rank("zz", "", ""), Infinity);
  assert.equal(rankOf("a", []), Infinity);
});

import assert from "node:assert/strict";
import { aligned, cutInMiddle } from "../../src/text/columns.ts";
import { widthOf } from "../../src/text/width.ts";

Deno.test("aligned() fills each column to its widest cell, without blanks at the end", () => {
  assert.deepEqual(aligned([["a", "12", ""], ["long", "3", "x"], ["東京", "", ""]], 80), [
    "a     12",
    "long  3   x",
    "東京",
  ]);
  assert.deepEqual(aligned([], 80), []);
});

Deno.test("one long name is cut in its middle, and the other columns stay whole", () => {
  const long = `team-${"x".repeat(200)}-production`;
  const rows = [["NAME", "ACCOUNT", "ROLE"], [long, "222233334444", "admin"], [
    "dev",
    "222233334444",
    "reader",
  ]];
  const lines = aligned(rows, 60);
  assert.ok(lines.every((line) => widthOf(line) <= 60), lines.join("\n"));
  assert.match(lines[1]!, /^team-x+…x+-production {2}222233334444 {2}admin$/);
  assert.match(lines[2]!, /^dev +222233334444 {2}reader$/);
});

Deno.test("several wide columns share what there is; none is cut below twelve", () => {
  const rows = [["a".repeat(50), "b".repeat(40), "c".repeat(5)]];
  const [line] = aligned(rows, 60);
  assert.equal(widthOf(line!), 59);
  assert.deepEqual(line!.split(/ +/).map(widthOf).toSorted((a, b) => a - b), [5, 25, 25]);
  assert.equal(aligned(rows, 10)[0], `aaaaaa…aaaaa  bbbbbb…bbbbb  ccccc`);
});

Deno.test("cutInMiddle() cuts between characters and counts wide ones", () => {
  assert.equal(cutInMiddle("abcdef", 6), "abcdef");
  assert.equal(cutInMiddle("abcdef", 5), "ab…ef");
  assert.equal(cutInMiddle("abcdef", 4), "ab…f");
  assert.equal(cutInMiddle("abcdef", 1), "…");
  assert.equal(cutInMiddle("abcdef", 0), "");
  assert.equal(cutInMiddle("東京大阪名古屋", 7), "東…古屋");
  assert.equal(cutInMiddle("東京大阪名古屋", 9), "東京…古屋");
  for (let columns = 0; columns < 16; columns++) {
    assert.ok(widthOf(cutInMiddle("東a京b大c阪d", columns)) <= columns);
  }
});

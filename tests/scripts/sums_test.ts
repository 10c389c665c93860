// Lists of sums: what sha256sum writes is read, and anything else is an error.

import assert from "node:assert/strict";
import { formatSums, parseSums, sha256 } from "../../scripts/sums.ts";

const A = "a".repeat(64);

Deno.test("comments and both of sha256sum's modes are read; what is written is sorted and read again", () => {
  const sums = parseSums(`# about\n\n${A}  b.tar.gz\n${A} *a.zip\n`);
  assert.deepEqual([...sums.keys()], ["b.tar.gz", "a.zip"]);
  assert.equal(formatSums(sums), `${A}  a.zip\n${A}  b.tar.gz\n`);
  assert.deepEqual(parseSums(formatSums(sums)).size, 2);
});

Deno.test("a line that is no sum, and a name that is there twice, are errors", () => {
  for (const line of [`${A.slice(1)}  short`, `${A.toUpperCase()}  upper`, A, `${A}  a b`]) {
    assert.throws(() => parseSums(line), /line 1 is no SHA-256 sum/);
  }
  assert.throws(() => parseSums(`${A}  a\n${A}  a\n`), /line 2: a is there twice/);
});

Deno.test("the sum is SHA-256", async () => {
  assert.match(await sha256(new TextEncoder().encode("abc")), /^ba7816bf8f01cfea/);
});

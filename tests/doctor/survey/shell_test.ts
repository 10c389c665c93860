// The start-up files of a shell, found with limits.

import assert from "node:assert/strict";
import { fishFiles } from "../../../src/doctor/survey/shell.ts";

Deno.test("of a folder without an end only the beginning is looked at, whatever the names", () => {
  let taken = 0;
  function* names(suffix: string) {
    while (++taken < 100_000) yield `${taken}${suffix}`;
  }
  assert.deepEqual(fishFiles("/conf.d", names(".txt")), []);
  assert.ok(taken < 2000, `${taken} names were looked at`);
  taken = 0;
  const files = fishFiles("/conf.d", names(".fish"));
  assert.ok(files.length > 100 && taken < 2000);
  assert.deepEqual(fishFiles("/c", ["b.fish", "x", "a.fish"]), [
    "/c/a.fish",
    "/c/b.fish",
  ]);
});

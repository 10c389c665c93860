// The table of findings.

import { walk } from "../support/walk.ts";
import assert from "node:assert/strict";
import { SETTINGS } from "../../src/role/parameters.ts";
import { FINDINGS } from "../../src/doctor/finding.ts";

const DOCTOR = new URL("../../src/doctor/", import.meta.url);

Deno.test("every id is in the table once", () => {
  const ids = FINDINGS.map(([id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  const used = walk(DOCTOR).filter((path) => path !== "finding.ts")
    .map((path) => Deno.readTextFileSync(new URL(path, DOCTOR)))
    .join("\n");
  const ofParameters = new Set<string>(SETTINGS.map(({ finding: [id] }) => id));
  for (const id of ids) {
    assert.ok(ofParameters.has(id) || used.includes(`"${id}"`), `nothing emits ${id}`);
  }
});

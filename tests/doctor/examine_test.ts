// The findings of a whole machine, and their JSON.

import assert from "node:assert/strict";
import { doctorJson, examine } from "../../src/doctor/examine.ts";
import { FINDINGS } from "../../src/doctor/finding.ts";
import { CONFIG, factsOf, ids, QUIET_IDS } from "../support/doctor_facts.ts";

const MESSY = `${CONFIG}mfa_serial = arn:aws:iam::111122223333:user/me
${Array.from({ length: 12 }, (_, i) => `[x${i}]\n`).join("")}`;

Deno.test("a machine on which all is as it should be", () => {
  assert.deepEqual(ids(factsOf(CONFIG)), QUIET_IDS);
  assert.ok(
    examine(factsOf(CONFIG)).every(({ id, level }) =>
      level === (id === "shell-not-set-up" ? "warning" : "ok")
    ),
  );
});

Deno.test("without any role the page shows how one is written", () => {
  const { remedy } = examine(factsOf("[default]\nregion = eu-central-1\n"))
    .find(({ id }) => id === "roles")!;
  assert.equal(remedy[0], "write a role like this into the config file:");
  assert.match(remedy[2]!, /^ +role_arn = arn:aws:iam::\d{12}:role\//);
});

Deno.test("the JSON has stable keys, and every id is in the table", () => {
  const report = JSON.parse(doctorJson(examine(factsOf(MESSY)), "1.2.3"));
  assert.deepEqual(Object.keys(report), ["version", "findings", "problems", "warnings"]);
  assert.deepEqual([report.version, report.problems, report.warnings], ["1.2.3", 1, 14]);
  assert.deepEqual(Object.keys(report.findings[0]), [
    "id",
    "level",
    "group",
    "message",
    "remedy",
    "place",
    "profile",
    "code",
  ]);
  assert.equal(report.findings[0].code, "mfa-serial-malformed");
  const known = new Set<string>(FINDINGS.map(([id]) => id));
  assert.ok(report.findings.every(({ id }: { id: string }) => known.has(id)));
});

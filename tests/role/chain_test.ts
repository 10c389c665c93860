// Chains of profiles, followed many at a time; what a single one comes to is tried in plan_test.ts and by AWS's own cases.

import assert from "node:assert/strict";
import fc from "fast-check";
import { type KnownSources, walkSources } from "../../src/role/chain.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/profile.ts";

Deno.test("walkSources() finds the same with what it knows of sources as without", () => {
  const line = fc.constantFrom(
    ...["a", "b", "c", "d", "nobody"].map((name) => `source_profile = ${name}`),
    ...Array(3).fill("role_arn = arn:aws:iam::111122223333:role/r"),
    "credential_source = Environment",
    "aws_access_key_id = AKIA",
    "aws_secret_access_key = s",
    "sso_start_url = u",
    "nonsense",
  );
  const section = fc.record({
    name: fc.constantFrom("a", "b", "c", "d"),
    lines: fc.array(line, { maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(section, { maxLength: 8 }), (sections) => {
      const text = sections.map(({ name, lines }) => `[profile ${name}]\n${lines.join("\n")}\n`);
      sameWithKnown(text.join(""));
    }),
    { numRuns: 2000 },
  );
  for (const count of [49, 50, 51, 60]) {
    const chain = Array.from(
      { length: count },
      (_, at) =>
        `[profile p${at}]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = p${
          at + 1
        }\n`,
    );
    chain.push(`[profile p${count}]\nregion = eu-central-1\n`);
    sameWithKnown(chain.join(""));
    sameWithKnown(chain.toReversed().join(""));
  }
});

function sameWithKnown(text: string): void {
  const config = readConfiguration(parseIni(text, "f"), undefined);
  const known: KnownSources = new Map();
  for (const profile of config.profiles.values()) {
    assert.deepEqual(walkSources(config, profile, known), walkSources(config, profile), text);
  }
}

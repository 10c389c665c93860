// Chains of profiles, followed many at a time; what a single one comes to; more by AWS's own cases.

import assert from "node:assert/strict";
import fc from "fast-check";
import { devicesOf, isRole, profilesOf, walkSources } from "../../src/role/chain.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { chained, plan, refuses, ROLE } from "../support/plans.ts";

Deno.test("walkSources() comes to an end with any file: each role signed by the one before it, or a fault with its place", () => {
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
      leadsToAnEnd(text.join(""));
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
    leadsToAnEnd(chain.join(""));
    leadsToAnEnd(chain.toReversed().join(""));
  }
});

/** Of every profile: its chain leads from it over sources to a base, or the fault is one of a profile that is there. */
function leadsToAnEnd(text: string): void {
  const config = readConfiguration(parseIni(text, "f"), undefined);
  for (const profile of config.profiles.all()) {
    const found = walkSources(config, profile);
    if ("error" in found) {
      assert.equal(config.profiles.get(found.profile.name)?.name, found.profile.name, text);
      assert.ok(found.error.message.length > 0 && found.origin.line > 0, text);
      continue;
    }
    const { links, base } = found;
    assert.ok(links.length <= 50, text);
    assert.equal((links.at(-1)?.profile ?? base.profile).name, profile.name, text);
    links.forEach((link, at) => {
      assert.ok(isRole(link.profile), text);
      const source = link.profile.settings.get("source_profile")?.value;
      const before = links[at - 1]?.profile ?? base.profile;
      assert.ok(before === link.profile || source === before.name, text);
    });
  }
}

Deno.test("profilesOf() and devicesOf() begin with the first call, and end with the base", () => {
  const role = "role_arn = arn:aws:iam::111122223333:role/r\n";
  const text = `[profile a]\n${role}source_profile = b\nmfa_serial = of-profile-a\n` +
    `[profile b]\n${role}source_profile = c\nmfa_serial =\n` +
    "[profile c]\nmfa_serial = of-profile-c\n";
  const config = readConfiguration(parseIni(text, "f"), undefined);
  const chain = walkSources(config, config.profiles.get("a")!);
  assert.ok(!("error" in chain));
  assert.deepEqual(profilesOf(chain).map(({ name }) => name), ["b", "a", "c"]);
  // A role's own device comes before that of a base that is no role, also if it is none.
  assert.deepEqual(devicesOf(chain).map(({ value }) => value), ["of-profile-a"]);
  const devices = (roles: string) => {
    const config = readConfiguration(
      parseIni(
        `[profile a]\n${role}source_profile = c\n${roles}[profile c]\nmfa_serial = c\n`,
        "f",
      ),
      undefined,
    );
    const chain = walkSources(config, config.profiles.get("a")!);
    return "error" in chain ? [] : devicesOf(chain).map(({ value }) => value);
  };
  assert.deepEqual(devices(""), ["c"]);
  assert.deepEqual(devices("mfa_serial =\n"), []);
});

Deno.test("loops, two sources and unknown source kinds are refused with the place", () => {
  refuses(
    () => plan(`[profile p]\n${ROLE}source_profile = q\n[profile q]\n${ROLE}source_profile = p\n`),
    /form a loop: p → q → p\nchange the source_profile at config:6 to a profile that holds keys, or remove/,
  );
  refuses(
    () => plan(`[profile p]\n${ROLE}source_profile = q\ncredential_source = Environment\n`),
    /config:3 or at config:4/,
  );
  refuses(
    () => plan(`[profile p]\n${ROLE}credential_source = Ec2InstanceMetadata\n`, { env: {} }),
    /Ec2InstanceMetadata/,
  );
  refuses(
    () =>
      plan(
        `[profile p]\n${ROLE}source_profile = q\n[profile q]\n${ROLE}web_identity_token_file = x\n`,
        { env: {} },
      ),
    /export-credentials --profile q/,
  );
});

Deno.test("a chain through two partitions, or longer than anybody means, is refused", () => {
  const china = ROLE.replace("arn:aws:", "arn:aws-cn:");
  refuses(
    () => plan(`[profile p]\n${china}source_profile = q\n[profile q]\n${ROLE}`),
    /two partitions, aws and aws-cn[\s\S]*config:5[\s\S]*config:2/,
  );
  refuses(
    () => plan(`[profile p]\n${ROLE}mfa_serial = arn:aws-cn:iam::111122223333:mfa/me\n`),
    /two partitions, aws-cn and aws/,
  );
  const links = (count: number) =>
    Array.from(
      { length: count },
      (_, index) =>
        `[profile ${index === 0 ? "p" : `p${index}`}]\n${ROLE}source_profile = p${index + 1}\n`,
    )
      .join("");
  assert.equal(plan(links(40)).calls.length, 40);
  refuses(() => plan(links(60)), /longer than 50/);
});

Deno.test("keys of its own end the chain from the second profile on, and not with the first", () => {
  const keys = "aws_access_key_id = AKIAOTHEREXAMPLE0000000\naws_secret_access_key = s\n";
  assert.deepEqual(chained({ mid: keys }, [], {}).calls.map(({ profile }) => profile), ["p"]);
  assert.deepEqual(chained({ mid: keys }, [], {}).source, {
    kind: "profile",
    profile: "mid",
    accessKeyId: "AKIAOTHEREXAMPLE0000000",
    gives: "long-term",
  });
  const first = chained({ p: keys, base: keys }, [], {});
  assert.deepEqual(first.calls.map(({ profile }) => profile), ["mid", "p"]);
});

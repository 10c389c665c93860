import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { listProfiles } from "../../src/role/listing.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

const CONFIG = `[default]
region = us-east-1
[profile main]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = s
[profile sub]
role_arn = arn:aws:iam::222233334444:role/team/ops
source_profile = mid
region = eu-central-1
[profile mid]
role_arn = arn:aws:iam::222233334444:role/mid
source_profile = main
mfa_serial = arn:aws:iam::111122223333:mfa/me
[profile corp]
sso_session = corp
[profile here]
role_arn = arn:aws:iam::222233334444:role/x
credential_source = Environment
[profile loop]
role_arn = arn:aws:iam::222233334444:role/x
source_profile = pool
[profile pool]
role_arn = arn:aws:iam::222233334444:role/x
source_profile = loop
`;

const entries = () => listProfiles(readConfiguration(parseIni(CONFIG, "config"), undefined));

Deno.test("listProfiles() says what each profile is, and where its keys come from", () => {
  const [settings, keys, sub, , sso, here] = entries();
  assert.equal(settings!.kind, "settings");
  assert.equal(keys!.kind, "keys");
  assert.deepEqual(sub, {
    name: "sub",
    region: "eu-central-1",
    kind: "role",
    account: "222233334444",
    role: "ops",
    mfaSerial: "arn:aws:iam::111122223333:mfa/me",
    sources: ["mid", "main"],
  });
  assert.equal(sso!.kind, "sso");
  assert.deepEqual(here!.sources, []);
});

Deno.test("a profile that cannot be used is listed with its problem", () => {
  const loop = entries().find(({ name }) => name === "loop");
  assert.match(loop!.problem!, /loop: loop → pool → loop/);
  assert.equal(loop!.code, "source-loop");
});

Deno.test("a source that no tool knows is a problem, one that only swr can do without a warning", () => {
  const role = "role_arn = arn:aws:iam::222233334444:role/x\n";
  const config = `[profile odd]\n${role}credential_source = environment
[profile on-odd]\n${role}source_profile = odd
[profile gone]\n${role}source_profile = nowhere
[profile on-gone]\n${role}source_profile = gone
[profile bare]\n${role}[profile keyless]\n${role}source_profile = default\n[default]\nregion = eu-west-1\n`;
  const found = listProfiles(readConfiguration(parseIni(config, "config"), undefined));
  const remedy = "is not a valid credential_source: did you mean Environment?";
  const rest =
    "does not exist: swr uses the keys in the environment instead, AWS's own tools refuse";
  assert.deepEqual(found.map(({ name, problem, warning }) => [name, problem, warning]), [
    ["odd", `"environment" ${remedy}`, undefined],
    ["on-odd", `"environment" of "odd" ${remedy}`, undefined],
    ["gone", undefined, `source_profile "nowhere" ${rest}`],
    ["on-gone", undefined, `source_profile "nowhere" of "gone" ${rest}`],
    ["bare", undefined, undefined],
    ["keyless", undefined, undefined],
    ["default", undefined, undefined],
  ]);
});

Deno.test("a setting that a switch would refuse is a problem of the profile", () => {
  for (
    const setting of [
      "duration_seconds = 7",
      "external_id = x y",
      "region = foo bar",
      "mfa_serial = arn:aws:iam::111122223333:user/me",
      "role_session_name = a b",
    ]
  ) {
    const text = `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/x\n${setting}\n`;
    const [entry] = listProfiles(readConfiguration(parseIni(text, "config"), undefined));
    assert.ok(entry!.problem?.includes(setting.split(" = ")[1]!), setting);
    assert.equal(entry!.account, "222233334444");
  }
});

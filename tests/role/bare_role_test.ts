// A role that is named on the command line: the profile that it may have, and the settings if it has none.

import assert from "node:assert/strict";
import { readConfiguration } from "../../src/config/configuration.ts";
import { parseIni } from "../../src/config/ini.ts";
import { planRoleWord } from "../../src/role/bare_role.ts";
import { typedFor } from "../../src/role/plan.ts";
import { refuses } from "../support/plans.ts";
import { switchOptionsOf } from "../support/requests.ts";

/** A key whose id tells the account 111122223333. */
const KEYS = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "s".repeat(40) };
const ARN = "arn:aws:iam::222233334444:role/admin";
const MAIN = `[profile main]
region = eu-west-1
mfa_serial = arn:aws:iam::111122223333:mfa/me
`;

type Given = {
  config?: string;
  options?: string[];
  env?: Record<string, string>;
  credentials?: string;
};

function named(
  word: string,
  { config = "", options = [], env = KEYS, credentials = "" }: Given = {},
) {
  const files = readConfiguration(parseIni(config, "config"), parseIni(credentials, "credentials"));
  return planRoleWord(word, switchOptionsOf([...options, word]), files, (name) => env[name], {});
}

Deno.test("an ARN and ACCOUNT:NAME are the role they spell, in the partition of the region", () => {
  for (const word of [ARN, "222233334444:admin"]) {
    const { calls, profile, typed } = named(word);
    assert.equal(calls.length, 1);
    assert.equal(calls[0].input.RoleArn, ARN);
    assert.deepEqual(calls[0].origins.RoleArn, { kind: "argument" });
    assert.equal(profile, "222233334444-admin");
    assert.equal(typed, word);
  }
  const path = named("arn:aws:iam::222233334444:role/team/x/admin");
  assert.equal(path.calls[0].role.name, "admin");
  const china = named("222233334444:admin", { options: ["--region", "cn-north-1"] });
  assert.equal(china.calls[0].input.RoleArn, "arn:aws-cn:iam::222233334444:role/admin");
});

Deno.test("a word that is no role says why", () => {
  const cases: [word: string, text: RegExp][] = [
    [
      "22223333444:admin",
      /"22223333444:admin" is not a role\nan account id has twelve digits, and this one 11/,
    ],
    ["2222333344445:admin", /twelve digits, and this one 13/],
    ["222233334444:", /is not a role\na role's name has 1 to 64/],
    ["222233334444:a b", /a role's name has 1 to 64/],
    [`222233334444:${"n".repeat(65)}`, /a role's name has 1 to 64/],
    [
      "222233334444:team/admin",
      /write only the name, 222233334444:admin; if the role has a path, its ARN/,
    ],
    ["222233334444:role/admin", /write only the name, 222233334444:admin/],
    ["arn:aws:iam::222233334444:user/me", /is not the ARN of a role\nthat is a user, not a role/],
    ["arn:aws:sts::222233334444:assumed-role/admin/me", /that is a session of a role: use arn/],
    ["arn:aws:iam::22223333444:role/admin", /an account id has twelve digits/],
    ["arn:aws:s3:::bucket", /is not the ARN of a role/],
    ["arn:", /is not the ARN of a role/],
  ];
  for (const [word, text] of cases) refuses(() => named(word), text);
});

Deno.test("a profile of just that name comes first, if it is the role that its name spells", () => {
  const config = (arn: string) =>
    `[profile 222233334444:admin]\nrole_arn = ${arn}\nexternal_id = abc\n`;
  const plan = named("222233334444:admin", { config: config(ARN) });
  assert.equal(plan.profile, "222233334444:admin");
  assert.equal(plan.calls[0].input.ExternalId, "abc");
  assert.deepEqual(plan.warnings, []);
  refuses(
    () =>
      named("222233334444:admin", { config: config(ARN.replace("222233334444", "999988887777")) }),
    /profile "222233334444:admin" is not the role that its name spells\nits role_arn is arn:aws:iam::999988887777/,
  );
  refuses(
    () => named("222233334444:admin", { config: "[profile 222233334444:admin]\nregion = x\n" }),
    /is not the role that its name spells\nit has no role_arn/,
  );
});

Deno.test("the one profile of the role lends its settings and is named; several that differ are an error", () => {
  const profile = (name: string, more: string) => `[profile ${name}]\nrole_arn = ${ARN}\n${more}`;
  const one = named("222233334444:admin", { config: profile("a", "external_id = abc\n") });
  assert.equal(one.profile, "a");
  assert.equal(one.calls[0].input.ExternalId, "abc");
  assert.deepEqual(one.warnings, [
    '222233334444:admin is the role of profile "a": its settings are used',
  ]);
  assert.equal(typedFor(one), "a");
  const differing = profile("a", "external_id = abc\n") + profile("b", "external_id = xyz\n");
  refuses(
    () => named(ARN, { config: differing }),
    /several profiles have the role arn:aws:iam::222233334444:role\/admin, and they differ\n"a" \(config:1\)\n"b" \(config:4\)\nname the profile/,
  );
  const alike = profile("a", "external_id = abc\noutput = json\n") +
    profile("b", "external_id = abc\n");
  assert.equal(named(ARN, { config: alike }).profile, "a");
  // A role of the same name with a path is another ARN; an account has one role of a name.
  const pathed = profile("a", "").replace("role/admin", "role/team/admin");
  assert.equal(named("222233334444:admin", { config: pathed }).profile, "a");
  assert.equal(named(ARN, { config: pathed }).profile, "222233334444-admin");
  const beside = named(ARN, {
    config: MAIN + profile("a", ""),
    options: ["--settings-from", "main"],
  });
  assert.match(beside.warnings.join(), /--settings-from is not used: profile "a" has this role/);
});

Deno.test("--settings-from gives device, region and source, and nothing of its own role", () => {
  const config = `${MAIN}[profile other]
role_arn = arn:aws:iam::999988887777:role/mid
source_profile = base
external_id = abc
session_tags = A=1
policy_arns = arn:aws:iam::aws:policy/ReadOnlyAccess
duration_seconds = 7200
role_session_name = other
region = us-east-2
mfa_serial = arn:aws:iam::111122223333:mfa/phone
[profile base]
`;
  const base = named(ARN, { config, options: ["--settings-from", "main"] });
  assert.equal(base.region?.value, "eu-west-1");
  assert.equal(base.calls[0].input.SerialNumber, "arn:aws:iam::111122223333:mfa/me");
  assert.equal(typedFor(base), `--settings-from main ${ARN}`);
  const { calls, region } = named(ARN, {
    config,
    options: ["--settings-from", "other", "--session-name", "me"],
  });
  assert.equal(region?.value, "us-east-2");
  assert.deepEqual(calls.map(({ input }) => input), [{
    RoleArn: ARN,
    RoleSessionName: "me",
    SerialNumber: "arn:aws:iam::111122223333:mfa/phone",
  }]);
  refuses(
    () => named(ARN, { config, options: ["--settings-from", "mian"] }),
    /there is no profile "mian"\ndid you mean "main"/,
  );
});

Deno.test("the keys of the base of --settings-from are used, and a chain before it is kept", () => {
  const credentials =
    `[base]\naws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`;
  const config =
    `[profile last]\nrole_arn = arn:aws:iam::999988887777:role/last\nsource_profile = mid
[profile mid]\nrole_arn = arn:aws:iam::999988887777:role/mid\nsource_profile = base\n`;
  const options = ["--settings-from", "last"];
  const { calls, source } = named(ARN, { config, credentials, options, env: {} });
  assert.deepEqual(calls.map(({ input }) => input.RoleArn), [
    "arn:aws:iam::999988887777:role/mid",
    ARN,
  ]);
  assert.equal(source.kind, "profile");
  const ofBase = named(ARN, { config, credentials, options: ["--settings-from", "base"], env: {} });
  assert.deepEqual(ofBase.calls.map(({ input }) => input.RoleArn), [ARN]);
  refuses(
    () => named(ARN, { env: {} }),
    /no access keys found for assuming .*\n.*--settings-from PROFILE/,
  );
});

Deno.test("without --settings-from the device is the only one of the config, if it is of the account of the keys", () => {
  // The account is in the access key's id (role/source.ts).
  const env = { ...KEYS, AWS_ACCESS_KEY_ID: keyOf(111122223333) };
  const device = (given: Given) => named(ARN, given).calls[0].input.SerialNumber;
  assert.equal(device({ config: MAIN, env }), "arn:aws:iam::111122223333:mfa/me");
  assert.equal(
    device({ config: MAIN, env: { ...env, AWS_ACCESS_KEY_ID: keyOf(999988887777) } }),
    undefined,
  );
  const two = `${MAIN}[profile b]\nmfa_serial = arn:aws:iam::111122223333:mfa/other\n`;
  assert.equal(device({ config: two, env }), undefined);
  const options = ["--mfa-serial", "arn:aws:iam::111122223333:mfa/x"];
  assert.equal(device({ config: two, env, options }), "arn:aws:iam::111122223333:mfa/x");
});

Deno.test("the section of the view has a name that neither file has, of usual characters", () => {
  const name = (word: string, given: Given = {}) => named(word, given).profile;
  assert.equal(name("222233334444:a=b,c@d+e"), "222233334444-a-b-c-d-e");
  const config = "[profile 222233334444-admin]\nregion = x\n";
  const credentials = "[222233334444-admin-2]\naws_access_key_id = x\n";
  assert.equal(name(ARN, { config, credentials }), "222233334444-admin-3");
});

/** An access key id that was issued in the account. */
function keyOf(account: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  let bits = (2 ** 40 + account) * 16;
  let text = "";
  for (let at = 0; at < 9; at++, bits = Math.floor(bits / 32)) text = letters[bits % 32] + text;
  return `AKIA${text}AAAAAAA`;
}

// Chains of profiles: what is found in them, once each.

import assert from "node:assert/strict";
import { configFindings, KEYS, MFA, ROLE, testFaults } from "../../support/doctor_facts.ts";

testFaults([
  [
    "source in quotation marks",
    `${ROLE}source_profile = "q"\n[profile q]\n`,
    `${ROLE}source_profile = q\n[profile q]\n`,
    "source-unknown",
    "warning",
    3,
    /without quotation marks/,
  ],
  [
    "source with the word of a header",
    `${ROLE}source_profile = profile q\n[profile q]\n`,
    `${ROLE}source_profile = q\n[profile q]\n`,
    "source-unknown",
    "warning",
    3,
    /write the name alone: source_profile = q/,
  ],
  [
    "MFA device of another partition",
    ROLE + MFA.replace("arn:aws:", "arn:aws-cn:"),
    ROLE + MFA,
    "chain-contradiction",
    "problem",
    1,
    /two partitions, aws-cn and aws/,
  ],
  [
    "two MFA devices",
    `${ROLE}${MFA}source_profile = q\n[profile q]\n${ROLE}mfa_serial = GAHT12345678\n`,
    `${ROLE}${MFA}source_profile = q\n[profile q]\n${ROLE}`,
    "chain-contradiction",
    "problem",
    1,
    /two MFA devices/,
  ],
  [
    "chained role for two hours",
    `${ROLE}source_profile = q\nduration_seconds = 7200\n[profile q]\n${ROLE}`,
    `${ROLE}source_profile = q\nduration_seconds = 3600\n[profile q]\n${ROLE}`,
    "duration-capped",
    "warning",
    4,
    /1h, not 2h \(/,
  ],
  [
    "unknown source",
    `${ROLE}source_profile = mian\n[profile main]\nregion = eu-central-1\n`,
    `${ROLE}source_profile = main\n[profile main]\nregion = eu-central-1\n`,
    "source-unknown",
    "warning",
    3,
    /did you mean "main"\?/,
  ],
  [
    "loop",
    `${ROLE}source_profile = q\n[profile q]\n${ROLE}source_profile = p\n`,
    `${ROLE}source_profile = q\n[profile q]\n${ROLE}source_profile = q\n`,
    "source-loop",
    "problem",
    6,
    /p → q → p/,
  ],
  [
    "two kinds of source",
    `${ROLE}source_profile = q\ncredential_source = Environment\n`,
    `${ROLE}credential_source = Environment\n`,
    "source-twice",
    "problem",
    4,
    /they cannot be combined/,
  ],
  [
    "MFA device of another account than the keys",
    ROLE + MFA + "source_profile = k\n[profile k]\n" +
    KEYS.replace("AKIAIOSFODNN7EXAMPLE", "AKIAY34FZKBOKMUTVV7A"),
    ROLE + MFA.replace("111122223333", "609629065308") + "source_profile = k\n[profile k]\n" +
    KEYS.replace("AKIAIOSFODNN7EXAMPLE", "AKIAY34FZKBOKMUTVV7A"),
    "mfa-account",
    "warning",
    3,
    /111122223333.*609629065308/,
  ],
]);

Deno.test("a fault is reported once, at the profile where it is corrected, whatever builds on it", () => {
  const config = `[profile p]
${ROLE}source_profile = q
[profile q]
${ROLE}source_profile = p
[profile into]
${ROLE}source_profile = p
[profile broken]
${ROLE}mfa_serial = !
[profile on-broken]
${ROLE}source_profile = broken
`;
  const found = configFindings(config);
  assert.deepEqual(found.map(({ id }) => id), ["mfa-serial", "source-loop", "roles"]);
  assert.equal(found.at(-1)!.message, "swr can switch to 0 of 5 roles");
});

Deno.test("profiles that are fine are one line, with those whose keys come from elsewhere", () => {
  const config = `[profile a]\n${ROLE}[profile b]\n${ROLE}source_profile = corp
[profile corp]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = r
[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x
[profile c]\n${ROLE}credential_source = Ec2InstanceMetadata\n`;
  assert.deepEqual(configFindings(config).map(({ id, level, message }) => [id, level, message]), [
    ["roles", "ok", "swr can switch to all 3 roles"],
    [
      "roles-elsewhere",
      "ok",
      "c: the source is a web identity token or the machine",
    ],
    ["sources", "ok", "swr can open a session in 1 profile that has a source of its own"],
  ]);
});

Deno.test("where some roles cannot be switched to, their number is no ok", () => {
  const roles = (config: string) => configFindings(config).filter(({ id }) => id === "roles");
  const [some] = roles(`[profile a]\n${ROLE}[profile b]\n${ROLE}region = EU!\n`);
  assert.deepEqual([some!.level, some!.message, some!.remedy], [
    "warning",
    "swr can switch to 1 of 2 roles",
    ["correct the problems above"],
  ]);
  const [only] = roles(`[profile b]\n${ROLE}region = EU!\n`);
  assert.equal(only!.message, "swr cannot switch to the only role");
});

Deno.test("ten thousand profiles are looked at once each", () => {
  const loop = Array.from(
    { length: 10_000 },
    (_, i) => `[profile p${i}]\n${ROLE}source_profile = p${(i + 1) % 10_000}\n`,
  ).join("");
  assert.ok(configFindings(loop).some(({ id }) => id === "chain-too-long"));
  const missing = Array.from(
    { length: 10_000 },
    (_, i) => `[profile p${i}]\n${ROLE}source_profile = q${i}\n`,
  ).join("");
  const found = configFindings(missing).filter(({ id }) => id === "source-unknown");
  assert.equal(found.length, 10_000);
});

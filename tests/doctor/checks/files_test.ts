// Each fault of a configuration: the finding is there when it is wrong, and gone when it is right.

import { walk } from "../../support/walk.ts";
import assert from "node:assert/strict";
import { examine } from "../../../src/doctor/examine.ts";
import { SwrError } from "../../../src/text/errors.ts";
import { PARAMETERS } from "../../../src/role/parameters.ts";
import { type Finding, FINDINGS } from "../../../src/doctor/finding.ts";
import { visible } from "../../../src/text/visible.ts";
import { factsOf } from "../../support/doctor_facts.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";
const MFA = "mfa_serial = arn:aws:iam::111122223333:mfa/me\n";
const KEYS = "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n";

function configFindings(config: string | undefined, credentials?: string): Finding[] {
  return examine(factsOf(config, credentials)).filter(({ group }) => group === "configuration");
}

/** Wrong text, right text, id, level, line of the wrong one, and what message and remedy say. */
const CASES: readonly (readonly [
  name: string,
  wrong: string,
  right: string,
  id: Finding["id"],
  level: Finding["level"],
  line: number,
  says: RegExp,
])[] = [
  [
    "role ARN",
    ROLE.replace("role/", "user/"),
    ROLE,
    "role-arn",
    "problem",
    2,
    /a user, not a role/,
  ],
  ["empty role ARN", "role_arn =\n", ROLE, "role-arn", "problem", 2, /^role_arn is empty\n/],
  [
    "value in quotation marks",
    ROLE + 'region = "eu-central-1"\n',
    ROLE + "region = eu-central-1\n",
    "region",
    "problem",
    3,
    /without quotation marks/,
  ],
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
    "user/ for mfa/",
    ROLE + MFA.replace("mfa/", "user/"),
    ROLE + MFA,
    "mfa-serial",
    "problem",
    3,
    /probably arn:aws:iam::111122223333:mfa\/me/,
  ],
  [
    "session name",
    ROLE + "role_session_name = a b\n",
    ROLE,
    "session-name",
    "problem",
    3,
    /2 to 64/,
  ],
  ["external id", ROLE + "external_id = a b\n", ROLE, "external-id", "problem", 3, /2 to 1224/],
  ["identity", ROLE + "source_identity = !\n", ROLE, "source-identity", "problem", 3, /2 to 64/],
  ["duration", ROLE + "duration_seconds = 60\n", ROLE, "duration", "problem", 3, /900 to 43200/],
  [
    "duration that only swr reads",
    ROLE + "duration_seconds = 1h\n",
    ROLE + "duration_seconds = 3600\n",
    "line-foreign",
    "warning",
    3,
    /in seconds/,
  ],
  [
    "compound duration that only swr reads",
    ROLE + "duration_seconds = 1h30m\n",
    ROLE + "duration_seconds = 5400\n",
    "line-foreign",
    "warning",
    3,
    /in seconds/,
  ],
  ["region", ROLE + "region = EU!\n", ROLE, "region", "problem", 3, /looks like eu-central-1/],
  [
    "region that is none",
    ROLE + "region = eu-centrall-1\n",
    ROLE + "region = eu-central-1\n",
    "region",
    "problem",
    3,
    /check the spelling/,
  ],
  [
    "region in another partition",
    ROLE + "region = cn-north-1\n",
    ROLE + "region = us-east-1\n",
    "partition",
    "problem",
    3,
    /not in the partition of the role/,
  ],
  [
    "partition that is none",
    ROLE.replace("arn:aws:", "arn:awz:"),
    ROLE,
    "partition",
    "problem",
    2,
    /is not an AWS partition/,
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
    "credential source",
    ROLE + "credential_source = environment\n",
    ROLE + "credential_source = Environment\n",
    "credential-source",
    "problem",
    3,
    /did you mean Environment\?/,
  ],
  [
    "half a pair",
    "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n",
    KEYS,
    "keys-unusable",
    "problem",
    2,
    /no aws_secret_access_key/,
  ],
  [
    "session key without token",
    KEYS.replace("AKIA", "ASIA"),
    KEYS.replace("AKIA", "ASIA") + "aws_session_token = t\n",
    "keys-unusable",
    "problem",
    2,
    /not its token/,
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
  [
    "SSO session",
    "sso_session = s\n",
    "sso_session = s\nsso_account_id = 1\nsso_role_name = r\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x\n",
    "sso-settings",
    "problem",
    1,
    /was not found/,
  ],
  [
    "services section",
    ROLE + "services = s\n",
    ROLE + "services = s\n[services s]\nsts =\n  endpoint_url = https://sts.amazonaws.com\n",
    "endpoint",
    "problem",
    3,
    /no section \[services s\]/,
  ],
  [
    "foreign endpoint",
    ROLE + "endpoint_url = https://sts.example\n",
    ROLE + "endpoint_url = https://sts.amazonaws.com\n",
    "endpoint",
    "problem",
    3,
    /may not connect to sts\.example:443/,
  ],
  [
    "certificates",
    ROLE + "ca_bundle = /none.pem\n",
    ROLE + "ca_bundle = /good.pem\n",
    "ca-bundle",
    "problem",
    3,
    /cannot use/,
  ],
  ["broken line", ROLE + "broken\n", ROLE, "line-refused", "problem", 3, /'=' sign/],
  ["key that is no name", ROLE + "a b = c\n", ROLE, "line-ignored", "warning", 3, /no effect/],
  [
    "two times the same",
    ROLE + "region = us-east-1\nregion = us-east-1\n",
    ROLE,
    "line-foreign",
    "warning",
    4,
    /is set again/,
  ],
  [
    "section without profile",
    ROLE + "[q]\n",
    ROLE + "[profile q]\n",
    "section-ignored",
    "warning",
    3,
    /\[q\] is ignored/,
  ],
  [
    "aws-vault's include",
    ROLE + "include_profile = q\n",
    ROLE,
    "include-profile",
    "warning",
    1,
    /aws-vault/,
  ],
  [
    "name with a %",
    ROLE + "[profile 5%]\n",
    ROLE + "[profile 5]\n",
    "profile-name",
    "warning",
    3,
    /prompts/,
  ],
  [
    "name like an option",
    ROLE + "[profile -x]\n",
    ROLE + "[profile x]\n",
    "profile-name",
    "warning",
    3,
    /--profile=-x/,
  ],
  [
    "name in quotes",
    ROLE + "[profile 'a b']\n",
    ROLE + "[profile a-b]\n",
    "profile-name",
    "warning",
    3,
    /most SDKs ignore it/,
  ],
];

for (const [name, wrong, right, id, level, line, says] of CASES) {
  Deno.test(`the configuration is wrong and right: ${name}`, () => {
    const found = configFindings(`[profile p]\n${wrong}`).filter((each) => each.id === id);
    assert.equal(found.length, 1, JSON.stringify(configFindings(`[profile p]\n${wrong}`), null, 1));
    const [only] = found;
    assert.equal(only!.level, level);
    assert.equal(only!.place, `/home/me/.aws/config:${line}`);
    assert.match([only!.message, ...only!.remedy].join("\n"), says);
    assert.notEqual(only!.remedy.length, 0);
    const after = configFindings(`[profile p]\n${right}`);
    // Where the text has no role, that alone is said.
    assert.deepEqual(after.filter((each) => each.level !== "ok" && each.id !== "roles"), []);
    assert.equal(after.some((each) => each.id === id), false);
  });
}

Deno.test("a fault is told once, at the profile where it is corrected, whoever builds on it", () => {
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
[profile corp]\nsso_session = s\nsso_account_id = 1\nsso_role_name = r
[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x
[profile c]\n${ROLE}credential_source = Ec2InstanceMetadata\n`;
  assert.deepEqual(configFindings(config).map(({ id, level, message }) => [id, level, message]), [
    ["roles", "ok", "swr can switch to all 3 roles"],
    [
      "roles-elsewhere",
      "ok",
      "b, c: the source is SSO, a process or the machine",
    ],
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

Deno.test("a config file that is not there, not readable, or without a role", () => {
  const [missing] = configFindings(undefined);
  assert.deepEqual([missing!.id, missing!.level], ["config-missing", "problem"]);
  assert.match(missing!.remedy.join("\n"), /role_arn = arn:aws:iam::/);
  const facts = factsOf(undefined, "[default]\nregion = x\n");
  const unreadable = new SwrError("file-unreadable", "cannot read it", ["correct it"]);
  const broken = [{ ...facts.files[0]!, unreadable }, facts.files[1]!];
  const found = examine({ ...facts, files: broken }).map(({ id }) => id);
  assert.equal(found[0], "file-unreadable");
  assert.ok(!found.includes("no-stored-keys"), "nobody knows what it holds");
  const named = [{ ...facts.files[0]!, from: "AWS_CONFIG_FILE" }];
  assert.match(examine({ ...facts, files: named })[0]!.remedy[0]!, /AWS_CONFIG_FILE names it/);
  const credentials = { kind: "credentials", path: "/nowhere" } as const;
  const missingIf = (from: string) => {
    const files = [factsOf(`[profile p]\n${ROLE}`).files[0]!, { ...credentials, from }];
    return examine({ ...facts, files }).some(({ id }) => id === "config-missing");
  };
  const variables = ["AWS_SHARED_CREDENTIALS_FILE", "SWR_SHARED_CREDENTIALS_FILE", "HOME"];
  assert.deepEqual(variables.map(missingIf), [true, false, false]);
  const device = [
    { ...facts.files[0]!, path: "/dev/null", from: "AWS_CONFIG_FILE", emptyDevice: true },
    { ...credentials, path: "/dev/null", from: "AWS_SHARED_CREDENTIALS_FILE", emptyDevice: true },
  ] as const;
  const empty = examine({ ...facts, files: device }).filter(({ id }) => id === "config-missing");
  assert.deepEqual(empty.map(({ message }) => message), [
    "the configuration file /dev/null is empty",
  ]);
  assert.deepEqual(
    configFindings("[default]\nregion = us-east-1\n").map(({ id, level }) => [id, level]),
    [
      ["roles", "warning"],
    ],
  );
});

Deno.test("a section of the credentials file that would win over the session", () => {
  const shadowed = configFindings(`[profile p]\n${ROLE}`, "[p]\nregion = us-east-1\n");
  assert.deepEqual(shadowed.map(({ id }) => id), ["view-shadowed", "roles"]);
});

Deno.test("what stands in the files cannot steer the terminal, nor name itself anything else", () => {
  const config = `[profile p]\n${ROLE}external_id = \x1b[2J\u202e!\nregion = \x9b31m\n`;
  for (const { message, remedy, place = "", profile = "" } of configFindings(config)) {
    const text = [message, ...remedy, place, profile].join("");
    assert.equal(visible(text), text);
  }
});

Deno.test("a value of a million characters is not shown as a whole", () => {
  const [first] = configFindings(`[profile p]\nrole_arn = ${"x".repeat(1e6)}\n`);
  assert.equal(first!.id, "role-arn");
  assert.ok(first!.message.length < 300);
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

const DOCTOR = new URL("../../../src/doctor/", import.meta.url);

Deno.test("every id stands in the table once", () => {
  const ids = FINDINGS.map(([id]) => id);
  assert.equal(new Set(ids).size, ids.length);
  const used = walk(DOCTOR).filter((path) => path !== "finding.ts")
    .map((path) => Deno.readTextFileSync(new URL(path, DOCTOR)))
    .join("\n");
  const ofParameters = new Set<string>(PARAMETERS.map(({ finding: [id] }) => id));
  for (const id of ids) {
    assert.ok(ofParameters.has(id) || used.includes(`"${id}"`), `nothing emits ${id}`);
  }
});

Deno.test("a malformed parameter of AssumeRole is found under the id that the table names", () => {
  for (const { setting, finding: [id] } of PARAMETERS) {
    const role = setting === "role_arn" ? "" : ROLE;
    const found = configFindings(`[profile p]\n${role}${setting} = "x"\n`);
    assert.ok(
      found.some((each) => each.id === id && each.place?.endsWith(`config:${role ? 3 : 2}`)),
      id,
    );
  }
});

Deno.test("a problem of a line, or of a header, names the profile that it stands in", () => {
  const config = `[profile p]\n${ROLE}no property\n[profile 'x y']\n${ROLE}`;
  const profileOf = (id: Finding["id"]) =>
    configFindings(config, KEYS).find((finding) => finding.id === id)?.profile;
  assert.equal(profileOf("line-refused"), "p");
  assert.equal(profileOf("profile-name"), "x y");
});

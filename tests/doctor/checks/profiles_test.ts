// The settings of each profile.

import assert from "node:assert/strict";
import { SETTINGS } from "../../../src/role/parameters.ts";
import type { Finding } from "../../../src/doctor/finding.ts";
import { visible } from "../../../src/text/visible.ts";
import { configFindings, KEYS, MFA, ROLE, testFaults } from "../../support/doctor_facts.ts";

testFaults([
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
    "SSO session",
    "sso_session = s\n",
    "sso_session = s\nsso_account_id = 111122223333\nsso_role_name = r\n[sso-session s]\nsso_region = us-east-1\nsso_start_url = https://x\n",
    "sso-settings",
    "problem",
    1,
    /was not found/,
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
]);

Deno.test("what is in the files cannot steer the terminal, nor name itself anything else", () => {
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

Deno.test("a malformed parameter of AssumeRole is found under the id that the table names", () => {
  for (const { setting, finding: [id] } of SETTINGS) {
    const role = setting === "role_arn" ? "" : ROLE;
    const found = configFindings(`[profile p]\n${role}${setting} = "x"\n`);
    assert.ok(
      found.some((each) => each.id === id && each.place?.endsWith(`config:${role ? 3 : 2}`)),
      id,
    );
  }
});

Deno.test("a problem of a line, or of a header, names its profile", () => {
  const config = `[profile p]\n${ROLE}no property\n[profile 'x y']\n${ROLE}`;
  const profileOf = (id: Finding["id"]) =>
    configFindings(config, KEYS).find((finding) => finding.id === id)?.profile;
  assert.equal(profileOf("line-refused"), "p");
  assert.equal(profileOf("profile-name"), "x y");
});

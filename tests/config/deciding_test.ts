// Which settings decide who one becomes.

import assert from "node:assert/strict";
import { decides, isScalar, misspelledSettings } from "../../src/config/deciding.ts";
import { ambiguityOf } from "../../src/config/ambiguity.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

Deno.test("role, source, device, external id, keys and endpoint decide; every sso_ setting does", () => {
  for (
    const key of [
      "role_arn",
      "source_profile",
      "mfa_serial",
      "external_id",
      "aws_secret_access_key",
      "services",
      "sso_role_name",
      "sso_anything_new",
    ]
  ) assert.ok(decides(key) && isScalar(key), key);
});

Deno.test("a region or a time has one line and does not decide; output is not read", () => {
  for (const key of ["region", "duration_seconds", "session_tags"]) {
    assert.ok(!decides(key) && isScalar(key), key);
  }
  assert.ok(!decides("output") && !isScalar("output"));
});

const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

function message(config: string, credentials?: string): string | undefined {
  const files = readConfiguration(
    parseIni(config, "config"),
    credentials === undefined ? undefined : parseIni(credentials, "credentials"),
  );
  return ambiguityOf(files.profiles.get("p")!)?.message;
}

Deno.test("a deciding setting of [DEFAULT] that the profile lacks is ambiguous, in either file", () => {
  const other = "[DEFAULT]\nmfa_serial = arn:aws:iam::111122223333:mfa/me\n";
  assert.match(message(`${other}[profile p]\n${ROLE}`)!, /takes mfa_serial from \[DEFAULT\]/);
  assert.match(message(`[profile p]\n${ROLE}`, `${other}[p]\n`)!, /takes mfa_serial/);
});

Deno.test("what the profile has itself, what decides nothing and an empty [DEFAULT] are not", () => {
  for (const lines of [ROLE, "region = us-east-1\n", ""]) {
    assert.equal(message(`[DEFAULT]\n${lines}[profile p]\n${ROLE}`), undefined, lines);
  }
  // The AWS CLI has no section of this file for the profile.
  assert.equal(message(`[profile p]\n${ROLE}`, "[DEFAULT]\nmfa_serial = x\n"), undefined);
});

Deno.test("a setting that is nearly one that swr reads is named with it, others and short words are not", () => {
  const meant = (...keys: string[]) => {
    const text = `[profile p]\n${keys.map((key) => `${key} = x\n`).join("")}`;
    const { settings } = readConfiguration(parseIni(text, "config"), undefined).profiles.get("p")!;
    return misspelledSettings(settings).map(({ setting, meant }) => `${setting.key}: ${meant}`);
  };
  assert.deepEqual(meant("mfa-serial", "external-id", "duration_second", "policy_arn"), [
    "mfa-serial: mfa_serial",
    "external-id: external_id",
    "duration_second: duration_seconds",
    "policy_arn: policy_arns",
  ]);
  assert.deepEqual(meant("mfa-serial", "mfa_serial"), []);
  // Settings of the AWS CLI and the SDKs (AWS CLI User Guide, "Configuration and credential file settings").
  const others = [
    ...["output", "cli_pager", "cli_auto_prompt", "cli_timestamp_format", "cli_history", "s3"],
    ...["retry_mode", "max_attempts", "parameter_validation", "tcp_keepalive", "defaults_mode"],
    ...["account_id_endpoint_mode", "ec2_metadata_service_endpoint", "metadata_service_timeout"],
    ...["request_checksum_calculation", "response_checksum_validation", "api_versions"],
    ...["endpoint_discovery_enabled", "sigv4a_signing_region_set", "auth_scheme_preference"],
    ...["sdk_ua_app_id", "credential_scope", "parent_profile", "chain_mfa", "vegas", "color"],
    ...["origin", "source", "policies", "owner", "role_name", "assume_role_arn"],
  ];
  assert.deepEqual(meant("role_arn", "source_profile", ...others), []);
});

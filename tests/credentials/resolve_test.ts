// From the source in a plan to credentials: which of the values are read, and of what kind they are.

import assert from "node:assert/strict";
import { readConfiguration } from "../../src/config/configuration.ts";
import { parseIni } from "../../src/config/ini.ts";
import { resolveCredentials } from "../../src/credentials/resolve.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { planSwitch } from "../../src/role/plan.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

/** What signs the first call of a switch to p. */
function signer(config: string, env: Record<string, string>) {
  const files = readConfiguration(parseIni(config, "config"), undefined);
  const lookup = (name: string) => env[name];
  const plan = planSwitch("p", switchOptionsOf(["--from-session", "p"]), files, lookup);
  return { plan, credentials: resolveCredentials(plan.source, files, lookup) };
}

Deno.test("keys of the environment, with their token if they are a session's", () => {
  const key = { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "é+/=\u{1f600}" };
  const longTerm = {
    kind: "long-term",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "é+/=\u{1f600}",
  };
  const config = `[profile p]\n${ROLE}`;
  assert.deepEqual(signer(config, key).credentials, longTerm);
  assert.deepEqual(signer(config, { ...key, AWS_SESSION_TOKEN: "" }).credentials, longTerm);
  assert.deepEqual(signer(config, { ...key, AWS_SESSION_TOKEN: "old" }).credentials, longTerm);
  for (const id of ["ASIAIOSFODNN7EXAMPLE", "XYZIOSFODNN7EXAMPLE"]) {
    const env = { ...key, AWS_ACCESS_KEY_ID: id, AWS_SESSION_TOKEN: "t" };
    assert.deepEqual(signer(config, env).credentials, {
      ...longTerm,
      kind: "role-session",
      accessKeyId: id,
      sessionToken: "t",
    });
  }
});

Deno.test("keys of the profile that the chain begins with", () => {
  const base = (keys: string) =>
    `[profile p]\n${ROLE}source_profile = base\n[profile base]\naws_secret_access_key = s\n${keys}`;
  const longTerm = {
    kind: "long-term",
    accessKeyId: "AKIAFILEEXAMPLE0000000",
    secretAccessKey: "s",
  };
  assert.deepEqual(
    signer(base("aws_access_key_id = AKIAFILEEXAMPLE0000000\n"), {}).credentials,
    longTerm,
  );
  const left = base("aws_access_key_id = AKIAFILEEXAMPLE0000000\naws_session_token = old\n");
  assert.deepEqual(signer(left, {}).credentials, longTerm);
  const session = base("aws_access_key_id = ASIAFILEEXAMPLE0000000\naws_session_token = t\n");
  assert.deepEqual(signer(session, {}).credentials, {
    kind: "role-session",
    accessKeyId: "ASIAFILEEXAMPLE0000000",
    secretAccessKey: "s",
    sessionToken: "t",
  });
});

Deno.test("a plan holds no secret", () => {
  const env = {
    AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "hidden-1",
    AWS_SESSION_TOKEN: "hidden-2",
  };
  const config = `[profile p]\n${ROLE}source_profile = base\n[profile base]\n` +
    "aws_access_key_id = ASIAFILEEXAMPLE0000000\naws_secret_access_key = hidden-3\naws_session_token = hidden-4\n";
  for (const plan of [signer(config, env).plan, signer(config, {}).plan]) {
    assert.doesNotMatch(Deno.inspect(plan, { depth: 20 }), /hidden/);
  }
});

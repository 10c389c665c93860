// The variables outside a session and inside.

import assert from "node:assert/strict";
import { HOUR, inEnvironment, NOW } from "../../support/doctor_facts.ts";

Deno.test("variables outside a session", () => {
  const cases: [Record<string, string>, string[]][] = [
    [{}, []],
    [{ AWS_ACCESS_KEY_ID: "AKIAXEXAMPLE0000000", AWS_SECRET_ACCESS_KEY: "s" }, [
      "environment-keys warning",
    ]],
    [
      {
        AWS_ACCESS_KEY_ID: "AKIAXEXAMPLE0000000",
        AWS_SECRET_ACCESS_KEY: "s",
        AWS_SESSION_TOKEN: "t",
      },
      ["environment-keys warning", "token-left-over warning"],
    ],
    [
      {
        AWS_ACCESS_KEY_ID: "ASIAXEXAMPLE0000000",
        AWS_SECRET_ACCESS_KEY: "s",
        AWS_SESSION_TOKEN: "t",
      },
      ["environment-keys warning"],
    ],
    [{ AWS_ACCESS_KEY_ID: "AKIAXEXAMPLE0000000" }, ["environment-keys-unusable problem"]],
    [{ AWS_PROFILE: "p" }, ["profile-variable warning"]],
    [{ AWS_DEFAULT_PROFILE: "nope" }, ["profile-variable warning"]],
    [{ AWS_SECURITY_TOKEN: "t" }, ["security-token warning"]],
    [{ AWS_STS_REGIONAL_ENDPOINTS: "legacy" }, ["legacy-endpoint warning"]],
    [{ AWS_STS_REGIONAL_ENDPOINTS: "regional" }, []],
    [{ AWS_ENDPOINT_URL_STS: "https://sts.amazonaws.com" }, ["endpoint-variable warning"]],
    [{ AWS_ENDPOINT_URL: "https://sts.example" }, ["endpoint-variable problem"]],
    [{ AWS_ENDPOINT_URL_SSO: "https://x.example" }, ["endpoint-variable problem"]],
    [{ AWS_ENDPOINT_URL: "nonsense" }, ["endpoint-variable problem"]],
    [{ AWS_ENDPOINT_URL: "x", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" }, []],
    [{ AWS_REGION: "eu-central-1" }, []],
    [{ AWS_REGION: "eu-central-1", AWS_DEFAULT_REGION: "us-east-1" }, ["region-variable warning"]],
    [{ AWS_REGION: "EU!" }, ["region-variable problem"]],
    [{ SSLKEYLOGFILE: "/tmp/x" }, ["key-log problem"]],
    [{ NODE_OPTIONS: "--require x" }, ["runtime-variable problem"]],
    [{ OTEL_DENO: "true" }, ["runtime-variable problem"]],
    [{ OTEL_DENO: "false", NODE_OPTIONS: "" }, []],
    [{ AWS_CA_BUNDLE: "/none.pem" }, ["ca-bundle problem"]],
    [{ AWS_CA_BUNDLE: "/good.pem" }, []],
    [{ SWR_MFA_TOKEN: "123456" }, ["mfa-variable warning"]],
    [{ SWR_OPTIONS: "--quiet" }, ["options-variable ok"]],
    [{ SWR_OPTIONS: "--region x" }, ["options-variable problem"]],
    [{ SWR_EXPIRATION: "x", SWR_CONFIG_FILE: "" }, ["session-left-over warning"]],
  ];
  for (const [variables, expected] of cases) {
    assert.deepEqual(inEnvironment(variables).toSorted(), expected, JSON.stringify(variables));
  }
  assert.deepEqual(inEnvironment({}, { malformed: ["HOME"] }), ["variable-malformed problem"]);
});

Deno.test("variables inside a session are its own, while it lasts", () => {
  const session = {
    SWR_PROFILE: "p",
    SWR_EXPIRATION: "2026-01-01T00:57:00Z",
    SWR_ACCESS_KEY_ID: "ASIAXEXAMPLE0000000",
    SWR_CONFIG_FILE: "",
    AWS_ACCESS_KEY_ID: "ASIAXEXAMPLE0000000",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_SESSION_TOKEN: "t",
    AWS_PROFILE: "p",
    AWS_CONFIG_FILE: "/proc/1/fd/3",
  };
  assert.deepEqual(inEnvironment(session), ["session ok"]);
  assert.deepEqual(inEnvironment({ ...session, AWS_PROFILE: "q" }), [
    "session-broken warning",
    "session ok",
  ]);
  assert.deepEqual(inEnvironment(session, { now: NOW + HOUR }), ["session-broken warning"]);
  for (const view of ["gone", "other"] as const) {
    assert.deepEqual(inEnvironment(session, { viewAt: () => view }), [
      "session-broken warning",
      "session ok",
    ]);
  }
  assert.deepEqual(inEnvironment({ ...session, AWS_CONFIG_FILE: "/home/me/.aws/config" }), [
    "session-broken warning",
    "session ok",
  ]);
});

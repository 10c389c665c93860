import assert from "node:assert/strict";
import { processJson, sessionKeys } from "../../src/session/session_keys.ts";
import { SwrError } from "../../src/text/errors.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const SESSION: Record<string, string> = {
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
  SWR_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  SWR_PROFILE: "p",
  SWR_EXPIRATION: "2026-01-01T00:00:01Z",
};

const keys = (change: Record<string, string> = {}, profile = "p") => {
  const env: Record<string, string> = { ...SESSION, ...change };
  return sessionKeys(profile, (name) => env[name], NOW);
};

Deno.test("the session's keys are given as credential_process does, to its last second and without an end", () => {
  const given = {
    Version: 1,
    AccessKeyId: "ASIAEXAMPLEEXAMPLE00",
    SecretAccessKey: "s",
    SessionToken: "t",
  };
  assert.deepEqual(JSON.parse(keys()), given);
  const account = JSON.parse(keys({ AWS_ACCOUNT_ID: "222233334444" }));
  assert.deepEqual(account, { ...given, AccountId: "222233334444" });
});

Deno.test("for another profile, with other keys, or after the end there are none", () => {
  const cases: [Record<string, string>, string, SwrError["code"]][] = [
    [{ SWR_PROFILE: "" }, "p", "no-session"],
    [{}, "q", "keys-not-of-session"],
    [{ AWS_ACCESS_KEY_ID: "ASIAOTHER" }, "p", "keys-not-of-session"],
    [{ SWR_EXPIRATION: "2026-01-01T00:00:00Z" }, "p", "keys-not-of-session"],
    [{ SWR_EXPIRATION: "soon" }, "p", "keys-not-of-session"],
  ];
  for (const [change, profile, code] of cases) {
    assert.throws(
      () => keys(change, profile),
      (error) =>
        error instanceof SwrError && error.code === code && !error.message.includes("ASIA"),
      JSON.stringify(change),
    );
  }
});

Deno.test("processJson() is one line with the version as a number", () => {
  const credentials = {
    accessKeyId: "ASIA",
    secretAccessKey: "s",
    sessionToken: "t",
    expiration: "2026-01-01T00:00:00Z",
    kind: "role-session" as const,
  };
  assert.deepEqual(JSON.parse(processJson(credentials, undefined)), {
    Version: 1,
    AccessKeyId: "ASIA",
    SecretAccessKey: "s",
    SessionToken: "t",
    Expiration: "2026-01-01T00:00:00Z",
  });
  assert.equal(JSON.parse(processJson(credentials, "1")).AccountId, "1");
});

// What is no longer as the session set it.

import assert from "node:assert/strict";
import { deviations } from "../../src/session/deviations.ts";
import type { Session } from "../../src/session/contract.ts";

const SESSION: Session = {
  profile: "p",
  kind: "role-session",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
  digest: "d",
  ownRegion: "eu-central-1",
  keyless: false,
  renews: false,
  exported: false,
  hasView: true,
};
const ENV: Readonly<Record<string, string>> = {
  AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
  AWS_PROFILE: "p",
  AWS_REGION: "eu-central-1",
  AWS_DEFAULT_REGION: "eu-central-1",
};

function changed(change: Record<string, string | undefined>, digest = "d", session = SESSION) {
  const env: Readonly<Record<string, string | undefined>> = { ...ENV, ...change };
  return deviations((name) => env[name], session, digest).map(({ name }) => name);
}

Deno.test("a session as it was set has none", () => {
  assert.deepEqual(changed({}), []);
  assert.deepEqual(changed({ AWS_PROFILE: undefined }), [], "--no-aws-profile");
});

Deno.test("another key, a missing half and other secrets are each named once", () => {
  assert.deepEqual(changed({ AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE" }), ["AWS_ACCESS_KEY_ID"]);
  assert.deepEqual(changed({ AWS_SESSION_TOKEN: "" }), ["AWS_SESSION_TOKEN"]);
  assert.deepEqual(changed({}, "e"), ["AWS_SECRET_ACCESS_KEY or AWS_SESSION_TOKEN"]);
});

Deno.test("another profile or region is named with what it was", () => {
  const env: Readonly<Record<string, string>> = { ...ENV, AWS_DEFAULT_PROFILE: "q" };
  const [found] = deviations((name) => env[name], SESSION, "d");
  assert.deepEqual(found, { name: "AWS_DEFAULT_PROFILE", is: "q", was: "p" });
  assert.deepEqual(changed({ AWS_REGION: "us-east-1" }), ["AWS_REGION"]);
  assert.deepEqual(changed({ AWS_REGION: undefined }), ["AWS_REGION"]);
  const { ownRegion: _, ...without } = SESSION;
  assert.deepEqual(changed({ AWS_REGION: "us-east-1" }, "d", without), []);
});

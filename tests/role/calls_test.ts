// What of a chain of profiles goes with which call: options with the first or the last, what any profile says with the
// first. And what the chain says of region and endpoint.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { type Plan, planSwitch } from "../../src/role/plan.ts";
import { withCode } from "../../src/role/sts_call.ts";
import { readConfiguration } from "../../src/config/profile.ts";

const KEYS = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" };
const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

/** The chain p ← mid ← base, each with lines of its own. */
function chained(
  { p = "", mid = "", base = "" }: { p?: string; mid?: string; base?: string },
  options: readonly string[] = [],
  env: Record<string, string> = KEYS,
): Plan {
  const config = `[profile p]\n${ROLE}source_profile = mid\n${p}` +
    `[profile mid]\n${ROLE}source_profile = base\n${mid}[profile base]\n${base}`;
  const files = readConfiguration(parseIni(config, "config"), undefined);
  return planSwitch("p", switchOptionsOf([...options, "p"]), files, (name) => env[name]);
}

Deno.test("options of the session go with the last call, --source-identity with the first", () => {
  const options = ["--session-name", "mine", "--external-id", "abc", "-d", "20m"];
  const { calls } = chained({}, [...options, "--source-identity", "me"]);
  assert.deepEqual(calls.map(({ input }) => input.ExternalId), [undefined, "abc"]);
  assert.deepEqual(calls.map(({ input }) => input.DurationSeconds), [undefined, 1200]);
  assert.equal(calls[1]!.input.RoleSessionName, "mine");
  assert.notEqual(calls[0].input.RoleSessionName, "mine");
  assert.deepEqual(calls.map(({ input }) => input.SourceIdentity), ["me", undefined]);
});

Deno.test("the device and the command for its code may stand with any profile of the chain, the base too", () => {
  const device = "mfa_serial = GAHT12345678\n";
  for (const place of ["p", "mid", "base"]) {
    const { calls } = chained({ [place]: device });
    assert.deepEqual(
      calls.map(({ input }) => input.SerialNumber),
      ["GAHT12345678", undefined],
      place,
    );
    const { mfaProcess } = chained({ [place]: "mfa_process = print-code\n" });
    assert.equal(mfaProcess?.value, "print-code", place);
  }
  const several = { p: "mfa_process = a\n", mid: "mfa_process = b\n", base: "mfa_process = c\n" };
  assert.equal(chained(several).mfaProcess?.value, "a");
  assert.equal(chained({ ...several, p: "" }).mfaProcess?.value, "b");
  assert.equal(chained(several, ["--mfa-process", "o"]).mfaProcess?.value, "o");
  const env = { ...KEYS, SWR_MFA_PROCESS: "v" };
  assert.equal(chained(several, [], env).mfaProcess?.value, "v");
});

Deno.test("keys of a session carry no code, whether they say so by their id or by a token", () => {
  const device = { p: "mfa_serial = GAHT12345678\n" };
  for (const id of ["ASIAEXAMPLE", "XYZEXAMPLE"]) {
    const env = { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
    const { calls, notes } = chained(device, ["--from-session"], env);
    assert.equal(calls[0].input.SerialNumber, undefined, id);
    assert.match(notes.join(), /cannot be used with MFA/, id);
  }
});

Deno.test("of the sources' regions the nearest counts; an endpoint of one's own has a region to be signed for", () => {
  const regions = { mid: "region = eu-west-2\n", base: "region = eu-west-3\n" };
  assert.equal(chained(regions).region?.value, "eu-west-2");
  assert.equal(chained({ ...regions, mid: "" }).region?.value, "eu-west-3");
  const env = { ...KEYS, AWS_ENDPOINT_URL_STS: "http://127.0.0.1:4566" };
  const { endpoint } = chained({}, [], env);
  assert.deepEqual(endpoint, {
    url: "http://127.0.0.1:4566",
    host: "127.0.0.1:4566",
    hostAndPort: "127.0.0.1:4566",
    origin: from("$AWS_ENDPOINT_URL_STS"),
    signingRegion: "us-east-1",
  });
});

Deno.test("keys of its own end the chain from the second profile on, and not with the first", () => {
  const keys = "aws_access_key_id = AKIAOTHER\naws_secret_access_key = s\n";
  assert.deepEqual(chained({ mid: keys }, [], {}).calls.map(({ profile }) => profile), ["p"]);
  assert.deepEqual(chained({ mid: keys }, [], {}).source, {
    kind: "profile",
    profile: "mid",
    accessKeyId: "AKIAOTHER",
    gives: "long-term",
  });
  const first = chained({ p: keys, base: keys }, [], {});
  assert.deepEqual(first.calls.map(({ profile }) => profile), ["mid", "p"]);
});

Deno.test("a call is sent with its device and the code, or with neither", () => {
  const { calls: [first, second] } = chained({ p: "mfa_serial = GAHT12345678\n" });
  const { action, input } = withCode(first, "123456");
  assert.deepEqual({ action, input }, {
    action: "AssumeRole",
    input: { ...first.input, SerialNumber: "GAHT12345678", TokenCode: "123456" },
  });
  assert.ok(!("SerialNumber" in withCode(first, undefined).input));
  assert.ok(!("TokenCode" in withCode(second!, "123456").input));
  assert.deepEqual(Object.keys(withCode(second!, undefined)), ["action", "input"]);
});

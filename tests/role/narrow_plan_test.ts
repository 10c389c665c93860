// What --narrow asks of STS, and what is refused before it is asked.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { planNarrow } from "../../src/role/narrow_plan.ts";
import type { NarrowSubject } from "../../src/role/plan.ts";
import { refuses } from "../support/plans.ts";
import { switchOptionsOf } from "../support/requests.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const SUBJECT: NarrowSubject = {
  profile: "p",
  kind: "role-session",
  roleArn: "arn:aws:iam::222233334444:role/admin",
  expiration: "2026-01-01T01:00:00Z",
  accessKeyId: "ASIAIOSFODNN7EXAMPLE",
};
const CONFIG = "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\n";
const POLICY = '{"Statement": []}';

function narrow(
  options: string[],
  { subject = SUBJECT, config = CONFIG, env = { AWS_REGION: "eu-central-1" } }: {
    subject?: NarrowSubject;
    config?: string;
    env?: Record<string, string>;
  } = {},
) {
  const files = readConfiguration(parseIni(config, "config"), undefined);
  return planNarrow(
    subject,
    switchOptionsOf(["--narrow", ...options]),
    files,
    (name) => env[name],
    NOW,
  );
}

Deno.test("policy, time and reason are the call's parameters, at the regional endpoint", () => {
  const plan = narrow(["--policy", POLICY, "-d", "15m", "--reason", "a report, für X"]);
  assert.deepEqual(plan.calls[0].input, {
    Policy: POLICY,
    DurationSeconds: 900,
    ScopedSessionDescription: "a report, für X",
  });
  assert.equal(plan.endpoint.url, "https://sts.eu-central-1.amazonaws.com");
  assert.equal(plan.narrowed, "narrow");
  assert.deepEqual(narrow(["-d", "1"]).calls[0].input, { DurationSeconds: 1 });
  assert.deepEqual(narrow(["-d", "1h"]).calls[0].input, { DurationSeconds: 3600 });
  assert.deepEqual(narrow(["--policy", POLICY]).calls[0].input, { Policy: POLICY });
});

Deno.test("what was read-only stays that if only the time is shortened", () => {
  const subject = { ...SUBJECT, narrowed: "ro" } as const;
  assert.equal(narrow(["-d", "5m"], { subject }).narrowed, "ro");
  assert.equal(narrow(["--policy", POLICY], { subject }).narrowed, "narrow");
});

Deno.test("a session without a profile in the config gets its section again", () => {
  assert.equal(narrow(["-d", "5m"]).ownSection, false);
  assert.equal(narrow(["-d", "5m"], { config: "" }).ownSection, true);
});

Deno.test("the global endpoint, which does not know the call, is refused with the way", () => {
  refuses(
    () => narrow(["-d", "5m"], { env: {} }),
    /cannot be narrowed at sts.amazonaws.com.*\nname a region: --region/,
  );
  assert.equal(
    narrow(["-d", "5m", "--region", "us-east-1"], { env: {} }).endpoint.url,
    "https://sts.us-east-1.amazonaws.com",
  );
  const legacy = { AWS_REGION: "us-east-1", AWS_STS_REGIONAL_ENDPOINTS: "legacy" };
  refuses(
    () => narrow(["-d", "5m"], { env: legacy }),
    /remove the setting that chooses that endpoint/,
  );
  const own = { AWS_REGION: "us-east-1", AWS_ENDPOINT_URL_STS: "https://sts.amazonaws.com" };
  refuses(() => narrow(["-d", "5m"], { env: own }), /cannot be narrowed at sts.amazonaws.com/);
});

Deno.test("bad values are refused", () => {
  const cases: [options: string[], text: RegExp][] = [
    [[], /--narrow needs --policy FILE, -d TIME, or both/],
    [["--reason", "x"], /--narrow needs --policy FILE/],
    [["-d", "0"], /"0" is not a valid session duration\n.*from 1 second/],
    [["-d", "soon"], /is not a valid session duration/],
    [["-d", "3601"], /this session ends in 1h, and a narrowed one ends with it\nwithout -d/],
    [["-d", "5m", "--reason", "x".repeat(257)], /the reason has 257 characters\nSTS takes 256/],
    [["-d", "5m", "--reason", "a\nb"], /the reason contains control characters/],
    [["-d", "5m", "--policy", "x".repeat(2049)], /the session policy has 2049 characters/],
    [["-d", "5m", "--read-only"], /--read-only has no meaning with --narrow\n.*--policy FILE/],
    [
      ["-d", "5m", "--policy-arn", "x"],
      /--policy-arn has no meaning with --narrow\n.*--policy FILE/,
    ],
    [["-d", "5m", "--tag", "a=b"], /--tag has no meaning with --narrow\n.*assumes no role/],
    [["-d", "5m", "--mfa-token", "123456"], /--mfa-token has no meaning with --narrow/],
    [["-d", "5m", "--from-session"], /--from-session has no meaning with --narrow/],
    [["-d", "5m", "--region", "x y"], /is not a region/],
  ];
  for (const [options, text] of cases) refuses(() => narrow(options), text);
  refuses(() => switchOptionsOf(["--narrow", "--user"]), /--narrow and --user cannot be combined/);
  refuses(() => switchOptionsOf(["--narrow", "--profile", "p"]), /--narrow and --profile cannot/);
  refuses(() => switchOptionsOf(["--reason", "x", "p"]), /--reason goes with --narrow/);
});

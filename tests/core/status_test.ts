import assert from "node:assert/strict";
import { PLAIN } from "../../src/core/paint.ts";
import { statusOf, statusPage, timeLeft } from "../../src/core/status.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const SESSION: Record<string, string> = {
  SWR_PROFILE: "p",
  SWR_ROLE_ARN: "arn:aws:iam::222233334444:role/r",
  SWR_EXPIRATION: "2026-01-01T00:57:30Z",
  SWR_ACCESS_KEY_ID: "ASIAX",
  AWS_ACCESS_KEY_ID: "ASIAX",
  AWS_ACCOUNT_ID: "222233334444",
  AWS_PROFILE: "p",
  AWS_REGION: "eu-central-1",
};

const of = (change: Record<string, string> = {}, there = true) => {
  const env = { ...SESSION, ...change };
  return statusOf((name) => env[name], NOW, () => there);
};

Deno.test("statusOf() reads the session from the environment", () => {
  assert.deepEqual(of(), {
    profile: "p",
    account: "222233334444",
    roleArn: "arn:aws:iam::222233334444:role/r",
    region: "eu-central-1",
    expiration: "2026-01-01T00:57:30Z",
    secondsLeft: 3450,
    problems: [],
  });
  assert.equal(statusOf(() => undefined, NOW, () => true), undefined);
});

Deno.test("statusOf() names what no longer fits, and the likely cause", () => {
  assert.match(
    of({ AWS_ACCESS_KEY_ID: "AKIAX" })!.problems.join(),
    /AWS_ACCESS_KEY_ID.*start-up file/,
  );
  assert.match(of({ AWS_PROFILE: "q\x1b" })!.problems.join(), /AWS_PROFILE is "q\\x1b"/);
  const view = { AWS_CONFIG_FILE: "/proc/1/fd/200", SWR_CONFIG_FILE: "/home/me/.aws/config" };
  assert.match(of(view, false)!.problems.join(), /config is gone/);
  assert.deepEqual(of(view)!.problems, []);
  assert.equal(of({ SWR_EXPIRATION: "2001-01-01T00:00:00Z" })!.secondsLeft, 0);
});

Deno.test("statusPage() has one line a fact", () => {
  assert.equal(
    statusPage(of()!, PLAIN),
    `profile  p
role     arn:aws:iam::222233334444:role/r
account  222233334444
region   eu-central-1
until    2026-01-01T00:57:30Z, 57m left
`,
  );
});

Deno.test("timeLeft() is short", () => {
  assert.deepEqual([0, 1, 59, 60, 3599, 3600, 3900, 43200].map(timeLeft), [
    "ended",
    "1s left",
    "59s left",
    "1m left",
    "59m left",
    "1h 00m left",
    "1h 05m left",
    "12h 00m left",
  ]);
});

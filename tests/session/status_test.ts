import assert from "node:assert/strict";
import { dayAndTime } from "../../src/text/local_time.ts";
import { PLAIN } from "../../src/text/colours.ts";
import { lasts, statusOf, statusPage, timeLeft, type ViewState } from "../../src/session/status.ts";

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

const of = (change: Record<string, string> = {}, view: ViewState = "there") => {
  const env: Record<string, string> = { ...SESSION, ...change };
  return statusOf((name) => env[name], NOW, () => view);
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
    remedies: [],
  });
  assert.equal(statusOf(() => undefined, NOW, () => "there"), undefined);
});

Deno.test("statusOf() names what no longer fits, and the likely cause", () => {
  assert.match(
    of({ AWS_ACCESS_KEY_ID: "AKIAX" })!.problems.join(),
    /AWS_ACCESS_KEY_ID.*start-up file/,
  );
  assert.match(of({ AWS_PROFILE: "q\x1b" })!.problems.join(), /AWS_PROFILE is "q\\x1b"/);
  assert.equal(of({ SWR_EXPIRATION: "2001-01-01T00:00:00Z" })!.secondsLeft, 0);
});

const MEMORY = { SWR_CONFIG_FILE: "/home/me/.aws/config", AWS_CONFIG_FILE: "/proc/1/fd/200" };

Deno.test("statusOf() looks after the session's config: there, gone, another file in its place", () => {
  const disk = "/var/folders/x/T/swr/config.Zz09aa";
  for (const view of [MEMORY, { ...MEMORY, AWS_CONFIG_FILE: disk }]) {
    assert.deepEqual(of(view)!.problems, []);
    assert.match(of(view, "gone")!.problems.join(), /config is gone/);
    assert.deepEqual(of(view, "other")!.problems, [
      "AWS_CONFIG_FILE no longer leads to the session's config: a script may have reused its descriptor",
    ]);
    assert.match(of(view, "other")!.remedies.join(), /^unset AWS_PROFILE and AWS_CONFIG_FILE/);
  }
});

Deno.test("statusOf() tells a config of the shell's own from the session's", () => {
  const replaced = of({ ...MEMORY, AWS_CONFIG_FILE: "/home/me/.aws/config" })!;
  assert.deepEqual(replaced.problems, [
    'AWS_CONFIG_FILE is "/home/me/.aws/config", not the session\'s view: a start-up file of the shell may export its own; some SDKs will assume the role a second time, or fail',
  ]);
  assert.deepEqual(replaced.remedies, [
    'in the start-up file: [ -n "$SWR_PROFILE" ] || export AWS_CONFIG_FILE=…',
  ]);
  for (const path of ["/proc/self/fdinfo/3", "/tmp/swr/config", "a\x1b"]) {
    const [problem] = of({ ...MEMORY, AWS_CONFIG_FILE: path })!.problems;
    assert.match(problem!, /not the session's view/);
    assert.ok(!problem!.includes("\x1b"));
  }
  assert.match(of({ ...MEMORY, AWS_CONFIG_FILE: "" })!.problems.join(), /is no longer set/);
  // Without AWS_PROFILE the keys in the environment come first, and without a view there is none to replace.
  assert.deepEqual(of({ ...MEMORY, AWS_CONFIG_FILE: "/x", AWS_PROFILE: "" })!.problems, []);
  assert.deepEqual(of({ AWS_CONFIG_FILE: "/home/me/.aws/config" })!.problems, []);
});

Deno.test("a session that has ended is left and started again, exported keys are unset", () => {
  const past = { SWR_EXPIRATION: "2001-01-01T00:00:00Z" };
  assert.deepEqual(of(past)!.remedies, [
    "leave this shell with exit, and start again: `envchain NAMESPACE swr p`",
  ]);
  const [unset] = of({ ...past, SWR_EXPORTED: "1" })!.remedies;
  assert.match(unset!, /^unset AWS_ACCESS_KEY_ID .*or use another shell$/);
  assert.match(
    statusPage(of(past)!, PLAIN),
    /^until +200[01]-\d\d-\d\d \d\d:\d\d, ended\nremedy +leave this shell/m,
  );
});

Deno.test("statusPage() has one line a fact", () => {
  assert.equal(
    statusPage(of()!, PLAIN),
    `profile  p
role     arn:aws:iam::222233334444:role/r
account  222233334444
region   eu-central-1
until    ${dayAndTime(new Date("2026-01-01T00:57:30Z"))}, 57m left
`,
  );
});

Deno.test("lasts() holds to the second, and for no ended session", () => {
  for (
    const [secondsLeft, needed, expected] of [[600, 600, true], [599, 600, false], [0, 0, false], [
      1,
      0,
      true,
    ]] as const
  ) {
    assert.equal(lasts({ secondsLeft }, needed), expected, `${secondsLeft} of ${needed}`);
  }
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

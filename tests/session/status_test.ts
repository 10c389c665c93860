import assert from "node:assert/strict";
import { dayAndTime } from "../../src/text/times.ts";
import { PLAIN } from "../../src/text/colours.ts";
import { lasts, statusOf, statusPage, timeLeft, type ViewState } from "../../src/session/status.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const SESSION: Record<string, string> = {
  SWR_PROFILE: "p",
  SWR_ROLE_ARN: "arn:aws:iam::222233334444:role/r",
  SWR_EXPIRATION: "2026-01-01T00:57:30Z",
  SWR_ACCESS_KEY_ID: "ASIAX",
  AWS_ACCESS_KEY_ID: "ASIAX",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
  AWS_ACCOUNT_ID: "222233334444",
  AWS_PROFILE: "p",
  AWS_REGION: "eu-central-1",
  AWS_DEFAULT_REGION: "eu-central-1",
  SWR_REGION: "eu-central-1",
  SWR_DIGEST: "0123456789abcdef",
};

const of = (
  change: Record<string, string> = {},
  view: ViewState = "there",
  digest = "0123456789abcdef",
) => {
  const env: Record<string, string> = { ...SESSION, ...change };
  return statusOf((name) => env[name], NOW, () => view, digest);
};

Deno.test("statusOf() reads the session from the environment", () => {
  assert.deepEqual(of(), {
    profile: "p",
    kind: "role-session",
    keyless: false,
    renews: false,
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

Deno.test("what is no longer the session's is a problem: keys, profiles, regions", () => {
  const cause = "a start-up file of the shell may export its own";
  const cases: [Record<string, string>, string][] = [
    [{ AWS_ACCESS_KEY_ID: "AKIAX" }, `AWS_ACCESS_KEY_ID is not the session's: ${cause}`],
    [{ AWS_ACCESS_KEY_ID: "" }, "AWS_ACCESS_KEY_ID is not set: AWS refuses every call"],
    [{ AWS_SECRET_ACCESS_KEY: "" }, "AWS_SECRET_ACCESS_KEY is not set: AWS refuses every call"],
    [{ AWS_SESSION_TOKEN: "" }, "AWS_SESSION_TOKEN is not set: AWS refuses every call"],
    [{ AWS_PROFILE: "q" }, `AWS_PROFILE is "q": ${cause}`],
    [{ AWS_DEFAULT_PROFILE: "q" }, `AWS_DEFAULT_PROFILE is "q": ${cause}`],
    [
      { AWS_REGION: "us-east-1" },
      `AWS_REGION is "us-east-1", and the session's is "eu-central-1": ${cause}`,
    ],
    [
      { AWS_DEFAULT_REGION: "us-east-1" },
      `AWS_DEFAULT_REGION is "us-east-1", and the session's is "eu-central-1": ${cause}`,
    ],
    [{ AWS_REGION: "" }, `AWS_REGION is not set, and the session's is "eu-central-1": ${cause}`],
  ];
  for (const [change, problem] of cases) assert.deepEqual(of(change)!.problems, [problem]);
  assert.deepEqual(of({}, "there", "fedcba9876543210")!.problems, [
    `AWS_SECRET_ACCESS_KEY or AWS_SESSION_TOKEN is not the session's: ${cause}`,
  ]);
  // A session of an older swr has neither.
  assert.deepEqual(of({ SWR_DIGEST: "", SWR_REGION: "", AWS_REGION: "x" })!.problems, []);
  assert.deepEqual(of({ AWS_DEFAULT_PROFILE: "p", AWS_PROFILE: "" })!.problems, []);
});

Deno.test("the remedy is in the syntax of the user's shell, and names direnv where that is active", () => {
  const remedy = (change: Record<string, string>) =>
    of({ AWS_PROFILE: "q", ...change })!.remedies.join();
  assert.equal(
    remedy({ SHELL: "/bin/zsh" }),
    'in the start-up file: [ -n "$SWR_PROFILE" ] || export AWS_PROFILE=…',
  );
  assert.equal(
    remedy({ SHELL: "/bin/tcsh" }),
    "in the start-up file: if (! $?SWR_PROFILE) setenv AWS_PROFILE …",
  );
  assert.equal(
    remedy({ SHELL: "/usr/bin/fish" }),
    "in the start-up file: set -q SWR_PROFILE; or set -gx AWS_PROFILE …",
  );
  const direnv = { SHELL: "/usr/bin/fish", DIRENV_DIR: "-/home/me/proj" };
  assert.equal(remedy(direnv), 'in .envrc: [ -n "$SWR_PROFILE" ] || export AWS_PROFILE=…');
  assert.deepEqual(of({ AWS_PROFILE: "q", ...direnv })!.problems, [
    'AWS_PROFILE is "q": direnv is active here (/home/me/proj)',
  ]);
  const gone = (SHELL: string) => of({ ...MEMORY, SHELL }, "gone")!.remedies.join();
  assert.equal(gone("/bin/bash"), "here: unset AWS_PROFILE AWS_CONFIG_FILE");
  assert.equal(gone("/bin/csh"), "here: unsetenv AWS_PROFILE; unsetenv AWS_CONFIG_FILE");
  assert.equal(gone("/usr/bin/fish"), "here: set -e AWS_PROFILE AWS_CONFIG_FILE");
});

const MEMORY = { SWR_CONFIG_FILE: "/home/me/.aws/config", AWS_CONFIG_FILE: "/proc/1/fd/200" };
const FILE = { ...MEMORY, AWS_CONFIG_FILE: "/run/user/1000/swr/config.Zz09aa" };

Deno.test("statusOf() looks after the session's config: there, gone, another file in its place", () => {
  for (const view of [MEMORY, FILE]) {
    assert.deepEqual(of(view)!.problems, []);
    assert.deepEqual(of(view, "other")!.problems, [
      "AWS_CONFIG_FILE no longer leads to the session's config: a script may have reused its descriptor",
    ]);
    assert.match(
      of(view, "other")!.remedies.join(),
      /^here: unset AWS_PROFILE AWS_CONFIG_FILE; or/,
    );
  }
  assert.match(of(MEMORY, "gone")!.problems.join(), /has ended, or this is another container/);
  assert.match(of(FILE, "gone")!.problems.join(), /a log-out removes the folder/);
  assert.match(
    of(FILE, "gone")!.remedies.join(),
    /swr --export sh p\)"`; or here: unset .*enable-linger/,
  );
  assert.match(of(FILE, "command-gone")!.problems.join(), /moved or removed/);
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

Deno.test("a session that has ended is renewed, or left and started again; exported keys are taken back", () => {
  const past = { SWR_EXPIRATION: "2001-01-01T00:00:00Z" };
  const remedies = (more: Record<string, string>) => of({ ...past, ...more })!.remedies;
  const renewed = 'new keys for this shell: `eval "$(envchain NAMESPACE swr --export sh p)"`';
  const left = "leave this shell with exit, and start again: `envchain NAMESPACE swr p`";
  assert.deepEqual(remedies({}), [renewed, `or ${left}`]);
  assert.deepEqual(remedies({ SWR_EXPORTED: "1" }), [
    renewed,
    'or take the keys out of this shell: `eval "$(swr --export sh --undo)"`',
  ]);
  // The user's keys would not be where the others are, or are not enough.
  assert.deepEqual(remedies({ SWR_KEYLESS: "1" }), [left]);
  assert.doesNotMatch(
    remedies({ SWR_USER_ARN: "arn:aws:iam::111122223333:user/me" }).join(),
    /--export/,
  );
  assert.match(remedies({ SWR_KIND: "user-session" }).join(), /swr --export sh --user\)/);
  const shells = {
    "/usr/bin/fish": "`envchain NAMESPACE swr --export fish p | source`",
    "/bin/tcsh": '`eval "`envchain NAMESPACE swr --export csh p`"`',
  };
  for (const [SHELL, says] of Object.entries(shells)) {
    assert.equal(remedies({ SHELL })[0], `new keys for this shell: ${says}`);
  }
  assert.match(
    statusPage(of(past)!, PLAIN),
    /^until +200[01]-\d\d-\d\d \d\d:\d\d, ended\nremedy +new keys for this shell/m,
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

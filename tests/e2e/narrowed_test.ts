// Narrowed sessions: what STS is asked for, how they show, and that they are dead ends.

import assert from "node:assert/strict";
import { KEYCTL, keyringTurn, needsKeyrings } from "../support/keyrings.ts";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openScene } from "../support/scene.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/reader
region = eu-central-1

[profile other]
role_arn = arn:aws:iam::222233334444:role/reader
`;

const POLICY =
  '{\n  "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*", "Sid": "Größe"}\n}\n';

/** A shell's function that starts swr. */
const SWR = `swr() { ${shellWords(swrCommand())} "$@"; }`;

Deno.test("each option is sent as a parameter of its own, and the file of a policy as it is", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, box, env } = scene;
  const file = await box.write("policy.json", POLICY);
  const own = "arn:aws:iam::222233334444:policy/own";
  const cases: [options: string[], sent: Record<string, string>, shown: string][] = [
    [["--read-only"], arns("arn:aws:iam::aws:policy/ReadOnlyAccess"), "ro"],
    [["--view-only"], arns("arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"), "view"],
    [["--policy", file], { Policy: POLICY }, "narrow"],
    [
      ["--policy", file, "--policy-arn", own, "--policy-arn=arn:aws:iam::aws:policy/A"],
      { Policy: POLICY, ...arns(own, "arn:aws:iam::aws:policy/A") },
      "narrow",
    ],
    [[], {}, ""],
  ];
  for (const [options, sent, shown] of cases) {
    const { stdout, status, stderr } = await runSwr(
      ["-q", ...options, "p", "sh", "-c", "echo $SWR_NARROWED"],
      { env },
    );
    assert.equal(status, 0, stderr);
    assert.equal(stdout, `${shown}\n`);
    const { parameters } = sts.requests.at(-1)!;
    const policies = Object.entries(parameters).filter(([name]) => name.startsWith("Policy"));
    assert.deepEqual(Object.fromEntries(policies), sent);
  }
});

function arns(...list: string[]): Record<string, string> {
  return Object.fromEntries(list.map((arn, at) => [`PolicyArns.member.${at + 1}.arn`, arn]));
}

Deno.test("the file may be a pipe", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, env } = scene;
  const script = `${SWR}; swr -q --policy <(printf '%s' "$0") p true`;
  const child = await new Deno.Command("bash", {
    args: ["-c", script, POLICY],
    env,
    clearEnv: true,
  })
    .output();
  assert.equal(child.code, 0, new TextDecoder().decode(child.stderr));
  assert.equal(sts.requests.at(-1)!.parameters.Policy, POLICY);
});

Deno.test("a file that cannot be one is refused before anything is sent, with its name", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, box, env } = scene;
  const cases: [file: string, text: RegExp][] = [
    ["none.json", /cannot read the policy none.json: there is no such file \(from --policy\)/],
    ["{}", /the option takes the name of a file, not the policy itself/],
    [box.home, /it is a directory/],
    ["/dev/zero", /it is larger than 64 KiB|all permission/],
    [await box.write("bad.json", "\xff{"), /the session policy is not JSON/],
    [await box.write("list.json", "[]"), /is not a JSON object \(from \S*list.json\)/],
    [await box.write("half.json", '{\n"Statement": [\n'), /is not JSON \(from \S*half.json:2\)/],
    [await box.write("latin.json", new Uint8Array([0x7b, 0xff])), /it is not text in UTF-8/],
  ];
  for (const [file, text] of cases) {
    const { status, stderr } = await runSwr(["--policy", file, "p", "true"], { env });
    assert.equal(status, 2, stderr);
    assert.match(stderr, text);
  }
  assert.deepEqual(sts.requests, []);
});

Deno.test("the entry line and --status say that the session is narrowed", async () => {
  await using scene = await openScene(CONFIG);
  const { env } = scene;
  await using terminal = swrInTerminal(["--read-only", "p"], {
    env: { ...env, SHELL: "/bin/sh" },
  });
  await terminal.waitFor(
    /p \(222233334444, role reader, read-only\) until \S+ \((59 min|1 h)\)/,
  );
  terminal.write(`${SWR}\r`);
  terminal.write("swr --status\r");
  await terminal.waitFor(/rights\s.*read-only/);
  terminal.write("swr --status --json\r");
  await terminal.waitFor('"narrowed": "ro"');
});

Deno.test("swr opens nothing from a narrowed session with its key, whatever the options", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, env } = scene;
  for (const command of ["swr other true", "swr --from-session other true", "swr --user true"]) {
    const { stderr } = await runSwr(["-q", "--read-only", "p", "sh", "-c", `${SWR}; ${command}`], {
      env,
    });
    assert.match(stderr, /this session is read-only: swr opens no other session from it/, command);
    assert.match(stderr, /you are in "p" until .*: leave it with exit/);
  }
  const asked = sts.requests.filter(({ action }) => action === "AssumeRole").length;
  assert.equal(asked, 3);
  // Without its keys it is a dead end all the same: for keys in a file, and for a source of its own.
  const sso =
    "\n[profile sso]\nsso_start_url = https://a.example\nsso_region = eu-central-1\nsso_account_id = 222233334444\nsso_role_name = x\n";
  await scene.box.writeConfig(`${CONFIG}${sso}`);
  for (const profile of ["other", "sso", "222233334444:reader"]) {
    const script =
      `${SWR}; unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN; swr ${profile} true`;
    const { stderr } = await runSwr(["-q", "--read-only", "p", "sh", "-c", script], { env });
    assert.match(stderr, /swr opens no other session from it/, profile);
  }
  // What envchain brings is no part of the session.
  const keys = Object.entries(KEYS).map(([name, value]) => `${name}=${value}`).join(" ");
  const fresh = await runSwr(
    [
      "-q",
      "--read-only",
      "p",
      "sh",
      "-c",
      `${SWR}; ${keys} swr -q other sh -c 'echo $SWR_PROFILE'`,
    ],
    { env },
  );
  assert.equal(fresh.stdout, "other\n", fresh.stderr);
});

Deno.test("a session narrowed from a user session holds nothing but the narrow key", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, env } = scene;
  const script =
    `${SWR}; swr -q --read-only p sh -c 'env; cat "$AWS_CONFIG_FILE"; tr "\\0" "\\n" </proc/self/environ'; ` +
    `swr -q --read-only p ${shellWords(swrCommand())} other`;
  const { stdout, stderr } = await runSwr(
    ["-q", "--mfa-serial", SERIAL, "--user", "sh", "-c", script],
    { env: { ...env, SWR_MFA_TOKEN: sts.code() } },
  );
  assert.match(stderr, /this session is read-only: swr opens no other session from it/);
  const [user, narrow] = sts.world.sessions;
  assert.ok(stdout.includes(narrow!.secretAccessKey), stdout);
  for (const secret of [user!.secretAccessKey, user!.sessionToken, KEYS.AWS_SECRET_ACCESS_KEY]) {
    assert.ok(!stdout.includes(secret));
  }
  assert.match(stdout, /^SWR_NARROWED=ro$/m);
});

Deno.test({
  ...needsKeyrings(
    "a session narrowed from a keyless user session cannot read the wider key in the kernel",
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { sts, env } = scene;
    const kctl = `kctl() { ${shellWords(KEYCTL)} "$@"; }`;
    const inner = `${SWR}; ${kctl}
for key in $(kctl list -3) "$@"; do kctl read $key; echo; done; env; cat "$AWS_CONFIG_FILE"; echo; swr other true`;
    const outer = `${SWR}; ${kctl}
kctl read $(kctl list -3); echo; swr -q --read-only p sh -c ${
      shellWords([inner])
    } sh $(kctl list -3)`;
    const { stdout, stderr } = await runSwr(
      ["-q", "--keyless", "--mfa-serial", SERIAL, "--user", "sh", "-c", outer],
      { env: { ...env, SWR_MFA_TOKEN: sts.code() } },
    );
    assert.match(stderr, /this session is read-only: swr opens no other session from it/);
    const [user, narrow] = sts.world.sessions;
    const [before, ...after] = stdout.split("\n");
    assert.ok(before!.includes(user!.secretAccessKey), stdout);
    assert.ok(after.join("\n").includes(narrow!.secretAccessKey), stdout);
    for (const secret of [user!.secretAccessKey, user!.sessionToken]) {
      assert.ok(!after.join("\n").includes(secret), stdout);
    }
    assert.match(stdout, /^SWR_KEYLESS=/m);
    assert.match(stdout, /^-\d+$/m);
  },
});

Deno.test("the ways to combine policies that would widen the session are refused", async () => {
  await using scene = await openScene(
    `${CONFIG}policy_arns = arn:aws:iam::aws:policy/ReadOnlyAccess\n`,
  );
  const { sts, env } = scene;
  const { status, stderr } = await runSwr(["--view-only", "other", "true"], { env });
  assert.equal(status, 2);
  assert.match(stderr, /--view-only and policy_arns \(.*config:\d+\) cannot be combined/);
  const user = await runSwr(["--read-only", "--user", "true"], { env });
  assert.match(user.stderr, /--read-only has no meaning for a user session/);
  assert.deepEqual(sts.requests, []);
});

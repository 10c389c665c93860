// --narrow: the session one is in again, with fewer rights or less time, by GetScopedCredentials.

import assert from "node:assert/strict";
import { KEYCTL, keyringTurn, needsKeyrings } from "../support/keyrings.ts";
import { runSwr, shellWords, swrCommand } from "../support/program.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { type Fault, tampered } from "../support/sts_faults.ts";
import { issueRoleSession, processJson } from "../support/sources.ts";
import { FAILURES } from "../support/sts_failures.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/reader
region = eu-central-1
`;
const POLICY = '{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}';
const SWR = `swr() { ${shellWords(swrCommand())} "$@"; }`;
const SHOW = "sh -c 'echo $SWR_PROFILE $SWR_KIND $SWR_NARROWED $AWS_ACCOUNT_ID $AWS_PROFILE'";

/** Runs a script in a session; `$P` is the file of a policy. */
async function inside(scene: Scene, script: string, words: string[] = ["p"]) {
  const policy = await scene.box.write("policy.json", POLICY);
  const env: Record<string, string> = { ...scene.env, P: policy };
  if (words.includes("--user")) env.SWR_MFA_TOKEN = scene.sts.code();
  const result = await runSwr(["-q", ...words, "sh", "-c", `${SWR}\n${script}`], { env });
  return { ...result, stderr: result.stderr.replaceAll(/^swr: the endpoint of STS is .*\n/gm, "") };
}

const USER = ["--mfa-serial", SERIAL, "--region", "eu-central-1", "--user"];

Deno.test("it keeps who one is and where, and STS is asked for policy, time and reason", async () => {
  await using scene = await openScene(CONFIG);
  const { sts } = scene;
  const { stdout, stderr } = await inside(
    scene,
    `swr -q --narrow --policy $P -d 10m --reason 'report 7' ${SHOW}`,
  );
  assert.equal(stdout, "p role-session narrow 222233334444 p\n", stderr);
  const { parameters } = sts.requests.at(-1)!;
  assert.deepEqual(parameters, {
    Action: "GetScopedCredentials",
    Version: "2011-06-15",
    Policy: POLICY,
    DurationSeconds: "600",
    ScopedSessionDescription: "report 7",
  });
  const [wide, narrow] = sts.world.sessions;
  assert.ok(Math.abs(narrow!.expiresAt - Date.now() - 600_000) < 60_000);
  assert.equal(sts.requests.at(-1)!.accessKeyId, wide!.accessKeyId);
});

Deno.test("a user session and a session without a profile are narrowed too", async () => {
  await using scene = await openScene(CONFIG);
  const user = await inside(
    scene,
    `swr -q --narrow -d 90 ${SHOW}; swr -q --narrow -d 90 sh -c 'echo $SWR_USER_ARN $SWR_MFA_TIME'`,
    USER,
  );
  assert.match(
    user.stdout,
    /^111122223333-me user-session narrow 111122223333 111122223333-me\narn:aws:iam::111122223333:user\/me \d{4}-\S+Z\n$/,
    user.stderr,
  );
  await scene.box.writeConfig("");
  const words = ["--region", "eu-central-1", "222233334444:reader"];
  const bare = await inside(scene, `swr -q --narrow -d 90 ${SHOW}`, words);
  assert.equal(
    bare.stdout,
    "222233334444-reader role-session narrow 222233334444 222233334444-reader\n",
    bare.stderr,
  );
});

Deno.test("it is a dead end for roles, and can be narrowed further until STS refuses", async () => {
  await using scene = await openScene(CONFIG);
  const role = await inside(
    scene,
    `swr -q --narrow -d 90 ${shellWords(swrCommand())} p true`,
    USER,
  );
  assert.match(role.stderr, /this session is narrowed: swr opens no other session from it/);
  const narrow = `${shellWords(swrCommand())} -q --narrow --policy $P`;
  const deep = await inside(scene, `${narrow} ${narrow} ${narrow} ${narrow} true`);
  assert.match(
    deep.stderr,
    /this session may not be narrowed\n.*\n.*narrowed by three policies already/,
  );
  assert.equal(deep.status, 1);
});

Deno.test("outside a session, with long-lived keys, and with keys that are not the session's, it says why", async () => {
  await using scene = await openScene(CONFIG);
  const { env, sts, box } = scene;
  const outside = await runSwr(["--narrow", "-d", "5m", "true"], { env });
  assert.equal(outside.status, 1);
  assert.match(
    outside.stderr,
    /--narrow works inside a session\n.*long-lived ones, which STS does not narrow/,
  );
  assert.match(outside.stderr, /swr --policy FILE PROFILE/);
  const none = await runSwr(["--narrow", "-d", "5m", "true"], { env: box.env });
  assert.match(none.stderr, /--narrow works inside a session\n {2}narrow a role as it is opened/);
  assert.deepEqual(sts.requests, []);
  const keys = Object.entries(KEYS).map(([name, value]) => `${name}=${value}`).join(" ");
  const other = await inside(scene, `${keys} swr --narrow -d 5m true`);
  assert.match(other.stderr, /the keys in the environment are no longer the session's/);
});

Deno.test("a first word that is a profile gets the way to narrow its role", async () => {
  await using scene = await openScene(CONFIG);
  const { stderr, status } = await inside(scene, "swr --narrow --policy $P p aws s3 ls");
  assert.equal(status, 127);
  assert.match(stderr, /"p" is a profile, and --narrow takes none/);
  assert.match(stderr, /`swr --policy FILE p`/);
});

Deno.test("an answer for another identity is thrown away", async () => {
  await using scene = await openScene(CONFIG);
  const other = await inside(
    scene,
    `SWR_ROLE_ARN=arn:aws:iam::999988887777:role/reader swr -q --narrow -d 5m true`,
  );
  assert.match(
    other.stderr,
    /the session's keys are those of arn:aws:sts::222233334444:assumed-role\/reader/,
  );
  assert.equal(scene.sts.requests.some(({ action }) => action === "GetScopedCredentials"), false);
});

const PASS: Fault = (_, { answer }) => answer();

Deno.test("the narrowed session must be the session's own identity, to the name of the session", async () => {
  await using scene = await openScene(CONFIG);
  for (const lie of ["partition", "account", "role", "session"] as const) {
    scene.sts.next(PASS, PASS, tampered(lie));
    const { stderr, stdout, status } = await inside(scene, "swr --narrow -d 5m echo started");
    assert.match(stderr, /STS answered for another identity/, lie);
    assert.equal(stdout, "");
    assert.equal(status, 1);
  }
});

Deno.test("a session that a profile's own source gave is narrowed by the same call", async () => {
  await using scene = await openScene(CONFIG);
  const { sts, box } = scene;
  const role = sts.world.roles.find(({ name }) => name === "ops")!;
  const served = await box.write("served.json", processJson(issueRoleSession(sts, role)));
  await box.writeConfig(
    `[profile own]\ncredential_process = cat ${served}\nregion = eu-central-1\n`,
  );
  const script =
    `${SWR}\nswr -q --narrow -d 90 sh -c 'echo $SWR_PROFILE $SWR_KIND $SWR_NARROWED $SWR_ROLE_ARN'`;
  const env = { ...box.env, AWS_ENDPOINT_URL_STS: sts.url };
  const { stdout, stderr } = await runSwr(["-q", "own", "sh", "-c", script], { env });
  assert.equal(stdout, "own role-session narrow arn:aws:iam::222233334444:role/ops\n", stderr);
});

for (
  const [name, text] of Object.entries({
    lifetime: /the session does not last that long/,
    invalidSubject: /STS does not accept the session's keys for narrowing/,
    packedPolicyTooLarge: /policies and tags of the session are too large together/,
    malformedPolicy: /STS refused the session policy/,
  })
) {
  Deno.test(`the refusal of STS is explained: ${name}`, async () => {
    await using scene = await openScene(CONFIG);
    const { sts } = scene;
    // The role, and whose keys these are, are answered.
    sts.next(PASS, PASS, FAILURES[name as "lifetime"]);
    const { stderr } = await inside(scene, "swr --narrow -d 5m --policy $P true");
    assert.match(stderr, text);
  });
}

Deno.test("--dry-run shows it, and asks nothing", async () => {
  await using scene = await openScene(CONFIG);
  const { stdout } = await inside(scene, "swr -n --narrow --policy $P -d 5m --reason why true");
  assert.match(stdout, /^opens +this session with fewer rights, or less time$/m);
  assert.match(stdout, /^ +lasts +5m {2}\(--duration\)$/m);
  assert.match(stdout, /^ +policy +\{"Statement": .*\} {2}\(.*policy.json\)$/m);
  assert.match(stdout, /^ +reason +why {2}\(--reason\)$/m);
  assert.equal(scene.sts.requests.some(({ action }) => action === "GetScopedCredentials"), false);
});

Deno.test({
  ...needsKeyrings("in a keyless session it is keyless, and the wider key cannot be read"),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { sts } = scene;
    const kctl = `kctl() { ${shellWords(KEYCTL)} "$@"; }`;
    const inner = `${kctl}
for key in $(kctl list -3) "$@"; do kctl read $key; echo; done; env`;
    const { stdout, stderr } = await inside(
      scene,
      `${kctl}\nswr -q --narrow -d 5m sh -c ${shellWords([inner])} sh $(kctl list -3)`,
      ["--keyless", "p"],
    );
    const [wide, narrow] = sts.world.sessions;
    assert.ok(stdout.includes(narrow!.secretAccessKey), stderr);
    for (const secret of [wide!.secretAccessKey, wide!.sessionToken]) {
      assert.ok(!stdout.includes(secret));
    }
    assert.match(stdout, /^SWR_KEYLESS=/m);
    assert.match(stdout, /^-\d+$/m);
  },
});

Deno.test({
  ...needsKeyrings(
    "in a session that renews itself the role is narrowed, without what it renews by",
  ),
  async fn() {
    using _turn = await keyringTurn();
    await using scene = await openScene(CONFIG);
    const { sts } = scene;
    const functions = `${SWR}; kctl() { ${shellWords(KEYCTL)} "$@"; }`;
    const inner =
      `${functions}\nfor key in $(kctl list -3) "$@"; do kctl read $key; echo; done; env; swr p true`;
    const role = `${functions}\nswr -q --narrow -d 5m sh -c ${
      shellWords([inner])
    } sh $(kctl list -3)`;
    const { stdout, stderr } = await inside(
      scene,
      `swr -q --renew p sh -c ${shellWords([role])}`,
      ["--keyless", ...USER],
    );
    const [user, wide, narrow] = sts.world.sessions;
    assert.ok(stdout.includes(narrow!.secretAccessKey), stderr);
    for (const secret of [user!.secretAccessKey, user!.sessionToken, wide!.secretAccessKey]) {
      assert.ok(!stdout.includes(secret));
    }
    assert.match(stdout, /^SWR_KIND=role-session$/m);
    assert.doesNotMatch(stdout, /^SWR_RENEW=/m);
    assert.match(stderr, /swr opens no other session from it/);
  },
});

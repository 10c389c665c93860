// A user session: one code, then roles without codes, to the end of the session.

import assert from "node:assert/strict";
import { programPath } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";
import { EVAL, openShell, PLAIN, SHELLS } from "../support/shell_session.ts";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { ALICE_KEYS, ALICE_SERIALS, KEYS, SERIAL } from "../support/sts_world.ts";

const ROLE = "role_arn = arn:aws:iam::222233334444:role";
const CONFIG = `[profile admin]
${ROLE}/admin
mfa_serial = ${SERIAL}
region = eu-central-1

[profile reader]
${ROLE}/reader

[profile long]
${ROLE}/long
duration_seconds = 7200

[profile fresh]
${ROLE}/fresh
mfa_serial = ${SERIAL}

[profile elsewhere]
${ROLE}/admin
mfa_serial = arn:aws:iam::999988887777:mfa/me
`;
/** The same without the profile whose device is another account's. */
const ONE_DEVICE = CONFIG.slice(0, CONFIG.indexOf("[profile elsewhere]"));

/** Runs a script in a user session that was opened with a code; `$SWR` words start swr. */
async function inside(scene: Scene, script: string, options: string[] = []) {
  const swr = `swr() { ${shellWords(swrCommand())} "$@"; }`;
  const env = { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() };
  const args = ["-q", "--mfa-serial", SERIAL, ...options, "--user"];
  const result = await runSwr([...args, "sh", "-c", `${swr}; ${script}`], { env });
  return { ...result, stderr: withoutEndpoint(result.stderr) };
}

/** The double's endpoint is named always. */
function withoutEndpoint(stderr: string): string {
  return stderr.replaceAll(/^swr: the endpoint of STS is .*\n/gm, "");
}

Deno.test("swr --user asks for one code, says who one is, and opens a shell with the user's own keys", async () => {
  await using scene = await openScene(ONE_DEVICE);
  const { sts, env } = scene;
  await using terminal = swrInTerminal(["--user"], { env });
  await terminal.waitFor(`Enter MFA code for ${SERIAL}: `);
  terminal.write(`${sts.code()}\r`);
  await terminal.waitFor(
    /me \(111122223333, user session\) until \S+ \(1[12] h( 59 min)?\); "exit" leaves/,
  );
  terminal.write(
    "echo $SWR_KIND=$AWS_ACCOUNT_ID=$SWR_USER_ARN=${SWR_ROLE_ARN-none}=$AWS_PROFILE\r",
  );
  await terminal.waitFor(
    "user-session=111122223333=arn:aws:iam::111122223333:user/me=none=111122223333-me",
  );
  terminal.write("exit\r");
  assert.equal((await terminal.exited).code, 0);
  assert.deepEqual(sts.seen.flatMap(({ action }) => action ?? []), [
    "GetSessionToken",
    "GetCallerIdentity",
  ]);
  assert.equal(sts.seen.find(({ action }) => action)!.parameters.DurationSeconds, undefined);
});

Deno.test("the name of a device is free: the user is the one that STS names", async () => {
  await using scene = await openScene("", { keys: ALICE_KEYS });
  for (const serial of ALICE_SERIALS) {
    const env = { ...scene.env, SWR_MFA_TOKEN: scene.sts.code(serial) };
    const { stdout, stderr } = await runSwr(
      [
        "--mfa-serial",
        serial,
        "-d",
        "36h",
        "--user",
        "sh",
        "-c",
        "echo $SWR_USER_ARN $SWR_PROFILE",
      ],
      { env },
    );
    const name = `111122223333-${serial.split("/")[1]}`;
    assert.equal(stdout, `arn:aws:iam::111122223333:user/alice ${name}\n`, stderr);
  }
  const call = scene.sts.seen.find(({ action }) => action === "GetSessionToken");
  assert.equal(call?.parameters.DurationSeconds, "129600");
});

Deno.test("inside a user session roles open without a code, one after the other", async () => {
  await using scene = await openScene(CONFIG);
  const { stdout, stderr, status } = await inside(
    scene,
    "for p in admin reader admin; do swr $p sh -c 'echo $SWR_PROFILE $SWR_KIND $SWR_USER_ARN'; done",
  );
  const user = "arn:aws:iam::111122223333:user/me";
  assert.equal(
    stdout,
    ["admin", "reader", "admin"].map((name) => `${name} role-session ${user}\n`).join(""),
    stderr,
  );
  assert.equal(stderr, "");
  assert.equal(status, 0);
  const codes = scene.sts.seen.filter(({ parameters }) => parameters.TokenCode !== undefined);
  assert.deepEqual(codes.map(({ action }) => action), ["GetSessionToken"]);
});

Deno.test("a role lasts an hour there: the file's time is shortened, -d is refused with the way", async () => {
  await using scene = await openScene(CONFIG);
  const short = await inside(scene, "swr long true && swr -v long true");
  assert.equal(short.status, 0, short.stderr);
  assert.match(
    short.stderr,
    /^swr: this session lasts 1h, not 2h \(.*config:11\): AWS does not let/m,
  );
  assert.equal(short.stderr.match(/lasts 1h, not 2h/g)?.length, 1);
  const call = scene.sts.seen.findLast(({ action }) => action === "AssumeRole");
  assert.equal(call?.parameters.DurationSeconds, "3600");
  const { status, stderr } = await inside(scene, "swr -d 4h long true");
  assert.equal(status, 2);
  assert.match(stderr, /AWS refuses a session of 4h for a role that is opened from a user session/);
  assert.match(stderr, /envchain NAMESPACE swr -d 4h long/);
});

Deno.test("a role whose device is of another account is refused with the way, before any call", async () => {
  await using scene = await openScene(CONFIG);
  const { status, stderr } = await inside(scene, "swr elsewhere true");
  assert.equal(status, 2);
  assert.match(stderr, /"elsewhere" needs an MFA device of account 999988887777/);
  assert.match(stderr, /envchain NAMESPACE swr elsewhere/);
  assert.equal(scene.sts.seen.some(({ action }) => action === "AssumeRole"), false);
});

Deno.test("another device's name in the same account is noted under -v", async () => {
  const config =
    `${CONFIG}[profile other]\n${ROLE}/admin\nmfa_serial = arn:aws:iam::111122223333:mfa/x\n`;
  await using scene = await openScene(config);
  const { status, stderr } = await inside(scene, "swr -v other true");
  assert.equal(status, 0, stderr);
  assert.match(stderr, /no code of .*mfa\/x is asked for: the user session of me is used/);
});

Deno.test("a denial tells the age of the code, if the role wants a newer one", async () => {
  await using scene = await openScene(CONFIG);
  scene.sts.world.roles.find(({ name }) => name === "fresh")!.mfaMaxAge = -1;
  const { status, stderr } = await inside(scene, "swr fresh true");
  assert.equal(status, 1);
  assert.match(
    stderr,
    /the code of this user session is \d+s old, and the role may require a newer one/,
  );
  assert.match(stderr, /envchain NAMESPACE swr fresh/);
});

Deno.test("from a role that was opened there, the way to another role is exit", async () => {
  await using scene = await openScene(CONFIG);
  const swr = shellWords(swrCommand());
  const { status, stderr } = await inside(scene, `swr reader ${swr} admin true`);
  assert.equal(status, 1);
  assert.equal(
    stderr,
    `swr: you are in "reader", opened from the user session of me\n  leave it with exit, and \`swr admin\` needs no code\n`,
  );
});

Deno.test("a user session is not opened inside another session", async () => {
  await using scene = await openScene(CONFIG);
  const nested = await inside(scene, `swr --mfa-serial ${SERIAL} --user true`);
  assert.equal(nested.status, 1);
  assert.match(nested.stderr, /^swr: you are in the user session of me until /);
  const swr = shellWords(swrCommand());
  const role = await runSwr(["-q", "reader", "sh", "-c", `${swr} --user true`], { env: scene.env });
  assert.equal(role.status, 1);
  assert.match(role.stderr, /a user session cannot be opened with the keys of a session/);
  assert.match(role.stderr, /envchain NAMESPACE swr --user/);
});

Deno.test("several devices are listed with their profiles; none opens the session without MFA", async () => {
  await using scene = await openScene(CONFIG);
  const several = await runSwr(["--user", "true"], { env: scene.env });
  assert.equal(several.status, 2);
  assert.match(several.stderr, /the config names 2 MFA devices: choose one with --mfa-serial/);
  assert.match(several.stderr, /mfa\/me: admin, fresh\n.*999988887777:mfa\/me: elsewhere/);
  await scene.box.writeConfig(`[profile reader]\n${ROLE}/reader\n`);
  const none = await runSwr(["--user", "sh", "-c", "echo ${SWR_MFA_TIME-none}"], {
    env: scene.env,
  });
  assert.equal(none.stdout, "none\n", none.stderr);
  assert.equal(withoutEndpoint(none.stderr).match(/^swr: /gm)?.length, 1);
  assert.match(none.stderr, /^swr: no profile names an MFA device: this session has no MFA/m);
  const { parameters } = scene.sts.seen.find(({ action }) => action === "GetSessionToken")!;
  assert.equal(parameters.SerialNumber, undefined);
});

Deno.test("without a config file swr --user works, with the device on the command line", async () => {
  await using scene = await openScene("");
  await Deno.remove(scene.box.path("home/.aws/config"));
  const { status, stdout, stderr } = await inside(scene, "echo $SWR_KIND");
  assert.deepEqual([status, stdout, stderr], [0, "user-session\n", ""]);
});

Deno.test("a profile with mfa_serial and no role_arn opens a user session, with its settings", async () => {
  const config =
    `[profile me]\nmfa_serial = ${SERIAL}\nregion = eu-west-1\nduration_seconds = 900\n`;
  await using scene = await openScene(config);
  const env = { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() };
  const { stdout, stderr } = await runSwr(
    ["me", "sh", "-c", "echo $SWR_KIND $AWS_PROFILE $AWS_REGION"],
    { env },
  );
  assert.equal(stdout, "user-session me eu-west-1\n", stderr);
  assert.equal(scene.sts.seen.find(({ action }) => action)!.parameters.DurationSeconds, undefined);
  const listed = await runSwr(["--list"], { env });
  assert.match(listed.stdout, /^me\tuser\t111122223333\t\teu-west-1\tme\t/);
});

Deno.test("its keys reach programs that go by AWS_PROFILE, through the session's view", async () => {
  await using scene = await openScene(CONFIG);
  const { stdout, stderr } = await inside(
    scene,
    'grep -A1 "^.profile $AWS_PROFILE.$" "$AWS_CONFIG_FILE"; swr --session-keys "$AWS_PROFILE" | cat',
  );
  assert.match(
    stdout,
    /^\[profile 111122223333-me\]\ncredential_process = .*--session-keys/,
    stderr,
  );
  const keys = JSON.parse(stdout.slice(stdout.indexOf("\n{") + 1));
  assert.equal(keys.AccessKeyId, scene.sts.world.sessions[0]!.accessKeyId);
  assert.equal(keys.AccountId, "111122223333");
});

Deno.test("keys of another account than the device's are reported before the code", async () => {
  // The key id of account 581039954779, as the research on ids has it.
  const keys = {
    AWS_ACCESS_KEY_ID: "ASIAY34FZKBOKMUTVV7A",
    AWS_SECRET_ACCESS_KEY: KEYS.AWS_SECRET_ACCESS_KEY,
  };
  const id = keys.AWS_ACCESS_KEY_ID.replace("ASIA", "AKIA");
  await using scene = await openScene(ONE_DEVICE, { keys: { ...keys, AWS_ACCESS_KEY_ID: id } });
  const env = { ...scene.env, SWR_MFA_TOKEN: "123456" };
  const { stderr } = await runSwr(["--user", "true"], { env });
  assert.match(
    stderr,
    /^swr: the access key is of account 609629065308, the MFA device of 111122223333: is it the right envchain namespace\?/m,
  );
});

Deno.test("STS naming another account, or no user, throws the credentials away", async () => {
  await using scene = await openScene(ONE_DEVICE);
  const root = scene.sts.world.users.find(({ kind }) => kind === "root")!;
  const keys = {
    AWS_ACCESS_KEY_ID: root.accessKeyId,
    AWS_SECRET_ACCESS_KEY: root.secretAccessKey,
  };
  const config = `[profile reader]\n${ROLE}/reader\n`;
  await scene.box.writeConfig(config);
  const refused = await runSwr(["--user", "true"], { env: { ...scene.env, ...keys } });
  assert.equal(refused.status, 1);
  assert.match(
    refused.stderr,
    /these keys are not those of an IAM user: arn:aws:iam::111122223333:root/,
  );
});

Deno.test("every other mode works from it: export, dry run, status, list, doctor; not the console of the user", async () => {
  await using scene = await openScene(`${ONE_DEVICE}[profile me]\nmfa_serial = ${SERIAL}\n`);
  const run = async (script: string) => {
    const { stdout, stderr } = await inside(scene, script);
    return stdout + stderr.trim();
  };
  assert.match(await run("swr --export env admin"), /^AWS_ACCESS_KEY_ID=ASIA/m);
  const dry = await run("swr -n admin");
  assert.match(dry, /^keys +….{4} {2}\(user session of me, until \S+( \S+)?\)$/m);
  assert.match(dry, /^code +none is needed$/m);
  const json = JSON.parse(await run("swr -n --json admin"));
  assert.equal(json.source.kind, "user-session");
  assert.equal(json.source.userArn, "arn:aws:iam::111122223333:user/me");
  const status = await run("swr --status");
  assert.match(status, /^user +arn:aws:iam::111122223333:user\/me$/m);
  assert.doesNotMatch(status, /problem/);
  const shown = JSON.parse(await run("swr --status --json"));
  assert.equal(shown.kind, "user-session");
  assert.match(await run("swr --list"), /^admin\trole/m);
  assert.match(await run("swr --doctor"), /this shell is in .*user session of me/);
  assert.match(
    await run("swr --console --force me"),
    /AWS has no console sign-in for the keys of a user session/,
  );
});

Deno.test("a user session is shown before it is opened, and exported", async () => {
  await using scene = await openScene(ONE_DEVICE);
  const dry = await runSwr(["-n", "--user"], { env: scene.env });
  assert.match(
    dry.stdout,
    /^opens +a user session\n {2}lasts +12h 00m {2}\(STS's default\)\n {2}mfa +arn/m,
  );
  assert.match(dry.stdout, /^code +the terminal$/m);
  const env = { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() };
  const { stdout, stderr } = await runSwr(["--export", "sh", "--user"], { env });
  assert.match(stdout, /SWR_KIND='?user-session/, stderr);
  assert.match(stdout, /AWS_ACCOUNT_ID='?111122223333/);
});

Deno.test("a user session that has ended says how to start again", async () => {
  await using scene = await openScene(CONFIG);
  const { status, stderr } = await inside(
    scene,
    "export SWR_EXPIRATION=2026-01-01T00:00:00Z; swr admin true",
  );
  assert.equal(status, 1);
  assert.match(stderr, /the user session of me ended at/);
  assert.match(stderr, /envchain NAMESPACE swr --user/);
});

Deno.test("options of a role have no meaning for a user session", async () => {
  await using scene = await openScene(ONE_DEVICE);
  for (const option of [["--external-id", "abc"], ["--from-session"], ["--session-name", "abc"]]) {
    const { status, stderr } = await runSwr([...option, "--user", "true"], { env: scene.env });
    assert.equal(status, 2);
    assert.match(stderr, new RegExp(`${option[0]} has no meaning for a user session`));
  }
  const both = await runSwr(["--profile", "admin", "--user"], { env: scene.env });
  assert.match(both.stderr, /--user and --profile cannot be combined/);
});

Deno.test("a role that is opened there gets none of the user session's keys", async () => {
  await using scene = await openScene(CONFIG);
  const { stdout, stderr } = await inside(scene, "swr reader env");
  const [user, role] = scene.sts.world.sessions;
  assert.ok(stdout.includes(role!.sessionToken), stderr);
  for (const secret of [user!.accessKeyId, user!.secretAccessKey, user!.sessionToken]) {
    assert.equal(stdout.includes(secret), false);
  }
  assert.doesNotMatch(stdout, /SWR_MFA_TIME/);
});

Deno.test("the picker's first row is the user's own session, if there are keys and one device", async () => {
  await using scene = await openScene(ONE_DEVICE);
  const env = { ...scene.env, SWR_MFA_TOKEN: scene.sts.code() };
  await using terminal = swrInTerminal([], { env });
  await terminal.waitFor(/--user +111122223333 +your own user/);
  terminal.write("\r");
  await terminal.waitFor(/me \(111122223333, user session\) until/);
  terminal.write("exit\r");
  await terminal.exited;
  await scene.box.writeConfig(CONFIG);
  await using other = swrInTerminal([], { env });
  await other.waitFor(/admin +222233334444/);
  assert.doesNotMatch(other.output, /your own user/);
  other.write("\x1b");
  assert.equal((await other.exited).code, 130);
});

for (const shell of SHELLS) {
  const without = programPath(shell) === undefined;
  Deno.test({
    name: `${shell}: the prompt of a user session shows the user's name${
      without ? ` (skipped: ${shell} is not on this machine)` : ""
    }`,
    ignore: without,
    async fn() {
      await using box = await Sandbox.create();
      const end = new Date(Date.now() + 11.5 * 3600_000 + 30_000).toISOString();
      const session = {
        SWR_PROFILE: "111122223333-phone",
        SWR_KIND: "user-session",
        SWR_USER_ARN: "arn:aws:iam::111122223333:user/team/alice",
        SWR_EXPIRATION: end.replace(/\.\d+Z$/, "Z"),
      };
      const startup = `${PLAIN[shell]}\n${EVAL[shell]}`;
      await using terminal = await openShell(shell, box, { startup, env: session });
      terminal.write("\r");
      await terminal.waitFor(/\[alice\?? 11h30m\]/);
    },
  });
}

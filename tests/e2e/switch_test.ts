// The main job, end to end: keys in the environment, a code typed, a program in the role.

import assert from "node:assert/strict";
import { isBinary, runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";
import { openScene } from "../support/scene.ts";

const CONFIG = `
[profile sub-account]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = ap-northeast-1

[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader
credential_source = Environment
region = eu-central-1

[profile ops]
role_arn = arn:aws:iam::222233334444:role/team/ops
source_profile = aws-main
mfa_serial = ${SERIAL}

[profile external]
role_arn = arn:aws:iam::222233334444:role/external
source_profile = aws-main
external_id = open:sesame/1

[profile chained]
role_arn = arn:aws:iam::222233334444:role/chained
source_profile = sub-account
role_session_name = second
`;

const QUESTION = `Enter MFA code for ${SERIAL}: `;

const scene = (keys: Record<string, string> = KEYS) => openScene(CONFIG, { keys });

Deno.test("a shell in the role: the code is asked for, exit leaves", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["sub-account"], { env: { ...s.env, SHELL: "/bin/sh" } });
  await terminal.waitFor(QUESTION);
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor(/[$#] /);
  terminal.write("echo in:$AWS_PROFILE:$AWS_REGION:$AWS_DEFAULT_REGION; exit 7\r");
  await terminal.waitFor("in:sub-account:ap-northeast-1:ap-northeast-1");
  assert.deepEqual(await terminal.exited, { code: 7, signal: null });
});

Deno.test("swr becomes the command: its pid is the command's", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["reader", "sh", "-c", "echo pid=$$="], { env: s.env });
  await terminal.waitFor(`pid=${terminal.pid}=`);
  assert.deepEqual(await terminal.exited, { code: 0, signal: null });
});

Deno.test("standard input passes through while the code is typed on the terminal", async () => {
  await using s = await scene();
  await s.box.write("in.txt", "first\nsecond\n");
  const swr = shellWords([...swrCommand(), "sub-account", "cat"]);
  const script = `cat ${s.box.path("in.txt")} | ${swr} | tr a-z A-Z`;
  await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", script], env: s.env });
  await terminal.waitFor(QUESTION);
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor(/FIRST\r?\nSECOND/);
});

Deno.test("the command gets its arguments byte for byte, and its exit status is swr's", async () => {
  await using s = await scene();
  const args = ["a b", "", "c\nd", `"'$HOME'"`, "-n", "--", "日本"];
  const result = await runSwr([
    "-q",
    "reader",
    "sh",
    "-c",
    'printf "<%s>" "$@"; exit 9',
    "x",
    ...args,
  ], s);
  assert.equal(result.stdout, args.map((arg) => `<${arg}>`).join(""));
  assert.equal(result.status, 9);
});

Deno.test("SIGPIPE ends a program of the session quietly", async () => {
  await using s = await scene();
  const result = await runSwr(["-q", "reader", "bash", "-c", "yes | head -1"], s);
  assert.equal(result.stdout, "y\n");
  assert.doesNotMatch(result.stderr, /[Bb]roken pipe/);
});

Deno.test("what an outer session left over neither reaches STS nor the session", async () => {
  await using s = await scene({
    ...KEYS,
    AWS_SESSION_TOKEN: "left-over",
    AWS_SECURITY_TOKEN: "left-over",
    AWS_PROFILE: "outer",
    AWS_VAULT: "outer",
    SWR_PROFILE: "outer",
    AWS_REGION: "us-east-1",
    UNTOUCHED: "yes",
  });
  const result = await runSwr(["-q", "reader", "env"], s);
  const env = Object.fromEntries(
    result.stdout.trim().split("\n").map((line) => line.split(/=(.*)/s)),
  );
  const call = s.sts.seen.find(({ method }) => method === "POST");
  assert.equal(call?.withToken, false);
  assert.equal(env.AWS_REGION, "eu-central-1");
  assert.equal(env.AWS_PROFILE, "reader");
  assert.equal(env.SWR_PROFILE, "reader");
  assert.equal(env.UNTOUCHED, "yes");
  assert.equal(env.AWS_SECURITY_TOKEN, undefined);
  assert.equal(env.AWS_VAULT, undefined);
  assert.notEqual(env.AWS_SESSION_TOKEN, "left-over");
  assert.match(env.AWS_ACCESS_KEY_ID ?? "", /^ASIA/);
  assert.doesNotMatch(
    result.stdout,
    new RegExp(KEYS.AWS_SECRET_ACCESS_KEY.replaceAll(/[+/]/g, "\\$&")),
  );
});

Deno.test("a role with a path, an external id, and a chain with the code on its first call", async () => {
  await using s = await scene();
  const ops = await runSwr(["-q", "-t", s.sts.code(), "ops", "sh", "-c", "echo $SWR_ROLE_ARN"], s);
  assert.equal(ops.stdout, "arn:aws:iam::222233334444:role/team/ops\n", ops.stderr);
  const external = await runSwr(["-q", "external", "true"], s);
  assert.equal(external.status, 0, external.stderr);
  s.sts.seen.length = 0;
  const chained = await runSwr([
    "-q",
    "--mfa-token",
    s.sts.code(),
    "chained",
    "sh",
    "-c",
    "echo $SWR_PROFILE",
  ], s);
  assert.equal(chained.stdout, "chained\n", chained.stderr);
  const calls = s.sts.seen.filter(({ method }) => method === "POST").map(({ parameters }) =>
    parameters
  );
  assert.deepEqual(calls.map(({ RoleArn }) => RoleArn?.split("/").at(-1)), ["admin", "chained"]);
  assert.deepEqual(calls.map(({ SerialNumber }) => SerialNumber), [SERIAL, undefined]);
  assert.deepEqual(calls.map(({ RoleSessionName }) => RoleSessionName), ["me", "second"]);
});

Deno.test("keys from the credentials file of the source profile", async () => {
  await using s = await scene({});
  await s.box.writeCredentials(
    `[aws-main]\naws_access_key_id = ${KEYS.AWS_ACCESS_KEY_ID}\naws_secret_access_key = ${KEYS.AWS_SECRET_ACCESS_KEY}\n`,
  );
  const result = await runSwr(["-q", "external", "sh", "-c", "echo $AWS_ACCOUNT_ID"], s);
  assert.equal(result.stdout, "222233334444\n", result.stderr);
});

Deno.test("a refused code is followed by the reason and the question again", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["sub-account", "echo", "arrived"], { env: s.env });
  await terminal.waitFor(QUESTION);
  terminal.write("12345\r");
  await terminal.waitFor("six digits");
  await terminal.waitFor(QUESTION);
  const used = s.sts.code();
  terminal.write("000000\r");
  await terminal.waitFor("the MFA code was refused");
  await terminal.waitFor(QUESTION);
  terminal.write(`${used.slice(0, 3)} ${used.slice(3)}\r`);
  await terminal.waitFor("arrived");
  const codes = s.sts.seen.flatMap(({ parameters }) => parameters.TokenCode ?? []);
  assert.equal(new Set(codes).size, codes.length, "no code is sent twice");
});

Deno.test("after three refused codes swr says that it asks no more, and throws typed-ahead away", async () => {
  await using s = await scene();
  const script = `${
    shellWords([...swrCommand(), "sub-account", "true"])
  }; echo status:$?; read x; echo "got:$x:"`;
  await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", script], env: s.env });
  for (const code of ["000000", "000001", "000002"]) {
    await terminal.waitFor(QUESTION);
    terminal.write(`${code}\rtyped ahead\r`);
    await terminal.waitFor("the MFA code was refused");
  }
  await terminal.waitFor(
    /STS says: [^\r\n]+\r\n {2}three codes were refused: start swr again with the next one\r\n/,
  );
  await terminal.waitFor("status:1");
  terminal.write("fresh\r");
  await terminal.waitFor("got:fresh:");
});

for (const given of ["--mfa-token", "SWR_MFA_TOKEN"]) {
  Deno.test(`a refused code of ${given} is followed by the question, where there is a terminal`, async () => {
    await using s = await scene();
    const option = given === "--mfa-token";
    await using terminal = swrInTerminal(
      [...(option ? [given, "000000"] : []), "sub-account", "echo", "arrived"],
      { env: { ...s.env, ...(!option && { [given]: "000000" }) } },
    );
    await terminal.waitFor("the MFA code was refused");
    await terminal.waitFor(QUESTION);
    terminal.write("000000\r");
    await terminal.waitFor("that code was sent already");
    await terminal.waitFor(QUESTION);
    terminal.write(`${s.sts.code()}\r`);
    await terminal.waitFor("arrived");
  });
}

Deno.test("Ctrl-C at the question ends swr as it ends any program, and prints a line end", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["sub-account"], { env: s.env });
  await terminal.waitFor(QUESTION);
  terminal.write("\x03");
  assert.deepEqual(await terminal.exited, { code: null, signal: "SIGINT" });
  assert.doesNotMatch(terminal.output.split(QUESTION)[1]!, /swr:|rror/);
});

Deno.test("the end of the file at the question is an interruption too", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["sub-account"], { env: s.env });
  await terminal.waitFor(QUESTION);
  terminal.write("\x04");
  assert.deepEqual(await terminal.exited, { code: 130, signal: null });
});

Deno.test("--dry-run --json shows the decision, asks nothing and sends nothing", async () => {
  await using s = await scene();
  const result = await runSwr(["-n", "--json", "chained", "sh", "-c", "true"], s);
  const decision = JSON.parse(result.stdout);
  assert.equal(result.status, 0);
  assert.equal(decision.profile, "chained");
  assert.deepEqual(decision.source, { kind: "environment", accessKeyId: "…LE00" });
  assert.deepEqual(decision.chain.map(({ profile }: { profile: string }) => profile), [
    "sub-account",
    "chained",
  ]);
  assert.equal(decision.chain[0].mfaSerial, SERIAL);
  assert.equal(decision.environment.set.AWS_SECRET_ACCESS_KEY, null);
  assert.deepEqual(decision.command, ["sh", "-c", "true"]);
  assert.equal(s.sts.seen.length, 0);
  assert.ok(!result.stdout.includes(KEYS.AWS_SECRET_ACCESS_KEY));
});

Deno.test({
  name: "the source run gives the session its parent's limit of open files",
  ignore: isBinary || Deno.build.os !== "linux",
  async fn() {
    await using s = await scene();
    const swr = shellWords([...swrCommand(), "-q", "reader", "sh", "-c", "ulimit -n"]);
    const result = await new Deno.Command("sh", {
      args: ["-c", `ulimit -Sn 300; ${swr}; true`],
      clearEnv: true,
      env: s.env,
    }).output();
    assert.equal(new TextDecoder().decode(result.stdout), "300\n");
  },
});

Deno.test("a script without #! is run by sh, as every shell does", async () => {
  await using s = await scene();
  await s.box.writeScript("plain", 'echo "plain:$1:$AWS_PROFILE"\n');
  const result = await runSwr(["-q", "reader", "plain", "a b"], s);
  assert.equal(result.stdout, "plain:a b:reader\n", result.stderr);
});

Deno.test("the connection is open before the code is typed, and the call goes through it", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["sub-account", "echo", "arrived"], { env: s.env });
  await terminal.waitFor(QUESTION);
  await terminal.until(() => s.sts.seen.some(({ method }) => method === "HEAD"));
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("arrived");
  const [warm, call] = [s.sts.seen.find(({ method }) => method === "HEAD"), s.sts.seen.at(-1)];
  assert.equal(call?.method, "POST");
  assert.equal(call?.connection, warm?.connection);
});

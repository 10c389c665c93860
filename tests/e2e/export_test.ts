// --export through the program: real shells eval it, real SDKs run it as credential_process, a terminal gets nothing.

import assert from "node:assert/strict";
import process from "node:process";
import { clients } from "../support/clients.ts";
import {
  runSwr,
  runWithoutTerminal,
  shellWords,
  swrCommand,
  swrInTerminal,
} from "../support/program.ts";
import { needs, skipped } from "../support/programs.ts";
import { openTerminal } from "../support/pty.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";
import { openScene } from "../support/scene.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = eu-central-1
`;

const ARN = "arn:aws:sts::222233334444:assumed-role/admin/me";

const scene = () => openScene(CONFIG);

Deno.test("--export json is what credential_process wants, and nothing else is on stdout", async () => {
  await using s = await scene();
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  const { status, stdout } = await runSwr(["--export", "json", "p"], { env });
  assert.equal(status, 0);
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration, AccountId } = JSON.parse(
    stdout,
  );
  assert.equal(stdout.trimEnd().split("\n").length, 1);
  assert.equal(Version, 1);
  assert.match(AccessKeyId, /^ASIA/);
  assert.ok(SecretAccessKey && SessionToken && SecretAccessKey !== KEYS.AWS_SECRET_ACCESS_KEY);
  assert.ok(Date.parse(Expiration) > Date.now());
  assert.equal(AccountId, "222233334444");
});

Deno.test("eval takes the credentials over, and what was in the way is gone", async () => {
  await using s = await scene();
  const swr = shellWords([...swrCommand(), "-q", "--export", "sh", "p"]);
  const script = `eval "$(${swr})"
    echo $AWS_REGION $SWR_PROFILE \${AWS_PROFILE-unset} \${AWS_VAULT-unset} \${AWS_ACCESS_KEY_ID%"\${AWS_ACCESS_KEY_ID#ASIA}"}
    ${shellWords(swrCommand())} --status -q; echo $?`;
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code(), AWS_VAULT: "old", AWS_PROFILE: "other" };
  const { stdout, stderr } = await runWithoutTerminal(["/bin/sh", "-c", script], { env });
  assert.equal(stdout, "eu-central-1 p unset unset ASIA\n0\n", stderr);
});

/** Each shell with a script that evaluates a failing export, and says so if it notices. */
const NOTICES = {
  sh: (swr: string) => ["-c", `eval "$(${swr})" || echo noticed`],
  bash: (swr: string) => ["-c", `set -e; eval "$(${swr})" && echo unnoticed || echo noticed`],
  zsh: (swr: string) => ["-fc", `eval "$(${swr})" || echo noticed`],
  fish: (swr: string) => ["-N", "-c", `${swr} | source; or echo noticed`],
  tcsh: (swr: string) => ["-f", "-c", `eval "\`${swr}\`" || echo noticed`],
} as const;

for (const [shell, words] of Object.entries(NOTICES)) {
  Deno.test({
    ...needs(shell, `${shell}: a failed export fails the eval, whatever went wrong`),
    async fn() {
      await using s = await scene();
      const format = shell === "fish" ? "fish" : shell === "tcsh" ? "csh" : "sh";
      const failing = {
        "a wrong profile": ["--export", format, "nope"],
        "a wrong code": ["--mfa-token", s.sts.wrongCode(), "--export", format, "p"],
        "a mistyped option": ["--export", format, "--profil", "p"],
        "a mistyped format": ["--export", "bsh", "p"],
        "no format": ["--export", "p"],
        "a mistyped --export": ["--exprot", format, "p"],
        "an export after the profile": ["p", "--export", format],
        "a mistyped option before": ["--profil", "p", "--export", format],
        "nothing after --export": ["--export"],
        "--undo alone": ["--undo"],
        "another tool's subcommand": ["export", "p"],
      };
      for (const [what, args] of Object.entries(failing)) {
        const swr = shellWords([...swrCommand(), ...args]);
        const result = await runWithoutTerminal([shell, ...words(swr)], { env: s.env });
        assert.equal(result.stdout, "noticed\n", `${what}: ${result.stderr}`);
      }
    },
  });
}

Deno.test("Ctrl-C at the question of an export leaves a failing command on stdout", async () => {
  await using s = await scene();
  const swr = shellWords([...swrCommand(), "--export", "sh", "p"]);
  const file = s.box.path("printed");
  await using terminal = openTerminal({
    command: "/bin/sh",
    args: ["-c", `trap : INT; ${swr} >${file}; echo ended:$?`],
    env: s.env,
  });
  await terminal.waitFor("Enter MFA code");
  terminal.write("\x03");
  await terminal.waitFor("ended:130");
  assert.equal(await Deno.readTextFile(file), "false;\n");
});

Deno.test("if the keys were exported into a shell, no message says to leave it with exit", async () => {
  await using s = await scene();
  const swr = shellWords(swrCommand());
  const script =
    `eval "$(${swr} -q --export sh p)"; ${swr} p true; SWR_EXPIRATION=2001-01-01T00:00:00Z ${swr} --status
    AWS_ACCESS_KEY_ID=${KEYS.AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${KEYS.AWS_SECRET_ACCESS_KEY} ${swr} -q reader sh -c 'echo \${SWR_EXPORTED-unset}'`;
  await s.box.writeConfig(
    `${CONFIG}[profile reader]\nrole_arn = arn:aws:iam::222233334444:role/reader\n`,
  );
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  const { stdout, stderr } = await runWithoutTerminal(["/bin/sh", "-c", script], { env });
  assert.match(
    stderr,
    /the keys of "p" are in this shell \(--export\) until [-\d]+ [\d:]+: `eval "\$\(swr --export sh --undo\)"`/,
  );
  assert.match(stdout, /remedy +or take the keys out of this shell: `eval .*--undo\)"`\n/);
  assert.doesNotMatch(stdout + stderr, /with exit/);
  assert.match(stdout, /\nunset\n$/);
});

Deno.test("inside a session eval leads out of its view of the config", async () => {
  await using s = await scene();
  await s.box.writeConfig(
    `${CONFIG}[profile q]\nrole_arn = arn:aws:iam::222233334444:role/reader\n`,
  );
  const swr = shellWords(swrCommand());
  const script =
    `export AWS_ACCESS_KEY_ID=${KEYS.AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${KEYS.AWS_SECRET_ACCESS_KEY}
    unset AWS_SESSION_TOKEN; eval "$(${swr} -q --export sh q)"; echo $SWR_PROFILE $AWS_CONFIG_FILE \${SWR_CONFIG_FILE-unset}`;
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  const { stdout, stderr } = await runSwr(["-q", "p", "sh", "-c", script], { env });
  assert.equal(stdout, `q ${s.box.home}/.aws/config unset\n`, stderr);
});

Deno.test("--export env is a file for docker: AWS's variables, unquoted", async () => {
  await using s = await scene();
  const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
  const { stdout } = await runSwr(["--export", "env", "p"], { env });
  const names = stdout.trimEnd().split("\n").map((line) => line.split("=")[0]);
  assert.deepEqual(names, [
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_SESSION_EXPIRATION",
    "AWS_ACCOUNT_ID",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
  ]);
});

Deno.test("on a terminal nothing is asked and nothing is printed, but with --force", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["--export", "sh", "p"], { env: s.env });
  await terminal.waitFor("would stay in the scrollback of the terminal");
  assert.deepEqual(await terminal.exited, { code: 2, signal: null });
  assert.equal(s.sts.seen.length, 0);
  assert.ok(!terminal.output.includes("Enter MFA code"));

  await using forced = swrInTerminal(["--force", "--export", "sh", "p"], { env: s.env });
  await forced.waitFor("Enter MFA code");
  forced.write(`${s.sts.code()}\r`);
  await forced.waitFor("export AWS_SESSION_TOKEN='");
  assert.deepEqual(await forced.exited, { code: 0, signal: null });
});

Deno.test("the code is asked on the terminal while stdout is a pipe", async () => {
  await using s = await scene();
  const swr = shellWords([...swrCommand(), "--export", "json", "p"]);
  const script = `${swr} | sed -n 's/.*"AccountId":"\\([0-9]*\\)".*/account=\\1/p'`;
  await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", script], env: s.env });
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("account=222233334444");
  assert.equal((await terminal.exited).code, 0);
});

Deno.test("a refused switch prints no credentials, only what fails the eval", async () => {
  await using s = await scene();
  const env = { ...s.env, SWR_MFA_TOKEN: "000000" };
  const { status, stdout } = await runSwr(["--export", "sh", "p"], { env });
  assert.deepEqual([status, stdout], [1, "false;\n"]);
});

for (const client of await clients()) {
  // The clients that read the config themselves; Go's own is built for the session's rules.
  if (!/^(JavaScript SDK v3(, fromIni)?$|aws-cli|boto3)/.test(client.name)) continue;
  Deno.test({
    name: `${client.name} runs swr as the credential_process of a second profile`,
    ignore: client.missing !== undefined || Deno.build.os === "windows",
    async fn() {
      await using s = await scene();
      const swr = shellWords([...swrCommand(), "--export", "json", "p"]);
      await s.box.writeScript("swr-p", `#!/bin/sh\nexec ${swr}\n`);
      await s.box.writeScript(
        "envchain",
        `#!/bin/sh\nshift\nexport AWS_ACCESS_KEY_ID=${KEYS.AWS_ACCESS_KEY_ID} AWS_SECRET_ACCESS_KEY=${KEYS.AWS_SECRET_ACCESS_KEY}\nexec "$@"\n`,
      );
      await s.box.writeConfig(
        `${CONFIG}[profile p-swr]\nregion = eu-central-1\ncredential_process = ${s.box.bin}/envchain aws-main ${s.box.bin}/swr-p\n`,
      );
      const { stdout, stderr } = await runWithoutTerminal(client.command("p-swr"), {
        env: {
          ...s.box.env,
          PATH: `${s.box.bin}:${Deno.env.get("PATH")}`,
          AWS_ENDPOINT_URL_STS: s.sts.url,
          AWS_REGION: "eu-central-1",
          SWR_MFA_TOKEN: s.sts.code(),
        },
      });
      assert.equal(stdout.trim(), ARN, stderr);
    },
  });
}

/** A scene with a folder for views that outlive swr. */
async function sceneWithPlace() {
  const s = await scene();
  const folder = s.box.path("tmp");
  await Deno.mkdir(folder, { mode: 0o700, recursive: true });
  return { ...s, env: { ...s.env, TMPDIR: folder } };
}

const view = process.platform === "win32" ? "no views on Windows" : undefined;

Deno.test({
  ...skipped("an export sets AWS_PROFILE and a view of the config that outlives swr", view),
  async fn() {
    await using s = await sceneWithPlace();
    const swr = shellWords(swrCommand());
    const script = `eval "$(${swr} -q --export sh p)"
      echo $AWS_PROFILE; grep -c credential_process "$AWS_CONFIG_FILE"
      ${swr} --status >/dev/null; echo $?; ${swr} --session-keys -- p`;
    const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code(), AWS_PROFILE: "other" };
    const { stdout, stderr } = await runWithoutTerminal(["/bin/sh", "-c", script], { env });
    assert.match(stdout, /^p\n1\n0\n\{"Version":1,"AccessKeyId":"ASIA/, stderr);
  },
});

Deno.test({
  ...skipped("a failed export leaves no view", view),
  async fn() {
    await using s = await sceneWithPlace();
    const env = { ...s.env, SWR_MFA_TOKEN: s.sts.wrongCode() };
    const { status } = await runSwr(["-q", "--export", "sh", "p"], { env });
    assert.equal(status, 1);
    const left = [...Deno.readDirSync(`${s.env.TMPDIR}/swr`)].map(({ name }) => name);
    assert.deepEqual(left, []);
  },
});

Deno.test({
  ...skipped("an export for a program, json or env, has neither AWS_PROFILE nor a view", view),
  async fn() {
    await using s = await sceneWithPlace();
    const env = { ...s.env, SWR_MFA_TOKEN: s.sts.code() };
    const { stdout } = await runSwr(["-q", "--export", "env", "p"], { env });
    assert.doesNotMatch(stdout, /AWS_PROFILE|AWS_CONFIG_FILE/);
    assert.throws(() => Deno.readDirSync(`${s.env.TMPDIR}/swr`).next());
  },
});

Deno.test({
  ...skipped("in the session of the same profile an export renews it in place", view),
  async fn() {
    await using s = await sceneWithPlace();
    const swr = shellWords(swrCommand());
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = KEYS;
    // As envchain does: it sets two variables, and leaves the session's token.
    const keys = shellWords([
      "env",
      ...Object.entries({ AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY }).map((pair) => pair.join("=")),
    ]);
    await s.box.writeConfig(CONFIG.replace(/mfa_serial.*\n/, "").replace("admin", "reader"));
    const script = `first=$AWS_ACCESS_KEY_ID
      export SWR_EXPIRATION=2001-01-01T00:00:00Z; ${swr} --status -q || echo ended
      eval "$(${keys} ${swr} -q --export sh p)"
      [ "$first" != "$AWS_ACCESS_KEY_ID" ] && echo renewed
      echo $AWS_PROFILE \${SWR_EXPORTED-none} $SWR_CONFIG_FILE; ${swr} --status -q && echo on
      ${swr} --session-keys -- p | grep -c $AWS_ACCESS_KEY_ID`;
    const config = `${s.box.home}/.aws/config`;
    const { stdout, stderr } = await runSwr(["-q", "p", "sh", "-c", script], { env: s.env });
    assert.equal(stdout, `ended\nrenewed\np none ${config}\non\n1\n`, stderr);
  },
});

/** Each shell with the script: an export, what is set, the export's end, what is set then. */
const UNDONE = {
  sh: (
    swr: string,
  ) => ["-c", `eval "$(${swr} sh p)"; ${SHOWN}; eval "$(${swr} sh --undo)"; ${SHOWN}`],
  fish: (
    swr: string,
  ) => ["-N", "-c", `${swr} fish p | source; ${SHOWN}; ${swr} fish --undo | source; ${SHOWN}`],
  tcsh: (swr: string) => [
    "-f",
    "-c",
    `eval "\`${swr} csh p\`"; ${SHOWN}; eval "\`${swr} csh --undo\`"; ${SHOWN}`,
  ],
} as const;

const SHOWN = "env | grep -E '^(AWS|SWR)_' | sort; echo ----";

for (const [shell, words] of Object.entries(UNDONE)) {
  Deno.test({
    ...needs(shell, `${shell}: --undo takes an export back, and says that keys stay away`),
    async fn() {
      await using s = await sceneWithPlace();
      const swr = shellWords([...swrCommand(), "--export"]);
      const before = { AWS_PROFILE: "it's mine", AWS_REGION: "us-west-2" };
      const env = { ...s.env, ...before, SWR_MFA_TOKEN: s.sts.code() };
      const result = await runWithoutTerminal([shell, ...words(swr)], { env });
      const [during = "", after = ""] = result.stdout.split("----\n");
      assert.match(result.stderr, /keys that this shell had before --export are not put back/);
      assert.match(during, /^AWS_PROFILE=p$/m, result.stderr);
      assert.match(during, /^AWS_REGION=eu-central-1$/m);
      assert.deepEqual(after.trimEnd().split("\n").toSorted(), [
        `AWS_ENDPOINT_URL_STS=${s.sts.url}`,
        "AWS_PROFILE=it's mine",
        "AWS_REGION=us-west-2",
      ]);
    },
  });
}

Deno.test("--undo without an export is refused, and the eval fails", async () => {
  await using s = await scene();
  const { status, stdout, stderr } = await runSwr(["--export", "sh", "--undo"], { env: s.env });
  assert.deepEqual([status, stdout], [1, "false;\n"]);
  assert.match(stderr, /there is no export to take back in this shell/);
});

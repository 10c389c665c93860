// swr on Windows: programs, arguments, exit status, variables, files, the question. Skipped where Windows' Deno is not
// at hand; `deno task test:windows` looks for it.
// Rule: one test for a promise, since each start takes long under Wine.

import assert from "node:assert/strict";
import { skipped } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import {
  consoleOnWindows,
  NO_CONSOLE,
  NO_WINDOWS,
  runOnWindows,
  runScriptOnWindows,
  swrOnWindows,
  windowsPath,
} from "../support/windows.ts";

/** The double, and a sandbox whose config has Windows' line ends. */
async function openScene() {
  const sts = await startSts();
  const box = await Sandbox.create();
  const config = await box.write(
    "config",
    [
      "[profile p]",
      "role_arn = arn:aws:iam::222233334444:role/reader",
      "region = eu-west-1",
      "",
      "[profile m]",
      "role_arn = arn:aws:iam::222233334444:role/admin",
      `mfa_serial = ${sts.world.devices[0]!.serial}`,
      "",
    ].join("\r\n"),
  );
  return {
    sts,
    box,
    env: {
      ...KEYS,
      AWS_ENDPOINT_URL_STS: sts.url,
      AWS_CONFIG_FILE: windowsPath(config),
      AWS_SHARED_CREDENTIALS_FILE: "NUL",
    } as Record<string, string>,
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

function windows(name: string, fn: () => Promise<void>): void {
  Deno.test({ ...skipped(`Windows: ${name}`, NO_WINDOWS), fn });
}

windows("--list reads a config with CR LF, and names no file wrongly", async () => {
  await using scene = await openScene();
  const { status, stdout, stderr } = await runOnWindows(["--list"], scene);
  assert.equal(status, 0, stderr);
  assert.deepEqual(stdout.trim().split("\n").map((line) => line.split("\t").slice(0, 4)), [
    ["p", "role", "222233334444", "reader"],
    ["m", "role", "222233334444", "admin"],
  ]);
});

windows(
  "cmd in a session has the session's variables, and none of the others in any case",
  async () => {
    await using scene = await openScene();
    const env = { ...scene.env, aws_vault: "stale", Swr_Mfa_Token: "123456" };
    const { status, stdout, stderr } = await runOnWindows(
      ["-q", "p", "cmd", "/c", "set SWR_& set AWS_& exit 7"],
      { ...scene, env },
    );
    assert.equal(status, 7, stderr);
    const names = stdout.trim().split("\n").map((line) => line.split("=")[0]!);
    assert.match(stdout, /^SWR_PROFILE=p$/m);
    assert.match(stdout, /^AWS_ACCESS_KEY_ID=ASIA/m);
    assert.match(stdout, /^AWS_REGION=eu-west-1$/m);
    assert.ok(!/^(?:aws_vault|swr_mfa_token|aws_profile)=/im.test(stdout), stdout);
    const folded = names.map((name) => name.toUpperCase());
    assert.equal(new Set(folded).size, folded.length, stdout);
  },
);

windows("without a command %COMSPEC% starts; an exit status above 255 is passed on", async () => {
  await using scene = await openScene();
  const script = await scene.box.write(
    "start.ts",
    `const run = async (args, input) => {
      const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", stderr: "inherit" }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(new TextEncoder().encode(input));
      await writer.close();
      const { code, stdout } = await child.output();
      console.log(JSON.stringify({ code, text: new TextDecoder().decode(stdout) }));
    };
    const swr = ${JSON.stringify(swrOnWindows())};
    await run([...swr, "-q", "p"], "echo [%SWR_PROFILE%]\\r\\nexit\\r\\n");
    await run([...swr, "-q", "p", "cmd", "/c", "exit 70000"], "");
    await run([...swr, "-q", "p", "cmd", "/c", "exit -1073741510"], "");`,
  );
  const { stdout, stderr } = await runScriptOnWindows(script, scene);
  const [shell, large, crashed] = stdout.trim().split("\n").map((line) => JSON.parse(line));
  assert.match(shell.text, /\[p\]/, stderr);
  assert.equal(large.code, 70000);
  // 0xC000013A, as a program ends at Ctrl-C.
  assert.equal(crashed.code, -1073741510);
});

windows("programs are found by PATHEXT, or said why not", async () => {
  await using scene = await openScene();
  const { box } = scene;
  await box.write("bin/tool.CMD", "@echo tool %SWR_PROFILE%\r\n@exit /b 3\r\n");
  await box.write("bin/script.ps1", "");
  await box.write("here.bat", "@echo here\r\n");
  const env = { ...scene.env };
  const tool = await runOnWindows(["-q", "p", "bin\\tool"], { box, env });
  assert.deepEqual([tool.stdout.trim(), tool.status], ["tool p", 3], tool.stderr);
  const script = await runOnWindows(["-q", "p", "bin/script.ps1"], { box, env });
  assert.equal(script.status, 126);
  assert.match(script.stderr, /start this one with its own program/);
  const here = await runOnWindows(["-q", "p", "here"], { box, env });
  assert.equal(here.status, 127);
  assert.match(here.stderr, /\.\\here\.bat is in the working directory, where swr does not search/);
  const nothing = await runOnWindows(["-q", "p", "no-such-program"], { box, env });
  assert.equal(nothing.status, 127);
  assert.doesNotMatch(nothing.stderr, /alias|sh -c|chmod/);
});

windows(
  "a batch file gets odd arguments as they are, and none that cmd.exe would run",
  async () => {
    await using scene = await openScene();
    const { box, env } = scene;
    await box.write("a b&c.cmd", '@echo off\r\nset "first=%~1"\r\nset first\r\necho %2 %3\r\n');
    const run = (...args: string[]) => runOnWindows(["-q", "p", ".\\a b&c.cmd", ...args], scene);
    const good = await run("x y&z^^(|<>)!", "a&b", "c^d");
    assert.equal(good.stdout, 'first=x y&z^^(|<>)!\n"a&b" "c^d"\n', good.stderr);
    for (const bad of ['" & echo owned', "%CMDCMDLINE:~-1%&echo owned", "a\nb"]) {
      const { status, stdout, stderr } = await runOnWindows(["-q", "p", ".\\a b&c.cmd", bad], {
        box,
        env,
      });
      assert.deepEqual([status, stdout], [126, ""], bad);
      assert.match(stderr, /cannot be given the argument/);
    }
  },
);

windows(
  "--export cmd sets the variables of the cmd that reads it by for /f, and fails it",
  async () => {
    await using scene = await openScene();
    const script = await scene.box.write(
      "take.ts",
      `for (const profile of ["p", "nope"]) {
      const swr = [Deno.execPath(), ...${JSON.stringify(swrOnWindows())}].join(" ");
      Deno.writeTextFileSync("take.cmd", [
        "@echo off",
        \`for /f "delims=" %%i in ('\${swr} -q --export cmd \${profile}') do @%%i\`,
        "echo %ERRORLEVEL% %SWR_PROFILE% %AWS_ACCESS_KEY_ID:~0,4% [%AWS_VAULT%]",
      ].join("\\r\\n"));
      const { stdout } = await new Deno.Command(Deno.cwd() + "\\\\take.cmd").output();
      console.log(new TextDecoder().decode(stdout).trim());
    }`,
    );
    const env = { ...scene.env, AWS_VAULT: "stale" };
    const { stdout, stderr } = await runScriptOnWindows(script, { ...scene, env });
    const [good, bad] = stdout.trim().split("\n");
    assert.equal(good, "0 p ASIA []", stderr);
    assert.match(bad!, /^1 .* AKIA \[stale\]$/);
  },
);

windows(
  "a command that prints the code runs in cmd, quotes and all, without credentials",
  async () => {
    await using scene = await openScene();
    const out = windowsPath(scene.box.path("seen.txt"));
    const code = scene.sts.code();
    const command = `set > "${out}" & echo ${code}`;
    const { status, stderr } = await runOnWindows(
      ["-q", "--mfa-process", command, "m", "cmd", "/c", "exit 5"],
      scene,
    );
    assert.equal(status, 5, stderr);
    const seen = await scene.box.read("seen.txt");
    assert.match(seen, /^SystemRoot=/im);
    assert.doesNotMatch(seen, /SECRET_ACCESS_KEY|AWS_ACCESS_KEY_ID|SWR_MFA/i);
  },
);

windows("credential_process runs in cmd, quotes and all, without the credentials", async () => {
  await using scene = await openScene();
  const { box, env: { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, ...env } } = scene;
  const keys = await box.write(
    "two words/keys.json",
    JSON.stringify({
      Version: 1,
      AccessKeyId: AWS_ACCESS_KEY_ID,
      SecretAccessKey: AWS_SECRET_ACCESS_KEY,
    }),
  );
  const seen = windowsPath(box.path("seen.txt"));
  await box.write(
    "config",
    [
      "[profile base]",
      `credential_process = set > "${seen}" & type "${windowsPath(keys)}"`,
      "[profile role]",
      "role_arn = arn:aws:iam::222233334444:role/reader",
      "source_profile = base",
    ].join("\r\n"),
  );
  const command = ["-q", "role", "cmd", "/c", "echo %SWR_PROFILE%"];
  const { stdout, stderr } = await runOnWindows(command, {
    box,
    env: { ...env, AWS_VAULT: "stale" },
  });
  assert.equal(stdout, "role\n", stderr);
  const variables = await box.read("seen.txt");
  assert.match(variables, /^SystemRoot=/im);
  assert.doesNotMatch(variables, /^AWS_VAULT=/im);
});

windows(
  "without a home and a console that is said; --status and --doctor say nothing of Unix",
  async () => {
    await using scene = await openScene();
    const asked = await runOnWindows(["m", "cmd"], scene);
    assert.equal(asked.status, 1);
    assert.match(asked.stderr, /no terminal/);
    const status = await runOnWindows(["--status"], scene);
    assert.deepEqual([status.status, status.stdout], [1, "not in a session of swr\n"]);
    const doctor = await runOnWindows(["--doctor"], scene);
    assert.equal(doctor.status, 0, doctor.stdout + doctor.stderr);
    assert.doesNotMatch(doctor.stdout, /chmod|every user|rm -r|~\/|start-up files and keep/);
    assert.match(doctor.stdout, /envchain does not run on Windows/);
    const json = await runOnWindows(["-q", "--export", "json", "p"], scene);
    assert.equal(JSON.parse(json.stdout).Version, 1, json.stderr);
    const dry = await runOnWindows(["--dry-run", "--json", "p"], scene);
    assert.match(JSON.parse(dry.stdout).command[0], /^[A-Za-z]:\\.*cmd\.exe$/i, dry.stderr);
  },
);

Deno.test({
  ...skipped(
    "Windows: the question on a console, a wrong code and a right one; cmd opens",
    NO_CONSOLE,
  ),
  async fn() {
    await using scene = await openScene();
    await using terminal = consoleOnWindows(["m"], scene, "keys");
    const long = { timeout: 60_000 };
    await terminal.waitFor("MFA code", long);
    terminal.write(`${scene.sts.wrongCode()}\r`);
    await terminal.waitFor("MFA code", long);
    terminal.write(`${scene.sts.code()}\r`);
    await terminal.waitFor(">", long);
    terminal.write("echo [%SWR_PROFILE%] [%AWS_PROFILE%]\r");
    await terminal.waitFor("[m] [%AWS_PROFILE%]", long);
    terminal.write("exit 9\r");
    assert.deepEqual(await terminal.exited, { code: 9, signal: null });
  },
});

Deno.test({
  ...skipped("Windows: Ctrl-C is the child's, and swr waits for it", NO_CONSOLE),
  async fn() {
    await using scene = await openScene();
    const child = await scene.box.write(
      "child.ts",
      `Deno.addSignalListener("SIGINT", () => { console.log("caught"); setTimeout(() => Deno.exit(42), 500); });
      setInterval(() => {}, 1000);
      console.log("ready");`,
    );
    const where = await scene.box.write("where.ts", "console.log(Deno.execPath());");
    const deno = (await runScriptOnWindows(where, scene)).stdout.trim();
    await using terminal = consoleOnWindows(
      ["-q", "p", deno, "run", "-A", windowsPath(child)],
      scene,
      "signals",
    );
    const long = { timeout: 60_000 };
    await terminal.waitFor("ready", long);
    terminal.write("\x03");
    await terminal.waitFor("caught", long);
    assert.deepEqual(await terminal.exited, { code: 42, signal: null });
  },
});

Deno.test({
  ...skipped("Windows: Ctrl-C at the question of --export lets the shell fail", NO_CONSOLE),
  async fn() {
    await using scene = await openScene();
    await using terminal = consoleOnWindows(
      ["-q", "--export", "cmd", "--force", "m"],
      scene,
      "keys",
    );
    await terminal.waitFor("MFA code", { timeout: 60_000 });
    terminal.write("\x03");
    await terminal.waitFor("interrupted", { timeout: 60_000 });
    assert.deepEqual(await terminal.exited, { code: 130, signal: null });
  },
});

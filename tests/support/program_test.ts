// How programs are started for a test: the words for swr, and what a program without a terminal gets.
import assert from "node:assert/strict";
import { openTerminal } from "./pty.ts";
import { isBinary, runWithoutTerminal, shellWords, swrCommand } from "./program.ts";
import { Sandbox } from "./sandbox.ts";

const env = { PATH: "/usr/bin:/bin" };

function sh(script: string) {
  return ["/bin/sh", "-c", script];
}

Deno.test("swrCommand() is the source run with the shipped permission set, or SWR_BIN", () => {
  const [file, ...words] = swrCommand();
  assert.equal(file?.startsWith("/"), true);
  assert.equal(words.includes("-P=swr"), !isBinary);
  assert.equal(words.some((word) => word.startsWith("--allow") || word === "-A"), false);
});

Deno.test("runWithoutTerminal() passes environment, folder and standard input, and gives both outputs", async () => {
  await using box = await Sandbox.create();
  const stdin = "é".repeat(100_000);
  const run = await runWithoutTerminal(sh("cat; pwd -P >&2; env >&2; exit 5"), {
    env,
    cwd: box.dir,
    stdin,
  });
  assert.equal(run.stdout, stdin);
  assert.deepEqual(run.stderr.split("\n").sort(), [
    "",
    box.dir,
    "PATH=/usr/bin:/bin",
    `PWD=${box.dir}`,
  ]);
  assert.deepEqual([run.status, run.signal], [5, null]);
});

Deno.test("runWithoutTerminal() gives a program no terminal to open", async () => {
  const { status, stderr } = await runWithoutTerminal(sh(": < /dev/tty"), { env });
  assert.notEqual(status, 0);
  assert.match(stderr, /\/dev\/tty/);
});

Deno.test("runWithoutTerminal() tells a death by signal", async () => {
  const { status, signal } = await runWithoutTerminal(sh("kill -TERM $$"), { env });
  assert.deepEqual([status, signal], [143, "SIGTERM"]);
});

Deno.test("runWithoutTerminal() does not mind a program that leaves its input unread", async () => {
  const { status } = await runWithoutTerminal(sh("exit 0"), { env, stdin: "x".repeat(1_000_000) });
  assert.equal(status, 0);
});

Deno.test("runWithoutTerminal() rejects a run that does not end", async () => {
  const run = runWithoutTerminal(["/bin/sleep", "600"], { env, timeout: 1 });
  await assert.rejects(run, /no end after 1 ms: \/bin\/sleep 600/);
});

Deno.test("shellWords() survives a shell, word by word", async () => {
  const words = ["", "a b", "it's", '"', "$HOME", "`id`", "\\", "line\nbreak", "é*?", "-n"];
  const { stdout } = await runWithoutTerminal(sh(`printf '%s\\0' ${shellWords(words)}`), { env });
  assert.deepEqual(stdout.split("\0").slice(0, -1), words);
});

Deno.test("the sandbox's environment is enough for Deno, on a terminal and without one", async () => {
  await using box = await Sandbox.create();
  const script = await box.write("hello.ts", "console.log(`hello ${Deno.stdout.isTerminal()}`);");
  const args = ["run", "-q", "--no-prompt", script];
  const { stdout, stderr } = await runWithoutTerminal([Deno.execPath(), ...args], { env: box.env });
  assert.deepEqual([stdout, stderr], ["hello false\n", ""]);
  await using terminal = openTerminal({ command: Deno.execPath(), args, env: box.env });
  await terminal.end();
  assert.equal(terminal.output, "hello true\r\n");
});

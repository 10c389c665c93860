// Where exec is not to be had, the session is a child process: its exit status and the signals pass through.
// Forced here by a permission set without the C library.

import assert from "node:assert/strict";
import { isBinary, runWithoutTerminal, swrCommand, swrWithoutLibc } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";
import { programPath, skipped } from "../support/programs.ts";
import { withoutTrace } from "../support/trace.ts";

async function withoutLibc() {
  const sts = await startSts();
  const box = await Sandbox.create();
  await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
  const [command = "", ...words] = await swrWithoutLibc(box);
  return {
    command,
    args: [...words, "-q", "p"],
    env: { ...box.env, ...KEYS, AWS_VAULT: "stale", AWS_ENDPOINT_URL_STS: sts.url },
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

Deno.test({
  name: "a child's exit status is swr's, and its environment is the session's",
  ignore: isBinary,
  async fn() {
    await using swr = await withoutLibc();
    const script = "echo $SWR_PROFILE:${AWS_VAULT-unset}; exit 7";
    await using terminal = openTerminal({ ...swr, args: [...swr.args, "sh", "-c", script] });
    await terminal.waitFor("p:unset");
    assert.deepEqual(await terminal.exited, { code: 7, signal: null });
  },
});

Deno.test({
  name: "Ctrl-C is the child's, and swr waits for what the child makes of it",
  ignore: isBinary,
  async fn() {
    await using swr = await withoutLibc();
    const script = "trap 'echo caught; exit 42' INT; echo ready; while :; do sleep 0.1; done";
    await using terminal = openTerminal({ ...swr, args: [...swr.args, "sh", "-c", script] });
    await terminal.waitFor("ready");
    terminal.write("\x03");
    await terminal.waitFor("caught");
    assert.deepEqual(await terminal.exited, { code: 42, signal: null });
  },
});

Deno.test({
  name: "SIGTERM to swr reaches the child, and swr ends by the same signal",
  ignore: isBinary,
  async fn() {
    await using swr = await withoutLibc();
    await using terminal = openTerminal({
      ...swr,
      args: [...swr.args, "sh", "-c", "echo ready; exec sleep 60"],
    });
    await terminal.waitFor("ready");
    Deno.kill(terminal.pid, "SIGTERM");
    assert.deepEqual(await terminal.exited, { code: null, signal: "SIGTERM" });
  },
});

Deno.test({
  ...skipped("where execve returns, the session is a child process", await withoutTrace()),
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
    const env = { ...box.env, ...KEYS, UNTOUCHED: "yes", AWS_ENDPOINT_URL_STS: sts.url };
    // The kernel refuses every execve of swr's own process but its first; the child, not traced, may.
    const refusing = [
      "-qq",
      "-o",
      box.path("trace"),
      "-e",
      "trace=execve",
      "-e",
      "inject=execve:error=EAGAIN:when=1+",
    ];
    const script = "echo $SWR_PROFILE:$UNTOUCHED; exit 7";
    const swr = [...swrCommand(), "-q", "p", "sh", "-c", script];
    const result = await runWithoutTerminal([programPath("strace")!, ...refusing, ...swr], { env });
    assert.match(await box.read("trace"), /INJECTED/);
    assert.equal(result.stdout, "p:yes\n", result.stderr);
    assert.equal(result.status, 7);
  },
});

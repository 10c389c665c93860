// Signals and the terminal at every stage of a switch: swr ends as any program does, and leaves the terminal as it was.

import assert from "node:assert/strict";
import { swrInTerminal } from "../support/program.ts";
import type { Terminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts, type StsDouble } from "../support/sts_double.ts";
import { hang } from "../support/sts_faults.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const QUESTION = `Enter MFA code for ${SERIAL}: `;

type Scene = AsyncDisposable & { sts: StsDouble; terminal: Terminal };

async function asking(...command: string[]): Promise<Scene> {
  const sts = await startSts();
  const box = await Sandbox.create();
  await box.writeConfig(
    `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n`,
  );
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const terminal = swrInTerminal(["-q", "p", ...command], { env });
  await terminal.waitFor(QUESTION);
  return {
    sts,
    terminal,
    async [Symbol.asyncDispose]() {
      await terminal.close();
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

for (const signal of ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"] as const) {
  Deno.test(`${signal} while swr asks ends it by that signal`, async () => {
    await using s = await asking();
    const before = await s.terminal.modes();
    Deno.kill(s.terminal.pid, signal);
    assert.deepEqual(await s.terminal.exited, { code: null, signal });
    assert.ok(before.length > 0);
  });

  Deno.test(`${signal} while swr waits for STS ends it by that signal, and nothing is started`, async () => {
    await using s = await asking("echo", "started");
    const fault = hang();
    s.sts.next(fault.fault);
    s.terminal.write(`${s.sts.code()}\r`);
    await fault.reached;
    Deno.kill(s.terminal.pid, signal);
    assert.deepEqual(await s.terminal.exited, { code: null, signal });
    fault.release();
    assert.doesNotMatch(s.terminal.output, /started/);
  });
}

Deno.test("Ctrl-C while swr waits for STS ends it", async () => {
  await using s = await asking("echo", "started");
  const fault = hang();
  s.sts.next(fault.fault);
  s.terminal.write(`${s.sts.code()}\r`);
  await fault.reached;
  s.terminal.write("\x03");
  assert.deepEqual(await s.terminal.exited, { code: null, signal: "SIGINT" });
  fault.release();
});

Deno.test("a terminal that is closed while swr asks ends it", async () => {
  await using s = await asking();
  await s.terminal.close();
  const { code, signal } = await s.terminal.exited;
  assert.ok(signal === "SIGHUP" || code === 130, `${code} ${signal}`);
});

Deno.test("a signal after exec is the session's own", async () => {
  await using s = await asking(
    "sh",
    "-c",
    "trap 'echo caught; exit 5' TERM; echo ready; while :; do sleep 0.05; done",
  );
  s.terminal.write(`${s.sts.code()}\r`);
  await s.terminal.waitFor("ready");
  Deno.kill(s.terminal.pid, "SIGTERM");
  await s.terminal.waitFor("caught");
  assert.deepEqual(await s.terminal.exited, { code: 5, signal: null });
});

Deno.test("a change of the window's size while swr asks reaches the session", async () => {
  await using s = await asking("stty", "size");
  s.terminal.resize(99, 33);
  s.terminal.write(`${s.sts.code()}\r`);
  await s.terminal.waitFor("33 99");
});

// Job control through swr: the session's shell owns the terminal as if the user had started it.

import assert from "node:assert/strict";
import { shellWords, swrCommand } from "../support/program.ts";
import { needs } from "../support/programs.ts";
import { openTerminal, type Terminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts, type StsDouble } from "../support/sts_double.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

type Scene = AsyncDisposable & { sts: StsDouble; terminal: Terminal };

/** An interactive bash, in which `swr` stands for the program under test. */
async function outerShell(): Promise<Scene> {
  const sts = await startSts();
  const box = await Sandbox.create();
  await box.writeConfig(
    `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n`,
  );
  await box.write("home/.bashrc", "PS1='[$AWS_PROFILE]> '\nunset HISTFILE\n");
  await box.writeScript("swr", `#!/bin/sh\nexec ${shellWords([...swrCommand(), "-q"])} "$@"\n`);
  const env = { ...box.env, ...KEYS, SHELL: "/bin/bash", AWS_ENDPOINT_URL_STS: sts.url };
  const terminal = openTerminal({ command: "/bin/bash", args: ["-i"], env });
  await terminal.waitFor("[]> ");
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

async function enter({ sts, terminal }: Scene): Promise<void> {
  terminal.write("swr p\r");
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${sts.code()}\r`);
  await terminal.waitFor("[p]> ");
}

Deno.test({
  ...needs(["bash", "ps"], "Ctrl-C, Ctrl-Z, fg and bg work in the session"),
  async fn() {
    await using s = await outerShell();
    await enter(s);
    const { terminal } = s;
    terminal.write("sleep 99\r");
    await terminal.waitFor("sleep 99");
    await settled(terminal, "sleep");
    terminal.write("\x1a");
    await terminal.waitFor("Stopped");
    await terminal.waitFor("[p]> ");
    terminal.write("bg; jobs\r");
    await terminal.waitFor("Running");
    await terminal.waitFor("[p]> ");
    terminal.write("fg\r");
    await terminal.waitFor("sleep 99");
    await settled(terminal, "sleep");
    terminal.write("\x03");
    await terminal.waitFor("[p]> ");
    terminal.write("echo status:$?\r");
    await terminal.waitFor("status:130");
  },
});

Deno.test({
  ...needs(
    "bash",
    "suspend in the session leads back to the outer shell, and fg into the session again",
  ),
  async fn() {
    await using s = await outerShell();
    await enter(s);
    const { terminal } = s;
    terminal.write("suspend\r");
    await terminal.waitFor("Stopped");
    await terminal.waitFor("[]> ");
    terminal.write("fg\r");
    await terminal.waitFor("swr p");
    terminal.write("\recho back:$AWS_PROFILE\r");
    await terminal.waitFor("back:p");
    terminal.write("exit 3\r");
    await terminal.waitFor("[]> ");
    terminal.write("echo status:$?\r");
    await terminal.waitFor("status:3");
  },
});

Deno.test({
  ...needs("bash", "Ctrl-Z at the question stops swr, and fg takes it up again"),
  async fn() {
    await using s = await outerShell();
    const { terminal } = s;
    terminal.write("swr p\r");
    await terminal.waitFor("Enter MFA code");
    terminal.write("\x1a");
    await terminal.waitFor("Stopped");
    await terminal.waitFor("[]> ");
    terminal.write("fg\r");
    await terminal.waitFor("swr p");
    await terminal.waitFor("Enter MFA code");
    terminal.write(`${s.sts.code()}\r`);
    await terminal.waitFor("[p]> ");
  },
});

Deno.test({
  ...needs(
    "bash",
    "after Ctrl-C at the question the outer shell's loop ends, and its terminal is as before",
  ),
  async fn() {
    await using s = await outerShell();
    const { terminal } = s;
    const before = await terminal.modes();
    terminal.write("for i in 1 2 3; do swr p; done\r");
    await terminal.waitFor("Enter MFA code");
    terminal.write("\x03");
    await terminal.waitFor("[]> ");
    terminal.write("echo status:$?\r");
    await terminal.waitFor("status:130");
    await terminal.waitFor("[]> ");
    assert.equal(await terminal.modes(), before);
  },
});

/** Waits until a process of that name is the terminal's foreground one: only then do its keys reach it. */
async function settled(terminal: Terminal, name: string): Promise<void> {
  const inForeground = new RegExp(`\\+ +${name}$`, "m");
  await terminal.until(async () => {
    const { stdout } = await new Deno.Command("ps", {
      args: ["-o", "stat=,comm=", "-t", terminal.device],
    }).output();
    return inForeground.test(new TextDecoder().decode(stdout));
  });
}

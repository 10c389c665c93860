// A program that goes too far is ended with what it has started.

import assert from "node:assert/strict";
import { endTree } from "../../src/os/process_tree.ts";

Deno.test({
  name: "endTree() ends children and grandchildren, and nothing that is not below",
  ignore: Deno.build.os === "windows",
  async fn() {
    const script = "sh -c 'sleep 1000 & echo $!; wait' & echo $!; wait";
    const spawn = (args: string[]) =>
      new Deno.Command("/bin/sh", { args, stdout: "piped", stdin: "null" }).spawn();
    const other = spawn(["-c", "echo $$; exec sleep 1000"]);
    const child = spawn(["-c", script]);
    const numbers = await lines(child, 2);
    await lines(other, 1);
    endTree(child.pid);
    assert.equal((await child.status).signal, "SIGKILL");
    for (const number of numbers) await gone(number);
    Deno.kill(other.pid, "SIGKILL");
    assert.equal((await other.status).signal, "SIGKILL");
    await Promise.all([child, other].map(({ stdout }) => stdout.cancel()));
  },
});

/** The first numbers that it prints. */
async function lines({ stdout }: Deno.ChildProcess, count: number): Promise<number[]> {
  const reader = stdout.getReader();
  let text = "";
  while (text.split("\n").length <= count) {
    const { value } = await reader.read();
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return text.trim().split("\n").map(Number);
}

/** Waits until there is no such process. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      // A zombie still takes signals: its state is what counts.
      const state = /\) (\S)/.exec(await Deno.readTextFile(`/proc/${pid}/stat`))?.[1];
      if (state === "Z") return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`${pid} is still there`);
}

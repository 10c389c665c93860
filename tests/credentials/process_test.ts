// A credential_process that goes too far is ended with its children, and said to be.

import assert from "node:assert/strict";
import { credentialsOfProcess } from "../../src/credentials/process.ts";
import { headline, SwrError } from "../../src/text/errors.ts";

const ignore = Deno.build.os === "windows";

const process = (command: string) => ({
  profile: "p",
  command: { value: command, origin: { kind: "line", file: "config", line: 3 } },
  env: { PATH: "/usr/bin:/bin" },
  hasTerminal: true,
} as const);

Deno.test({
  name: "a process that hangs is ended after its time, with what it has started",
  ignore,
  async fn() {
    const folder = await Deno.makeTempDir();
    try {
      const command = `sh -c 'echo $$ > ${folder}/child; exec sleep 1000' & wait`;
      await assert.rejects(
        credentialsOfProcess(process(command), { milliseconds: 500, bytes: 1000 }),
        (error) => {
          assert.ok(error instanceof SwrError);
          assert.equal(
            headline(error),
            'credential_process of profile "p" failed: it took more than a minute (from config:3)',
          );
          assert.match(error.hints[0]!, /it was ended; run it once by hand/);
          return true;
        },
      );
      const child = Number(await Deno.readTextFile(`${folder}/child`));
      await gone(child);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name: "a process that prints more than credentials is ended",
  ignore,
  async fn() {
    await assert.rejects(
      credentialsOfProcess(process("while :; do echo xxxxxxxx; done")),
      /failed: it printed more than credentials$/,
    );
  },
});

/** Waits until no such process runs. */
async function gone(pid: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const stat = await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => undefined);
    // A zombie is over, too.
    if (stat === undefined || /\) Z/.test(stat)) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.fail(`${pid} is still there`);
}

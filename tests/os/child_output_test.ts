// What a program prints, with programs that do not keep to the rules: they flood, stay, or leave another program running.

import assert from "node:assert/strict";
import { childOutput } from "../../src/os/child_output.ts";

const HOUR_MS = 3_600_000;
const LIMITS = { bytes: 1000, milliseconds: HOUR_MS };

const ignore = Deno.build.os === "windows";

const sh = (script: string, limits = LIMITS) =>
  childOutput(
    "/bin/sh",
    { args: ["-c", script], env: { PATH: "/usr/bin:/bin" }, stdin: "null", stderr: "null" },
    limits,
  );

/** Ends a process that a program left behind; its number is what that program printed. */
function end(pid: string): void {
  assert.match(pid, /^\d+$/);
  Deno.kill(Number(pid), "SIGKILL");
}

Deno.test({
  name: "what a program printed, and how it ended",
  ignore,
  async fn() {
    assert.deepEqual(await sh("echo a; echo b"), {
      kind: "ended",
      code: 0,
      signal: null,
      text: "a\nb\n",
    });
    assert.deepEqual(await sh("printf c; exit 3"), {
      kind: "ended",
      code: 3,
      signal: null,
      text: "c",
    });
    assert.deepEqual(await sh("kill -TERM $$"), {
      kind: "ended",
      code: 143,
      signal: "SIGTERM",
      text: "",
    });
  },
});

Deno.test({
  name: "a program that leaves another one running with the pipe has ended all the same",
  ignore,
  async fn() {
    const outcome = await sh("sleep 1000 & echo $!");
    assert.ok(outcome.kind === "ended");
    // Had it been waited for, it could not be ended now.
    end(outcome.text.trim());
    assert.equal(outcome.code, 0);
  },
});

Deno.test({
  name: "a program that floods is ended at the limit",
  ignore,
  async fn() {
    assert.deepEqual(await sh("yes"), { kind: "flooded" });
    assert.deepEqual(await sh("printf %01000d 0; exit 1"), {
      kind: "ended",
      code: 1,
      signal: null,
      text: "0".repeat(1000),
    });
    assert.deepEqual(await sh("printf %01001d 0"), { kind: "flooded" });
  },
});

Deno.test({
  name: "a program that does not end is ended, also when what it printed has an end",
  ignore,
  async fn() {
    for (const script of ["exec sleep 1000", "exec >&-; exec sleep 1000"]) {
      assert.deepEqual(await sh(script, { bytes: 1000, milliseconds: 1 }), { kind: "late" });
    }
  },
});

Deno.test({
  name: "a program that cannot be started is an error",
  ignore,
  async fn() {
    const options = { args: [], env: {}, stdin: "null", stderr: "null" } as const;
    await assert.rejects(childOutput("/no/such/program", options, LIMITS), Deno.errors.NotFound);
  },
});

// The timer of os/timer.ts: it calls, it is taken back, and it keeps a process that waits for nothing else.

import assert from "node:assert/strict";
import { after } from "../../src/os/timer.ts";

Deno.test("a call comes once, and not before its time; one that was taken back does not come", async () => {
  const calls: string[] = [];
  const begun = performance.now();
  const taken = after(1, () => calls.push("taken back"));
  taken();
  await new Promise<void>((resolve) => {
    after(30, () => {
      calls.push("late");
      resolve();
    });
    after(5, () => calls.push("early"));
  });
  // Timers count whole milliseconds.
  assert.ok(performance.now() - begun >= 29);
  assert.deepEqual(calls, ["early", "late"]);
});

Deno.test("a process that waits for nothing else stays for it", async () => {
  const module = new URL("../../src/os/timer.ts", import.meta.url).href;
  const code = `import { after } from ${JSON.stringify(module)};
await new Promise((resolve) => after(20, resolve));
console.log("called");`;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-config", code],
    stderr: "inherit",
  }).output();
  assert.equal(new TextDecoder().decode(stdout), "called\n");
});

Deno.test("a call that was taken back keeps no process", async () => {
  const module = new URL("../../src/os/timer.ts", import.meta.url).href;
  const code = `import { after } from ${JSON.stringify(module)};
after(600_000, () => {})();`;
  const child = new Deno.Command(Deno.execPath(), { args: ["eval", "--no-config", code] }).spawn();
  const net = setTimeout(() => child.kill("SIGKILL"), 60_000);
  assert.equal((await child.status).code, 0);
  clearTimeout(net);
});

// The terminal that end-to-end tests sit before: that it shows, passes and hides exactly what a real one does.
import assert from "node:assert/strict";
import { openTerminal } from "./pty.ts";
import { Sandbox } from "./sandbox.ts";

const PATH = "/usr/bin:/bin";

function sh(script: string, env: Record<string, string> = { PATH }) {
  return { command: "/bin/sh", args: ["-c", script], env };
}

for (
  const env of [
    { A: "1" },
    { A: "1", TERM: "dumb" },
    { A: "1", TERM: "" },
    { TERM: "dumb", PWD: "/somewhere/else", B: "zwei drei" },
    { PWD: Deno.cwd() },
  ] as Record<string, string>[]
) {
  Deno.test(`openTerminal() passes exactly the environment ${JSON.stringify(env)}`, async () => {
    await using terminal = openTerminal({ command: "/usr/bin/env", env });
    await terminal.end();
    const expected = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    assert.deepEqual(terminal.output.trimEnd().split("\r\n").sort(), expected.sort());
  });
}

Deno.test("openTerminal() starts the program in the given folder, on a terminal of the given size", async () => {
  await using box = await Sandbox.create();
  await using terminal = openTerminal({
    ...sh("pwd -P; stty size"),
    cwd: box.dir,
    cols: 77,
    rows: 11,
  });
  await terminal.end();
  assert.equal(terminal.output, `${box.dir}\r\n11 77\r\n`);
});

Deno.test("output keeps characters whole that the terminal delivers in pieces", async () => {
  await using box = await Sandbox.create();
  // Three-byte characters behind one byte: the buffers' powers of two fall inside characters.
  const text = "x" + "€".repeat(60_000);
  await using terminal = openTerminal(sh(`cat ${await box.write("text", text)}`));
  await terminal.end();
  assert.equal(terminal.output, text);
});

Deno.test("exited tells a status from a signal, after the last output", async () => {
  await using left = openTerminal(sh("seq 1 20000; exit 7"));
  assert.deepEqual(await left.exited, { code: 7, signal: null });
  assert.match(left.output, /\r\n20000\r\n$/);
  await using killed = openTerminal(sh("kill -TERM $$"));
  assert.deepEqual(await killed.exited, { code: null, signal: "SIGTERM" });
});

Deno.test("waitFor() looks after what it found before", async () => {
  await using terminal = openTerminal(sh("echo 'code: 1'; read a; echo 'code: 2'"));
  assert.deepEqual((await terminal.waitFor(/code: (\d)/)).groups, ["1"]);
  terminal.write("\r");
  assert.deepEqual((await terminal.waitFor(/code: (\d)/)).groups, ["2"]);
});

Deno.test("waitFor() takes a string literally", async () => {
  await using terminal = openTerminal(sh("echo 'aXb(c) a.b(c)'"));
  const found = await terminal.waitFor("a.b(c)");
  assert.equal(found.before, "aXb(c) ");
});

Deno.test("waitFor() rejects with the screen when the program ends first", async () => {
  await using terminal = openTerminal(sh("echo something else; exit 3"));
  await assert.rejects(terminal.waitFor("the prompt"), (error: Error) => {
    assert.match(error.message, /waited for "the prompt", but the program has ended \(status 3\)/);
    assert.match(error.message, /something else/);
    return true;
  });
});

Deno.test("until() waits for what the terminal does not show, and rejects when the program ends first", async () => {
  await using terminal = openTerminal(sh("echo the last word; read a; exit 3"));
  let asked = 0;
  await terminal.until(() => ++asked === 3);
  await assert.rejects(terminal.until(() => false, { timeout: 30 }), /did not come to that/);
  await terminal.waitFor("the last word");
  terminal.write("\r");
  await assert.rejects(terminal.until(() => false), /ended \(status 3\)\n[^]*the last word/);
});

Deno.test("waitFor() rejects with the screen when the safety net is reached", async () => {
  await using terminal = openTerminal(sh("echo on the screen; read a"));
  await terminal.waitFor("on the screen");
  await assert.rejects(terminal.waitFor("more", { timeout: 1 }), /did not come.*on the screen/s);
});

Deno.test("typeAhead is there before the program reads, and nothing of it is lost", async () => {
  const typeAhead = "123456\rnext line\r";
  await using terminal = openTerminal({ ...sh('read a; read b; echo "[$a][$b]"'), typeAhead });
  await terminal.waitFor("[123456][next line]");
});

Deno.test("write() goes through the line discipline: Ctrl-C interrupts", async () => {
  await using terminal = openTerminal(sh("echo ready; exec cat"));
  await terminal.waitFor("ready");
  terminal.write("\x03");
  assert.deepEqual(await terminal.end(), { code: null, signal: "SIGINT" });
});

Deno.test("modes() reads the terminal's modes from outside", async () => {
  await using terminal = openTerminal(sh("echo one; read a; stty -echo; echo two; read a"));
  await terminal.waitFor("one");
  assert.match(await terminal.modes(), /[^-]\becho\b/);
  terminal.write("\r");
  await terminal.waitFor("two");
  assert.match(await terminal.modes(), /-echo\b/);
});

Deno.test("resize() reaches the program as SIGWINCH", async () => {
  const script = "trap 'stty size' WINCH; echo ready; while :; do sleep 0.05; done";
  await using terminal = openTerminal(sh(script));
  await terminal.waitFor("ready");
  terminal.resize(99, 33);
  await terminal.waitFor("33 99");
});

Deno.test("close() hangs up this terminal although programs started later still run", async () => {
  // It reads nothing: the end of the file could come before the signal.
  await using first = openTerminal(sh("echo ready; while :; do sleep 1; done"));
  await using second = openTerminal(sh("echo ready; read a; echo alive"));
  await Promise.all([first.waitFor("ready"), second.waitFor("ready")]);
  first.close();
  assert.deepEqual(await first.end(), { code: null, signal: "SIGHUP" });
  second.write("\r");
  await second.waitFor("alive");
});

Deno.test("await using leaves no process behind that ignores the hang-up", async () => {
  let exited;
  {
    await using terminal = openTerminal(sh("trap '' HUP; echo ready; while :; do sleep 1; done"));
    await terminal.waitFor("ready");
    exited = terminal.exited;
  }
  assert.deepEqual(await exited, { code: null, signal: "SIGKILL" });
});

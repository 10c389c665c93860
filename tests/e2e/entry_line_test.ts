// The line that says where one is when a shell opens on a terminal.

import assert from "node:assert/strict";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { openScene } from "../support/scene.ts";

const CONFIG = `[profile reader]
role_arn = arn:aws:iam::222233334444:role/reader
`;

async function scene() {
  const scene = await openScene(CONFIG);
  await scene.box.writeScript("shell", '#!/bin/sh\necho "in:$SWR_PROFILE:"\n');
  return { ...scene, env: { ...scene.env, SHELL: scene.box.path("bin/shell"), TZ: "Asia/Tokyo" } };
}

const LINE =
  /swr: reader \(222233334444, role reader\) until (\d\d:\d\d) \(59 min\); "exit" leaves/;

Deno.test("a shell on a terminal: one line says where one is, in local time, before the shell", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal(["reader"], { env: s.env });
  const { groups } = await terminal.waitFor(new RegExp(`${LINE.source}\r\nin:reader:`));
  const end = new Date(Date.now() + 3_600_000 + 9 * 3_600_000).toISOString().slice(11, 16);
  const before = new Date(Date.now() + 3_540_000 + 9 * 3_600_000).toISOString().slice(11, 16);
  assert.ok([end, before].includes(groups[0]!), `${groups[0]}, not ${end}`);
  assert.deepEqual(await terminal.exited, { code: 0, signal: null });
});

for (
  const [what, args] of [
    ["with -q", ["-q", "reader"]],
    ["for a command", ["reader", "sh", "-c", 'echo "in:$SWR_PROFILE:"']],
  ] as const
) {
  Deno.test(`no line ${what}`, async () => {
    await using s = await scene();
    await using terminal = swrInTerminal(args, { env: s.env });
    await terminal.waitFor("in:reader:");
    await terminal.exited;
    assert.doesNotMatch(terminal.output, /until/);
  });
}

Deno.test("no line for a shell that reads a pipe, or whose stderr is a file", async () => {
  await using s = await scene();
  const piped = await runSwr(["reader"], { env: s.env, stdin: "" });
  assert.match(piped.stdout, /in:reader:/);
  assert.doesNotMatch(piped.stderr, /until/);
  const log = s.box.path("log");
  const script = `${shellWords([...swrCommand(), "reader"])} 2>${log}`;
  await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", script], env: s.env });
  await terminal.waitFor("in:reader:");
  await terminal.exited;
  assert.doesNotMatch(await Deno.readTextFile(log), /until/);
});

Deno.test("-v says it for a command too, without the way out", async () => {
  await using s = await scene();
  const { stderr } = await runSwr(["-v", "reader", "true"], { env: s.env });
  assert.match(stderr, /swr: reader \(222233334444, role reader\) until \d\d:\d\d \(59 min\)\n/);
});

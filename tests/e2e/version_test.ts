// --version: for scripts on the first line, for a report of a fault below it.

import assert from "node:assert/strict";
import { isBinary, runSwr } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";

Deno.test("--version gives version, commit, Deno and target", async () => {
  await using box = await Sandbox.create();
  const { status, stdout, stderr } = await runSwr(["--version"], { env: box.env });
  assert.deepEqual([status, stderr], [0, ""]);
  const config = JSON.parse(await Deno.readTextFile(new URL("../../deno.json", import.meta.url)));
  const [first, second, ...rest] = stdout.split("\n");
  assert.equal(first, `swr ${config.version}`);
  const [commit, deno, target] = second!.split(", ");
  if (isBinary) assert.match(commit!, /^([0-9a-f]{12}(-dirty)?|unknown)$/);
  else assert.equal(commit, "source");
  assert.match(deno!, /^Deno \d+\.\d+\.\d+$/);
  assert.equal(target, Deno.build.target);
  assert.deepEqual(rest, [""]);
});

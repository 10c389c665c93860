// The README's first command, as a newcomer runs it.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { Sandbox } from "../support/sandbox.ts";

Deno.test("the demo drives itself if there is no terminal, and leaves nothing behind", async () => {
  await using box = await Sandbox.create();
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const temporary = box.path("tmp");
  await Deno.mkdir(temporary);
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-q",
      "-A",
      "--node-modules-dir=none",
      "--frozen",
      "--config",
      `${root}deno.json`,
      `${root}scripts/demo.ts`,
    ],
    clearEnv: true,
    env: { ...box.env, TMPDIR: temporary },
    stdin: "null",
  }).output();
  const text = new TextDecoder().decode(stdout);
  assert.equal(code, 0, text);
  assert.match(text, /who am I: arn:aws:sts::222233334444:assumed-role\/admin\/me\n/);
  assert.match(text, /demo: ok\n$/);
  assert.doesNotMatch(text, /double\/only/);
  assert.deepEqual([...Deno.readDirSync(temporary)], []);
});

// Looking for programs: what is there, what is not, and what cannot be executed.

import assert from "node:assert/strict";
import { has, needs, programPath, skipped } from "./programs.ts";
import { Sandbox } from "./sandbox.ts";

Deno.test("a program that is missing is no error, and gives the reason", () => {
  assert.equal(has("no-such-program-anywhere"), false);
  assert.deepEqual(needs(["no-such-one", "no-such-two"], "a test"), {
    name: "a test (skipped: no-such-one and no-such-two are not on this machine)",
    ignore: true,
  });
  assert.deepEqual(skipped("a test", undefined), { name: "a test", ignore: false });
});

Deno.test({
  name: "a program is a file on PATH with an execute bit",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using box = await Sandbox.create();
    await box.writeScript("some-program", "#!/bin/sh\n");
    await box.write("plain", "#!/bin/sh\n");
    const path = `${box.dir}:${box.bin}`;
    assert.equal(programPath("some-program", path), `${box.bin}/some-program`);
    assert.equal(programPath("plain", path), undefined);
    assert.ok(has("sh"));
  },
});

// What the C library is asked if Deno's own way is slow or unavailable.

import assert from "node:assert/strict";
import { openLibc } from "../../src/os/libc.ts";
import { Sandbox } from "../support/sandbox.ts";

const libc = openLibc();

Deno.test({
  name: "isMissing() says so of a file that is surely not there, and of no other",
  ignore: libc === undefined,
  async fn() {
    await using box = await Sandbox.create();
    const file = await box.write("folder/file", "");
    await Deno.symlink(box.path("nowhere"), box.path("dangling"));
    const missing = [`${box.dir}/folder/other`];
    // access(2) alone cannot tell what is wrong with a link or a folder: reading it will tell.
    const others = [file, box.path("dangling"), box.path("nowhere/file"), `${file}/below`, box.dir];
    assert.deepEqual(missing.filter((path) => !libc!.isMissing(path)), []);
    assert.deepEqual(others.filter((path) => libc!.isMissing(path)), []);
  },
});

// The copy of the config on disk, as macOS needs it, tried with the C library of this machine.

import assert from "node:assert/strict";
import { openLibc } from "../../src/io/libc.ts";
import { removeCopiesOfEnded } from "../../src/io/session_copy.ts";
import { Sandbox } from "../support/sandbox.ts";

const libc = openLibc();
const ignore = libc === undefined;

Deno.test({
  name: "a private file lies under names nobody can foresee, and is the user's alone",
  ignore,
  async fn() {
    await using box = await Sandbox.create();
    const content = new TextEncoder().encode("[profile p]\n");
    const one = libc!.privateFile(box.path("swr-session-1"), content)!;
    const two = libc!.privateFile(box.path("swr-session-1"), content)!;
    assert.notEqual(one, two);
    assert.match(one, /swr-session-1\.[A-Za-z0-9]{6}\/config\.[A-Za-z0-9]{6}$/);
    assert.equal(await Deno.readTextFile(one), "[profile p]\n");
    assert.equal((await Deno.stat(one)).mode! & 0o777, 0o600);
    assert.equal((await Deno.stat(one.replace(/\/[^/]*$/, ""))).mode! & 0o777, 0o700);
  },
});

Deno.test({
  name: "copies go when their session's process has gone, and only those",
  ignore,
  async fn() {
    await using box = await Sandbox.create();
    const ended = new Deno.Command("true").spawn();
    await ended.status;
    const content = new Uint8Array(1);
    const old = libc!.privateFile(box.path(`swr-session-${ended.pid}`), content)!;
    const running = libc!.privateFile(box.path(`swr-session-${Deno.pid}`), content)!;
    const other = await box.write(`swr-session-x.abcdef/config`, "not ours");
    removeCopiesOfEnded(libc!, box.dir);
    await assert.rejects(Deno.stat(old.replace(/\/[^/]*$/, "")), Deno.errors.NotFound);
    assert.ok((await Deno.stat(running)).isFile);
    assert.ok((await Deno.stat(other)).isFile);
  },
});

Deno.test({
  name: "a file in memory can be read again and again, and not be written",
  ignore: ignore || Deno.build.os !== "linux",
  async fn() {
    const descriptor = libc!.memoryFile(new TextEncoder().encode("text"))!;
    try {
      assert.ok(descriptor >= 200);
      const path = `/proc/${Deno.pid}/fd/${descriptor}`;
      for (const _ of [1, 2]) assert.equal(await Deno.readTextFile(path), "text");
      await assert.rejects(Deno.writeTextFile(path, "other"));
      assert.equal(await Deno.readTextFile(path), "text");
    } finally {
      libc!.close(descriptor);
    }
  },
});

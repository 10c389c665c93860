// The copy of the config on disk, as macOS needs it, tried with the C library of this machine.

import assert from "node:assert/strict";
import { openLibc } from "../../src/os/libc.ts";
import { removeCopiesOfEnded } from "../../src/session/view_file.ts";
import { Sandbox } from "../support/sandbox.ts";

const libc = openLibc();
const files = await libc?.files();
const ignore = libc === undefined;

Deno.test({
  name: "a private file lies under names nobody can foresee, and is the user's alone",
  ignore,
  async fn() {
    await using box = await Sandbox.create();
    const content = new TextEncoder().encode("[profile p]\n");
    const one = files!.onDisk().make(box.path("swr-session-1"), content)!;
    const two = files!.onDisk().make(box.path("swr-session-1"), content)!;
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
    const pid = await endedProcess();
    const content = new Uint8Array(1);
    const old = files!.onDisk().make(box.path(`swr-session-${pid}`), content)!;
    const running = files!.onDisk().make(box.path(`swr-session-${Deno.pid}`), content)!;
    const other = await box.write(`swr-session-x.abcdef/config`, "not ours");
    removeCopiesOfEnded(libc!, files!, box.dir);
    await assert.rejects(Deno.stat(old.replace(/\/[^/]*$/, "")), Deno.errors.NotFound);
    assert.ok((await Deno.stat(running)).isFile);
    assert.ok((await Deno.stat(other)).isFile);
  },
});

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const ended = new Deno.Command("true").spawn();
  await ended.status;
  return ended.pid;
}

Deno.test({
  name:
    "nothing goes but a copy of swr's own making: no link is followed, and no other file removed",
  ignore,
  async fn() {
    await using box = await Sandbox.create();
    const pid = await endedProcess();
    const precious = await box.write("precious/config.abcdef", "mine");
    await Deno.chmod(box.path("precious"), 0o700);
    await box.write("tmp/keep", "");
    await Deno.symlink(box.path("precious"), box.path(`tmp/swr-session-${pid}.linked`));
    const open = await box.write(`tmp/swr-session-${pid}.others/config.abcdef`, "");
    await Deno.chmod(box.path(`tmp/swr-session-${pid}.others`), 0o755);
    const odd = await box.write(`tmp/swr-session-${pid}.oddone/config`, "");
    await Deno.chmod(box.path(`tmp/swr-session-${pid}.oddone`), 0o700);
    await Deno.mkdir(box.path(`tmp/swr-session-${pid}.folder/config.abcdef`), { recursive: true });
    await Deno.chmod(box.path(`tmp/swr-session-${pid}.folder`), 0o700);
    const own = files!.onDisk().make(box.path(`tmp/swr-session-${pid}`), new Uint8Array(1))!;
    removeCopiesOfEnded(libc!, files!, box.path("tmp"));
    await assert.rejects(Deno.stat(own), Deno.errors.NotFound);
    for (const path of [precious, open, odd]) assert.ok((await Deno.stat(path)).isFile, path);
    assert.ok(
      (await Deno.stat(box.path(`tmp/swr-session-${pid}.folder/config.abcdef`))).isDirectory,
    );
  },
});

Deno.test({
  name: "in a folder where others can swap names nothing is removed, unless it is sticky",
  ignore,
  async fn() {
    await using box = await Sandbox.create();
    const pid = await endedProcess();
    await Deno.mkdir(box.path("tmp"));
    const old = files!.onDisk().make(box.path(`tmp/swr-session-${pid}`), new Uint8Array(1))!;
    await Deno.chmod(box.path("tmp"), 0o777);
    removeCopiesOfEnded(libc!, files!, box.path("tmp"));
    assert.ok((await Deno.stat(old)).isFile);
    await Deno.chmod(box.path("tmp"), 0o1777);
    removeCopiesOfEnded(libc!, files!, box.path("tmp"));
    await assert.rejects(Deno.stat(old), Deno.errors.NotFound);
  },
});

Deno.test({
  name: "of another user's folder nothing is removed, also by root",
  ignore: ignore || Deno.uid() !== 0,
  async fn() {
    await using box = await Sandbox.create();
    const pid = await endedProcess();
    const old = files!.onDisk().make(box.path(`tmp-${pid}`), new Uint8Array(1))!;
    const theirs = box.path(`swr-session-${pid}.theirs`);
    await Deno.rename(old.replace(/\/[^/]*$/, ""), theirs);
    await Deno.chown(theirs, 12345, 12345);
    removeCopiesOfEnded(libc!, files!, box.dir);
    assert.ok((await Deno.stat(`${theirs}/${old.replace(/.*\//, "")}`)).isFile);
  },
});

Deno.test({
  name: "a file in memory can be read again and again, and not be written",
  ignore: ignore || Deno.build.os !== "linux",
  async fn() {
    const descriptor = files!.inMemory("swr-config", new TextEncoder().encode("text"))!;
    try {
      assert.ok(descriptor >= 187 && descriptor < 200);
      const path = `/proc/${Deno.pid}/fd/${descriptor}`;
      for (const _ of [1, 2]) assert.equal(await Deno.readTextFile(path), "text");
      await assert.rejects(Deno.writeTextFile(path, "other"));
      assert.equal(await Deno.readTextFile(path), "text");
    } finally {
      libc!.close(descriptor);
    }
  },
});

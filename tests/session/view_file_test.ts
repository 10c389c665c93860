// Where the view lies, tried with the C library of this machine.

import assert from "node:assert/strict";
import { openLibc } from "../../src/os/libc.ts";
import { placeView, removeEnded } from "../../src/session/view_file.ts";
import { Sandbox } from "../support/sandbox.ts";
import { needsTmpfs, tmpfsFolder } from "../support/tmpfs.ts";

const libc = openLibc();
const files = await libc?.files();
const ignore = libc === undefined;
const TEXT = "[profile p]\n";
const HOUR = 3_600_000;

async function place(env: Record<string, string>, text = TEXT, now = Date.now()) {
  const placed = await placeView(text, libc!, (name) => env[name], now);
  assert.ok("path" in placed, JSON.stringify(placed));
  return placed;
}

Deno.test({
  ...needsTmpfs(
    "the view is a read-only file in a folder of its own, and its time is the session's end",
  ),
  async fn() {
    await using memory = await tmpfsFolder();
    const view = await place({ XDG_RUNTIME_DIR: memory.path });
    assert.match(view.path, new RegExp(`^${memory.path}/swr/config\\.[A-Za-z0-9]{6}$`));
    assert.equal(await Deno.readTextFile(view.path), TEXT);
    assert.equal((await Deno.stat(view.path)).mode! & 0o7777, 0o400);
    assert.equal((await Deno.stat(`${memory.path}/swr`)).mode! & 0o7777, 0o700);
    // Until STS has answered it is kept for a day.
    assert.ok((await Deno.stat(view.path)).mtime!.getTime() > Date.now() + 23 * HOUR);
    const end = Date.UTC(2030, 0, 1);
    view.lastUntil(end);
    assert.equal((await Deno.stat(view.path)).mtime!.getTime(), end);
    view.remove();
    await assert.rejects(Deno.stat(view.path), Deno.errors.NotFound);
  },
});

Deno.test({
  ...needsTmpfs("a view goes an hour after its session's end, at the start of another"),
  async fn() {
    await using memory = await tmpfsFolder();
    const env = { XDG_RUNTIME_DIR: memory.path };
    const now = Date.now();
    const [old, recent] = [await place(env), await place(env)];
    old.lastUntil(now - HOUR - 2000);
    recent.lastUntil(now - HOUR + 60_000);
    await place(env, TEXT, now);
    await assert.rejects(Deno.stat(old.path), Deno.errors.NotFound);
    assert.ok((await Deno.stat(recent.path)).isFile);
  },
});

Deno.test({
  ...needsTmpfs("a folder that is not the user's own, or lets others in, is not used"),
  async fn() {
    await using memory = await tmpfsFolder();
    const env = { XDG_RUNTIME_DIR: memory.path };
    await Deno.chmod(memory.path, 0o777);
    assert.match((await place(env)).path, /^\/proc\//);
    await Deno.chmod(memory.path, 0o700);
    await Deno.mkdir(`${memory.path}/swr`, { mode: 0o755 });
    assert.match((await place(env)).path, /^\/proc\//);
    await Deno.remove(`${memory.path}/swr`);
    await Deno.mkdir(`${memory.path}/elsewhere`, { mode: 0o700 });
    await Deno.symlink(`${memory.path}/elsewhere`, `${memory.path}/swr`);
    assert.match((await place(env)).path, /^\/proc\//);
    await Deno.remove(`${memory.path}/swr`);
    if (Deno.uid() === 0) {
      await Deno.chown(memory.path, 12345, 12345);
      assert.match((await place(env)).path, /^\/proc\//);
      await Deno.chown(memory.path, 0, 0);
    }
    assert.match((await place(env)).path, /\/swr\/config/);
    assert.match((await place({ XDG_RUNTIME_DIR: "relative" })).path, /^\/proc\//);
  },
});

Deno.test({
  ...needsTmpfs("a view that cannot be written whole is not left there"),
  async fn() {
    await using memory = await tmpfsFolder("64k");
    if (!memory.isMount) return;
    const env = { XDG_RUNTIME_DIR: memory.path };
    const view = await place(env, TEXT.repeat(20_000));
    assert.match(view.path, /^\/proc\//);
    assert.deepEqual([...Deno.readDirSync(`${memory.path}/swr`)], []);
  },
});

Deno.test({
  name: "a folder on a disk is not used for it while memory holds files",
  ignore: ignore || Deno.build.os !== "linux",
  async fn() {
    await using box = await Sandbox.create();
    await Deno.chmod(box.dir, 0o700);
    assert.match((await place({ XDG_RUNTIME_DIR: box.dir, TMPDIR: box.dir })).path, /^\/proc\//);
  },
});

Deno.test({
  name: "what others of this machine have put there is not followed and not removed",
  ignore,
  async fn() {
    await using box = await Sandbox.create();
    const disk = files!.onDisk();
    const past = new Date(Date.now() - 2 * HOUR);
    const precious = await box.write("precious", "mine");
    await Deno.mkdir(box.path("swr/config.folder"), { recursive: true });
    await Deno.symlink(precious, box.path("swr/config.linked"));
    const odd = await box.write("swr/config", "");
    const own = disk.make(box.path("swr/config"), new Uint8Array(1))!;
    for (const path of [precious, box.path("swr/config.folder"), odd]) {
      await Deno.utime(path, past, past);
    }
    disk.setTime(own, past.getTime());
    removeEnded(box.path("swr"), disk, libc!.userId() + 1, Date.now());
    assert.ok((await Deno.stat(own)).isFile, "another user's");
    removeEnded(box.path("swr"), disk, libc!.userId(), Date.now());
    await assert.rejects(Deno.stat(own), Deno.errors.NotFound);
    for (
      const path of [precious, odd, box.path("swr/config.folder"), box.path("swr/config.linked")]
    ) {
      assert.ok(await Deno.lstat(path), path);
    }
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

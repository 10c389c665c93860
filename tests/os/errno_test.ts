// What the C library says went wrong, read right after the call that failed: every errno that swr acts on.

import assert from "node:assert/strict";
import { openLibc } from "../../src/os/libc.ts";
import { KeyRefusal, Ring } from "../../src/os/libc_keys.ts";
import { openLibrary } from "../../src/os/libc_library.ts";
import { Sandbox } from "../support/sandbox.ts";

const isLinux = Deno.build.os === "linux";
const libc = isLinux ? openLibc() : undefined;

/** errno(3) of Linux. */
const [ENOENT, E2BIG, ENOEXEC, EBADF, EACCES, ENOTDIR, ETXTBSY, EPIPE, ELOOP] = [
  2,
  7,
  8,
  9,
  13,
  20,
  26,
  32,
  40,
];

Deno.test({
  name:
    "exec says why it is refused, and swr lives on: a closed pipe is an error after it, and no signal",
  ignore: libc === undefined,
  async fn() {
    await using box = await Sandbox.create();
    const file = async (name: string, text: string, mode = 0o755) => {
      const path = await box.write(name, text);
      await Deno.chmod(path, mode);
      return path;
    };
    const plain = await file("plain", "true\n");
    const busy = await file("busy", "#!/bin/sh\n");
    using _writing = await Deno.open(busy, { append: true });
    await Deno.symlink(box.path("circle"), box.path("circle"));
    const refused: readonly (readonly [what: string, path: string, errno: number])[] = [
      ["a file that is not there", box.path("nowhere"), ENOENT],
      ["an interpreter that is not there", await file("lost", "#!/nowhere/sh\n"), ENOENT],
      ["a file that is no program", plain, ENOEXEC],
      ["no execute bit", await file("text", "#!/bin/sh\n", 0o644), EACCES],
      ["a folder", box.dir, EACCES],
      ["a file as a folder", `${plain}/below`, ENOTDIR],
      ["a file that is being written", busy, ETXTBSY],
      ["a link to itself", box.path("circle"), ELOOP],
    ];
    const wrong = refused.map(([what, path, errno]) => [what, libc!.exec(path, ["x"], []), errno])
      .filter(([, got, errno]) => got !== errno);
    assert.deepEqual(wrong, []);
    const large = new TextEncoder().encode(`X=${"x".repeat(4 << 20)}`);
    assert.equal(libc!.exec("/bin/true", ["true"], [large]), E2BIG);
    const c = openLibrary()!;
    const pair = new Int32Array(2);
    assert.equal(c.descriptors.socketpair(1, 1, 0, new Uint8Array(pair.buffer)), 0);
    const [here, there] = pair as unknown as [number, number];
    assert.equal(libc!.write(here, new Uint8Array(10)), 0);
    libc!.close(there);
    assert.equal(libc!.write(here, new Uint8Array(10)), EPIPE);
    libc!.close(here);
    assert.equal(libc!.write(here, new Uint8Array(10)), EBADF);
    assert.equal(libc!.write(-1, new Uint8Array(10)), EBADF);
  },
});

const noKeys = await keysObstacle();

Deno.test({
  name: `a refusal of the kernel's keys names the call and its errno${
    noKeys === undefined ? "" : ` (skipped: ${noKeys})`
  }`,
  ignore: noKeys !== undefined,
  async fn() {
    const keys = (await libc!.keys())!;
    const refusal = (act: () => unknown): string => {
      try {
        return String(act());
      } catch (error) {
        assert.ok(error instanceof KeyRefusal);
        return error.message;
      }
    };
    const key = keys.add("user", "swr:test", new Uint8Array([0, 255]), Ring.THREAD);
    assert.deepEqual([...keys.read(key)], [0, 255]);
    assert.equal(refusal(() => keys.link(key, key)), "LINK: errno 20");
    assert.equal(
      refusal(() => keys.add("user", "", new Uint8Array(1), Ring.THREAD)),
      "add_key: EINVAL",
    );
    assert.equal(
      refusal(() => keys.add("user", "swr:test", new Uint8Array(40_000), Ring.THREAD)),
      "add_key: EINVAL",
    );
    keys.invalidate(key);
    assert.equal(refusal(() => keys.read(2 ** 31 - 1)), "READ: ENOKEY");
  },
});

/** Why there are no keys here, as in a container; undefined if there are. */
async function keysObstacle(): Promise<string | undefined> {
  try {
    const keys = await libc?.keys();
    if (keys === undefined) return "the kernel has none";
    keys.invalidate(keys.add("user", "swr:test", new Uint8Array(1), Ring.THREAD));
    return undefined;
  } catch (error) {
    return String(error);
  }
}

// The private folder of a test: nothing of the developer's in it, nothing of it left over.
import assert from "node:assert/strict";
import { Sandbox } from "./sandbox.ts";
import { runWithoutTerminal } from "./program.ts";

Deno.test("Sandbox.create() makes a folder of its own each time, and await using removes it", async () => {
  let dir;
  {
    await using one = await Sandbox.create();
    await using two = await Sandbox.create();
    assert.notEqual(one.dir, two.dir);
    assert.equal((await Deno.stat(one.path("home", ".aws"))).isDirectory, true);
    dir = one.dir;
  }
  await assert.rejects(Deno.stat(dir), Deno.errors.NotFound);
});

Deno.test("writeConfig() and writeCredentials() write below the sandbox's HOME", async () => {
  await using box = await Sandbox.create();
  await box.writeConfig("[default]\n");
  await box.writeCredentials("[base]\n");
  const script = 'cat "$HOME/.aws/config" "$HOME/.aws/credentials"';
  const { stdout } = await runWithoutTerminal(["/bin/sh", "-c", script], { env: box.env });
  assert.equal(stdout, "[default]\n[base]\n");
});

Deno.test("writeScript() puts a program on the sandbox's PATH, before the machine's own", async () => {
  await using box = await Sandbox.create();
  await box.writeScript("ls", "#!/bin/sh\necho mine\n");
  const { stdout } = await runWithoutTerminal(["/bin/sh", "-c", "ls"], { env: box.env });
  assert.equal(stdout, "mine\n");
});

Deno.test("Sandbox.env holds nothing of the developer's but the place of Deno's cache", async () => {
  await using box = await Sandbox.create();
  const names = [
    "PATH",
    "HOME",
    "USER",
    "SHELL",
    "TERM",
    "LANG",
    "DENO_DIR",
    "DENO_NO_UPDATE_CHECK",
  ];
  assert.deepEqual(Object.keys(box.env).sort(), names.sort());
  assert.equal((await Deno.stat(box.env["DENO_DIR"] ?? "")).isDirectory, true);
  for (const name of ["PATH", "HOME"]) assert.notEqual(box.env[name], Deno.env.get(name));
});

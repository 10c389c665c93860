// swr on Linux on arm64: what depends on the processor is the C library's calls, structures and numbers. Skipped where
// that Deno is not at hand; `deno task test:arm64` looks for it.
// Rule: few tests, since each start takes seconds under emulation.

import assert from "node:assert/strict";
import { NO_ARM64, runOnArm64, terminalOnArm64 } from "../support/arm64.ts";
import { skipped } from "../support/programs.ts";
import { openScene } from "../support/scene.ts";

const LONG = { timeout: 120_000 };

async function scene() {
  const opened = await openScene("");
  const config = await opened.box.writeConfig([
    "[profile p]",
    "role_arn = arn:aws:iam::222233334444:role/reader",
    "",
    "[profile m]",
    "role_arn = arn:aws:iam::222233334444:role/admin",
    `mfa_serial = ${opened.sts.world.devices[0]!.serial}`,
    "",
  ].join("\n"));
  const env = {
    ...opened.env,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: opened.box.path("none"),
  };
  return { ...opened, env, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() };
}

/** A script as the command: emulated, swr rightly refuses a program of this machine's processor, not its interpreter. */
function command(s: Awaited<ReturnType<typeof scene>>, text: string): Promise<string> {
  return s.box.writeScript("command", `#!/bin/sh\n${text}\n`);
}

function arm64(name: string, fn: () => Promise<void>): void {
  Deno.test({ ...skipped(`arm64: ${name}`, NO_ARM64), fn });
}

arm64("a wrong code, a right one, and swr has become the shell, with its view", async () => {
  await using s = await scene();
  const script = 'echo "pid $$ $SWR_PROFILE"; grep -c session-keys "$AWS_CONFIG_FILE"; exit 7';
  await using terminal = terminalOnArm64(["m", await command(s, script)], s);
  await terminal.waitFor("MFA code", LONG);
  terminal.write(`${s.sts.wrongCode()}\r`);
  await terminal.waitFor("anything you already typed was discarded", LONG);
  await terminal.waitFor("MFA code", LONG);
  terminal.write(`${s.sts.code()}\r`);
  // execve(2) keeps the number.
  await terminal.waitFor(`pid ${terminal.pid} m`, LONG);
  await terminal.waitFor(/^1\r$/m, LONG);
  assert.deepEqual(await terminal.exited, { code: 7, signal: null });
});

arm64("Ctrl-C at the question ends swr by that signal", async () => {
  await using s = await scene();
  await using terminal = terminalOnArm64(["m", await command(s, "true")], s);
  await terminal.waitFor("MFA code", LONG);
  terminal.write("\x03");
  assert.deepEqual(await terminal.exited, { code: null, signal: "SIGINT" });
});

arm64("stdin passes through, stdout is the command's, variables arrive byte for byte", async () => {
  await using s = await scene();
  const env = { ...s.env, ODD: "a=b c\u00e9" };
  const script = 'cat; printf "%s|%s\\n" "$ODD" "${AWS_ACCESS_KEY_ID%%[!A]*}"';
  const { status, stdout, stderr } = await runOnArm64(["-q", "p", await command(s, script)], {
    ...s,
    env,
  }, "data\n");
  assert.equal(stdout, "data\na=b c\u00e9|A\n", stderr);
  assert.equal(status, 0);
});

arm64("a keyless session keeps its keys in the kernel, or says why it cannot", async () => {
  await using s = await scene();
  const script = 'echo "${AWS_SECRET_ACCESS_KEY-none}"';
  const { status, stdout, stderr } = await runOnArm64(
    ["-q", "--keyless", "p", await command(s, script)],
    s,
  );
  if (status === 0) assert.equal(stdout, "none\n", stderr);
  else assert.match(stderr, /--keyless|keyless/, stderr);
});

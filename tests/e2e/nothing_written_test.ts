// The binary opens nothing for writing but terminals and /dev/null, in every mode, seen by strace.

import assert from "node:assert/strict";
import { isBinary, runWithoutTerminal, swrCommand, swrInTerminal } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts, type StsDouble } from "../support/sts_double.ts";
import { KEYS, SERIAL } from "../support/sts_world.ts";

const STRACE = ["/usr/bin/strace", "/bin/strace"].find((path) => {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
});

/** What writes: an open for writing, or a call that makes, moves or removes a name. */
const WRITES =
  /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|\b(creat|mkdir|mkdirat|rename|renameat|renameat2|link|symlink|mknod|truncate|unlink|unlinkat)\(/;
const HARMLESS = /"\/dev\/(tty|null|pts\/\d+|ptmx)"|\) = -1 /;

function traced(log: string, args: readonly string[]): string[] {
  return [STRACE!, "-f", "-qq", "-e", "trace=%file", "-o", log, ...swrCommand(), ...args];
}

async function scene() {
  const sts: StsDouble = await startSts();
  const box = await Sandbox.create();
  await box.writeConfig(
    `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n`,
  );
  const config = `${box.home}/.aws/config`;
  const nowhere = {
    HOME: "/no/such/home",
    TMPDIR: "/no/such/tmp",
    XDG_RUNTIME_DIR: "/no/such/run",
  };
  return {
    sts,
    box,
    log: box.path("trace"),
    env: {
      ...box.env,
      ...KEYS,
      ...nowhere,
      AWS_CONFIG_FILE: config,
      AWS_ENDPOINT_URL_STS: sts.url,
    },
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

function assertNothingWritten(log: string): void {
  const lines = Deno.readTextFileSync(log).split("\n");
  assert.ok(lines.length > 20, "strace saw something");
  assert.deepEqual(lines.filter((line) => WRITES.test(line) && !HARMLESS.test(line)), []);
}

// In a source run Deno keeps its own caches; the promise is the binary's.
const ignore = !isBinary || STRACE === undefined;

for (
  const [name, args, code] of [
    ["the version", ["--version"], false],
    ["the help", ["--help"], false],
    ["a dry run", ["-n", "p"], false],
    ["an error", ["nope"], false],
    ["a switch", ["-q", "p", "/bin/true"], true],
  ] as const
) {
  Deno.test({
    name: `nothing is written by ${name}`,
    ignore,
    async fn() {
      await using s = await scene();
      const env = { ...s.env, ...(code && { SWR_MFA_TOKEN: s.sts.code() }) };
      const { status, stderr } = await runWithoutTerminal(traced(s.log, args), { env });
      assert.equal(status, name === "an error" ? 2 : 0, stderr);
      assertNothingWritten(s.log);
    },
  });
}

Deno.test({
  name: "nothing is written by a switch with a question",
  ignore,
  async fn() {
    await using s = await scene();
    const [command = "", ...args] = traced(s.log, ["-q", "p", "/bin/true"]);
    await using terminal = openTerminal({ command, args, env: s.env });
    await terminal.waitFor("Enter MFA code");
    terminal.write(`${s.sts.code()}\r`);
    assert.deepEqual(await terminal.exited, { code: 0, signal: null });
    assertNothingWritten(s.log);
  },
});

Deno.test("with a home, a temporary folder and a working directory that are gone, a switch works", async () => {
  await using s = await scene();
  // The source run itself needs Deno's cache, which the sandbox names; nothing else is there.
  await using terminal = swrInTerminal(["-q", "p", "sh", "-c", "echo in:$AWS_PROFILE:$HOME"], {
    env: s.env,
  });
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("in:p:/no/such/home");
});

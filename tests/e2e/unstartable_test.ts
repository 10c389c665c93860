// Programs that the kernel refuses: named with the reason and the status of a shell, before the code if it can be known.

import assert from "node:assert/strict";
import { skipped } from "../support/programs.ts";
import { runSwr, runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene } from "../support/scene.ts";
import { type PlainUser, plainUser } from "../support/plain_user.ts";
import { needs } from "../support/programs.ts";
import { SERIAL } from "../support/sts_world.ts";
import { withoutTrace } from "../support/trace.ts";

const CONFIG =
  `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n[profile r]\nrole_arn = arn:aws:iam::222233334444:role/reader\n`;
/** Why there is no user here whom a folder can be closed to; undefined if there is one. */
async function withoutUser(): Promise<string | undefined> {
  await using box = await Sandbox.create();
  const user = await plainUser(box);
  return "missing" in user ? user.missing : undefined;
}

const linux = Deno.build.os === "linux" ? undefined : "it is about Linux";

Deno.test({
  ...skipped("a program for another processor is refused before the code is asked for", linux),
  async fn() {
    await using s = await openScene(CONFIG);
    const head = new Uint8Array(64);
    head.set([0x7f, 0x45, 0x4c, 0x46, 2, 1]);
    head[18] = Deno.build.arch === "x86_64" ? 183 : 62;
    const path = await s.box.write("tool", head);
    await Deno.chmod(path, 0o755);
    const result = await runSwr(["p", path], { env: s.env });
    assert.equal(result.status, 126);
    assert.match(result.stderr, /cannot be executed: it is a program for another processor/);
    assert.deepEqual(s.sts.seen.filter(({ action }) => action === "AssumeRole"), []);
  },
});

Deno.test({
  ...skipped(
    "a program that is being written, and one with too many arguments, are no bug of swr",
    linux,
  ),
  async fn() {
    await using s = await openScene(CONFIG);
    const busy = s.box.path("busy");
    await Deno.copyFile("/bin/sleep", busy);
    await Deno.chmod(busy, 0o755);
    {
      using _writer = await Deno.open(busy, { append: true });
      const result = await runSwr(["-q", "r", busy, "0"], { env: s.env });
      assert.equal(result.status, 126, result.stderr);
      assert.match(result.stderr, /another process is writing to the file: try again/);
    }
    // One argument may have 32 pages (execve(2), MAX_ARG_STRLEN); all of them a quarter of the stack.
    const env = {
      ...s.env,
      ...Object.fromEntries(
        Array.from({ length: 23 }, (_, at) => [`LARGE_${at}`, "x".repeat(90_000)]),
      ),
    };
    const long = await runSwr(["-q", "r", "/bin/true"], { env });
    if (long.status === 0) return; // This system allows more.
    assert.equal(long.status, 126, long.stderr);
    assert.match(long.stderr, /too long together/);
  },
});

Deno.test({
  ...skipped(
    "whatever else the kernel refuses a program for is named, and no bug of swr",
    linux ?? await withoutTrace(),
  ),
  async fn() {
    await using s = await openScene(CONFIG);
    const wanted = [["EPERM", 1], ["EIO", 5], ["ELOOP", 40], ["ELIBBAD", 80]] as const;
    for (const [name, errno] of wanted) {
      const inject = ["-e", "trace=execve", "-e", `inject=execve:error=${name}`];
      const words = ["strace", "-f", ...inject, "-o", s.box.path("trace"), ...swrCommand()];
      const result = await runWithoutTerminal([...words, "-q", "r", "/bin/true"], { env: s.env });
      assert.equal(result.status, 126, result.stderr);
      assert.match(
        result.stderr,
        new RegExp(`^swr: "/bin/true" cannot be started: .* \\(os error ${errno}\\)\n  check`, "m"),
      );
      assert.doesNotMatch(result.stderr, /bug in swr/);
    }
  },
});

Deno.test({
  ...skipped(
    "a folder of PATH that may not be searched hides no program: a misspelt one is not found",
    await withoutUser(),
  ),
  async fn() {
    await using s = await openScene(CONFIG);
    await s.box.write("locked/tool", "#!/bin/sh\n");
    const user = await plainUser(s.box) as PlainUser & { words: string[] };
    await Deno.chmod(s.box.path("locked"), 0);
    const env = { ...s.env, PATH: `${s.box.path("locked")}:${s.env.PATH}` };
    const run = (name: string) =>
      runWithoutTerminal([...user.words, ...swrCommand(), "-q", "r", name], { env });
    const misspelt = await run("no-such-tool");
    const named = await run(s.box.path("locked/tool"));
    await Deno.chmod(s.box.path("locked"), 0o755);
    assert.equal(misspelt.status, 127, misspelt.stderr);
    assert.match(
      misspelt.stderr,
      /"no-such-tool" was not found\n {2}you may not search a folder of PATH: .*locked\n/,
    );
    assert.equal(named.status, 126, named.stderr);
    assert.match(
      named.stderr,
      /cannot be executed\n {2}you may not search a folder on the way to it/,
    );
  },
});

Deno.test({
  ...needs("setsid", "a terminal on stdin that does not control the session is asked"),
  async fn() {
    await using s = await openScene(CONFIG);
    const swr = shellWords([...swrCommand(), "-q", "p", "echo", "arrived"]);
    // Also if a code was given and is refused: swr's own streams are hidden before the terminal is opened.
    for (const given of [{}, { SWR_MFA_TOKEN: s.sts.wrongCode() }]) {
      await using terminal = openTerminal({
        command: "/bin/sh",
        args: ["-c", `setsid -w ${swr}; echo ended:$?`],
        env: { ...s.env, ...given },
      });
      await terminal.waitFor("Enter MFA code");
      terminal.write(`${s.sts.code()}\r`);
      await terminal.waitFor("arrived");
      await terminal.waitFor("ended:0");
    }
  },
});

Deno.test({
  name: "a relative path in a folder whose name is not UTF-8 is refused with the remedy",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using s = await openScene(
      "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
    );
    const script = `d=$(printf 'd\\351'); mkdir "$d"; cd "$d"; exec ${
      shellWords([...swrCommand(), "p", "true"])
    }`;
    const { status, stderr } = await runWithoutTerminal(["/bin/sh", "-c", script], {
      env: { ...s.env, AWS_CONFIG_FILE: "config" },
      cwd: s.box.dir,
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /the path "config" cannot be used here: .* not UTF-8\n.*absolute path/);
  },
});

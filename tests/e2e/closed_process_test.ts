// While swr holds keys, other programs of the same user can read neither its environment nor its memory, and no core
// file gets them; the session after it is a process like any other.

import assert from "node:assert/strict";
import { type PlainUser, plainUser } from "../support/plain_user.ts";
import { runWithoutTerminal, swrCommand } from "../support/program.ts";
import { skipped } from "../support/programs.ts";
import { openTerminal, type Terminal } from "../support/pty.ts";
import { Sandbox } from "../support/sandbox.ts";
import { openScene, type Scene } from "../support/scene.ts";
import { SERIAL } from "../support/sts_world.ts";
import { withoutTrace } from "../support/trace.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
region = eu-central-1
`;

/** Reads what a program of the same user could; prints what of it was open. */
const LOOK = `see() { "$@" >/dev/null 2>&1 && echo "open:\${what}"; }
for what in environ maps auxv; do see head -c1 "/proc/$1/$what"; done
what=mem; see dd count=0 "if=/proc/$1/mem"
what=fd; see readlink "/proc/$1/fd/0"
echo looked`;

async function missing(): Promise<string | undefined> {
  await using box = await Sandbox.create();
  const user = await plainUser(box);
  return "missing" in user ? user.missing : undefined;
}

const reason = await missing();

async function opened(scene: Scene, args: readonly string[]): Promise<[Terminal, string[]]> {
  const user = await plainUser(scene.box) as PlainUser & { words: string[] };
  const [command = "", ...rest] = [...user.words, ...swrCommand(), ...args];
  const terminal = openTerminal({ command, args: rest, env: scene.env, cwd: scene.box.home });
  return [terminal, user.words];
}

async function seenBySameUser(words: readonly string[], pid: number): Promise<string[]> {
  const [command = "", ...args] = [...words, "sh", "-c", LOOK, "sh", String(pid)];
  const { stdout } = await new Deno.Command(command, { args, stderr: "null" }).output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert.equal(lines.pop(), "looked");
  return lines;
}

Deno.test({
  ...skipped(
    "at the question, other programs of the user see nothing of swr; after it all",
    reason,
  ),
  async fn() {
    await using scene = await openScene(CONFIG);
    const [terminal, words] = await opened(scene, ["-q", "p", "sh", "-c", "echo in; read x"]);
    await using _ = terminal;
    await terminal.waitFor("Enter MFA code");
    assert.deepEqual(await seenBySameUser(words, terminal.pid), []);
    terminal.write(`${scene.sts.code()}\r`);
    await terminal.waitFor("in\r");
    const seen = await seenBySameUser(words, terminal.pid);
    for (const what of ["environ", "maps", "auxv", "mem", "fd"]) {
      assert.ok(seen.includes(`open:${what}`), what);
    }
  },
});

Deno.test({
  ...skipped("while the picker waits, other programs of the user see nothing of swr", reason),
  async fn() {
    await using scene = await openScene(CONFIG);
    const [terminal, words] = await opened(scene, []);
    await using _ = terminal;
    await terminal.waitFor("p");
    await terminal.waitFor("222233334444");
    assert.deepEqual(await seenBySameUser(words, terminal.pid), []);
    terminal.write("\x03");
    await terminal.exited;
  },
});

Deno.test({
  ...skipped("while --list prints, other programs of the user see nothing of swr", reason),
  async fn() {
    const others = Array.from({ length: 5_000 }, (_, at) => CONFIG.replace("p]", `p${at}]`));
    await using scene = await openScene(others.join(""));
    const user = await plainUser(scene.box) as PlainUser & { words: string[] };
    const [command = "", ...args] = [...user.words, ...swrCommand(), "--list"];
    const env = { ...scene.env };
    const options = { args, env, clearEnv: true, cwd: scene.box.home, stdout: "piped" } as const;
    await using child = new Deno.Command(command, options).spawn();
    const reader = child.stdout.getReader();
    // More is printed than a pipe holds: it waits for a reader.
    assert.ok((await reader.read()).value!.length > 0);
    assert.deepEqual(await seenBySameUser(user.words, child.pid), []);
    child.kill();
    await reader.cancel();
  },
});

/** Why this machine writes no core file into the folder of a program. */
async function noCores(): Promise<string | undefined> {
  if (reason !== undefined) return reason;
  const pattern = (await Deno.readTextFile("/proc/sys/kernel/core_pattern")).trim();
  if (pattern.startsWith("|") || pattern.includes("/")) return "core files go elsewhere here";
  await using box = await Sandbox.create();
  const user = await plainUser(box);
  if ("missing" in user) return user.missing;
  const script = "ulimit -c unlimited && sh -c 'kill -QUIT $$'";
  const [command = "", ...args] = [...user.words, "sh", "-c", script];
  await new Deno.Command(command, { args, cwd: box.home, stderr: "null" }).output();
  return coresIn(box.home).length > 0 ? undefined : "no core files are written here";
}

function coresIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter((name) =>
    name.startsWith("core")
  );
}

Deno.test({
  ...skipped("Ctrl-\\ at the question leaves no core file", await noCores()),
  async fn() {
    await using scene = await openScene(CONFIG);
    const user = await plainUser(scene.box) as PlainUser & { words: string[] };
    // The handler keeps sh itself alive, and is reset for the program it starts.
    const script = 'ulimit -c unlimited; trap : QUIT; "$@"; echo "status:$?"';
    const args = ["-c", script, "sh", ...swrCommand(), "-q", "p", "true"];
    const [command = "", ...rest] = [...user.words, "sh", ...args];
    await using terminal = openTerminal({
      command,
      args: rest,
      env: scene.env,
      cwd: scene.box.home,
    });
    await terminal.waitFor("Enter MFA code");
    terminal.write("\x1c");
    await terminal.waitFor("status:131");
    assert.deepEqual(coresIn(scene.box.home), []);
    assert.doesNotMatch(terminal.output, /core dumped/);
  },
});

Deno.test({
  ...skipped(
    "a session that is a child, since exec failed, can read its view through swr's descriptors",
    reason ?? await withoutTrace(),
  ),
  async fn() {
    await using scene = await openScene(
      CONFIG.replace(/mfa_serial.*\n/, "").replace("admin", "reader"),
    );
    const user = await plainUser(scene.box) as PlainUser & { words: string[] };
    // swr tries execve twice, to learn errno; its child is not traced.
    const trace = ["strace", "-o", "/dev/null", "-e", "trace=execve"];
    const refuse = ["-e", "inject=execve:error=EPERM:when=1+"];
    const script = 'cat "$AWS_CONFIG_FILE" > /dev/null && echo "view:read"';
    const swr = [...swrCommand(), "-q", "p", "sh", "-c", script];
    const { stdout, stderr } = await runWithoutTerminal(
      [...user.words, ...trace, ...refuse, ...swr],
      { env: scene.env, cwd: scene.box.home },
    );
    assert.match(stdout, /^view:read\n$/, stderr);
  },
});

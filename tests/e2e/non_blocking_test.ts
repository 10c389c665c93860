// Streams and a terminal that another program has made non-blocking: swr waits, and its session has a terminal that
// waits too.

import assert from "node:assert/strict";
import { runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { needs, skipped } from "../support/programs.ts";
import { openTerminal } from "../support/pty.ts";
import { openScene } from "../support/scene.ts";
import { SERIAL } from "../support/sts_world.ts";

const CONFIG = Array.from(
  { length: 2000 },
  (_, n) => `[profile app${n}]\nrole_arn = arn:aws:iam::222233334444:role/reader\n`,
).join("");

/** Runs a command with a full, non-blocking pipe, and prints its processor time until then, its output and its status. */
const FULL_PIPE = `
import fcntl, os, subprocess, sys, time
stream, command = sys.argv[1], sys.argv[2:]
r, w = os.pipe()
fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK | os.O_WRONLY)
fcntl.fcntl(w, 1031, 4096)  # F_SETPIPE_SZ
p = subprocess.Popen(command, **{"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, stream: w})
os.close(w)
time.sleep(2)
times = open(f"/proc/{p.pid}/stat").read().rsplit(")", 1)[1].split()
sys.stdout.write(f"{(int(times[11]) + int(times[12])) / os.sysconf('SC_CLK_TCK')}\\n")
sys.stdout.write(os.fdopen(r).read())
sys.stdout.write(f"status {p.wait()}\\n")
`;

for (const [stream, args] of [["stdout", ["--list"]], ["stderr", ["-v", "-n", "app1"]]] as const) {
  Deno.test({
    ...needs("python3", `a full ${stream} that is non-blocking is waited for, without spinning`),
    async fn() {
      await using s = await openScene(
        stream === "stdout" ? CONFIG : CONFIG + "[profile x]\nregion eu\n".repeat(500),
      );
      const python = ["python3", "-c", FULL_PIPE, stream, ...swrCommand(), ...args];
      const { stdout, stderr } = await runWithoutTerminal(python, { env: s.env });
      const [seconds, ...lines] = stdout.replace(/\n$/, "").split("\n");
      assert.equal(lines.pop(), "status 0", stdout + stderr);
      assert.ok(Number(seconds) < 1.7, `${seconds} s of the processor`);
      const plain = await runWithoutTerminal([...swrCommand(), ...args], { env: s.env });
      assert.equal(lines.join("\n"), plain[stream].replace(/\n$/, ""));
      assert.ok(lines.length > 0);
    },
  });
}

Deno.test({
  ...needs("python3", "a terminal that was left non-blocking waits again in the session"),
  ...(Deno.build.os !== "linux" && skipped("a non-blocking terminal", "of Linux")),
  async fn() {
    await using s = await openScene(CONFIG);
    const leave = `import fcntl, os, sys
fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_NONBLOCK)
os.execvp(sys.argv[1], sys.argv[1:])`;
    const words = shellWords([
      ...["python3", "-c", leave, ...swrCommand(), "-q", "app1"],
      ...["sh", "-c", "read line; echo got:$line"],
    ]);
    await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", words], env: s.env });
    terminal.write("typed\r");
    await terminal.waitFor("got:typed");
    assert.deepEqual(await terminal.exited, { code: 0, signal: null });
  },
});

Deno.test({
  ...needs(
    "python3",
    "a question on a non-blocking terminal that does not control the session is waited for",
  ),
  ...(Deno.build.os !== "linux" && skipped("a non-blocking question", "of Linux")),
  async fn() {
    await using s = await openScene(
      `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\n`,
    );
    const leave = `import fcntl, os, sys
os.setsid()
fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_NONBLOCK)
os.execvp(sys.argv[1], sys.argv[1:])`;
    const words = shellWords([
      "python3",
      "-c",
      leave,
      ...swrCommand(),
      "-q",
      "p",
      "echo",
      "arrived",
    ]);
    await using terminal = openTerminal({
      command: "/bin/sh",
      args: ["-c", `${words}; echo ended`],
      env: s.env,
    });
    await terminal.waitFor("Enter MFA code");
    // Behind a refused code the question is read once more.
    terminal.write(`${s.sts.wrongCode()}\r`);
    await terminal.waitFor("Enter MFA code");
    terminal.write(`${s.sts.code()}\r`);
    await terminal.waitFor("arrived");
    await terminal.waitFor("ended");
  },
});

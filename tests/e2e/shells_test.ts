// Which shell is started, and as what.

import assert from "node:assert/strict";
import { runSwr, swrInTerminal } from "../support/program.ts";
import { openScene } from "../support/scene.ts";
import { needs, programPath } from "../support/programs.ts";
import { SHELLS } from "../support/shell_session.ts";

const scene = () => openScene("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");

Deno.test("the shell is --shell, else $SHELL, and reads what is piped to it", async () => {
  await using s = await scene();
  const stdin = 'echo "$0:$AWS_PROFILE"\n';
  const own = await runSwr(["-q", "p"], { env: { ...s.env, SHELL: "/bin/bash" }, stdin });
  assert.equal(own.stdout, "/bin/bash:p\n", own.stderr);
  const other = await runSwr(["-q", "--shell", "sh", "p"], { env: s.env, stdin });
  assert.equal(other.stdout, "sh:p\n", other.stderr);
});

Deno.test({
  name: "without $SHELL the passwd entry names the shell",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using s = await scene();
    const { SHELL: _, ...env } = s.env;
    const result = await runSwr(["-n", "--json", "p"], { env });
    const entry = Deno.readTextFileSync("/etc/passwd").split("\n").map((line) => line.split(":"))
      .find(([, , uid]) => uid === String(Deno.uid()));
    assert.deepEqual(JSON.parse(result.stdout).command, [entry?.at(-1) || "/bin/sh"]);
  },
});

Deno.test("--login gives the shell a name that begins with a dash", async () => {
  await using s = await scene();
  const result = await runSwr(["-q", "--login", "p"], { env: s.env, stdin: 'echo "$0"\n' });
  assert.equal(result.stdout, "-sh\n", result.stderr);
});

for (
  const [what, shell, status] of [
    ["does not exist", "/no/such/shell", 127],
    ["is a directory", "/tmp", 126],
  ] as const
) {
  Deno.test(`a $SHELL that ${what} is named before anything is asked`, async () => {
    await using s = await scene();
    const result = await runSwr(["p"], { env: { ...s.env, SHELL: shell } });
    assert.equal(result.status, status, result.stderr);
    assert.match(
      result.stderr,
      /the shell cannot be started.*\(from \$SHELL\)\n {2}choose another with --shell/,
    );
  });
}

Deno.test("--shell and --login do not go with a command", async () => {
  await using s = await scene();
  for (const option of [["--shell", "sh"], ["--login"]]) {
    const result = await runSwr([...option, "p", "true"], { env: s.env });
    assert.equal(result.status, 2);
    assert.match(result.stderr, /applies to a shell/);
  }
});

for (const shell of ["bash", "zsh", "fish", "dash"]) {
  const path = programPath(shell);
  Deno.test({
    ...needs(shell, `an interactive ${shell} in the role: prompt, variables, pid, exit status`),
    async fn() {
      await using s = await scene();
      await s.box.write("home/.zshrc", "PS1='ready> '\n");
      await s.box.write("home/.bashrc", "PS1='ready> '\nunset HISTFILE\n");
      await s.box.write(
        "home/.config/fish/config.fish",
        "function fish_prompt; echo 'ready> '; end\nset -U fish_greeting\n",
      );
      const env = { ...s.env, SHELL: path!, PS1: "ready> " };
      await using terminal = swrInTerminal(["-q", "p"], { env });
      await terminal.waitFor("ready> ");
      const pid = shell === "fish" ? "$fish_pid" : "$$";
      terminal.write(`echo in:$AWS_PROFILE:${pid}:\r`);
      await terminal.waitFor(`in:p:${terminal.pid}:`);
      if (Deno.build.os === "linux") {
        terminal.write("echo view:$(grep -c credential_process $AWS_CONFIG_FILE):\r");
        await terminal.waitFor("view:1:");
      }
      terminal.write("exit 7\r");
      assert.deepEqual(await terminal.exited, { code: 7, signal: null });
    },
  });
}

Deno.test({
  name: "on GitHub's runners no shell is missing: what rests on these tests is never skipped there",
  ignore: Deno.env.get("GITHUB_ACTIONS") !== "true" || Deno.build.os === "windows",
  fn() {
    assert.deepEqual(SHELLS.filter((shell) => programPath(shell) === undefined), []);
  },
});

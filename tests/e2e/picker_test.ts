// `swr` alone on a terminal, and the list.

import assert from "node:assert/strict";
import { runSwr, shellWords, swrCommand, swrInTerminal } from "../support/program.ts";
import { openTerminal } from "../support/pty.ts";
import { openScene, type Scene } from "../support/scene.ts";

const CONFIG = `[profile one]
role_arn = arn:aws:iam::222233334444:role/admin
[profile two]
role_arn = arn:aws:iam::222233334444:role/reader
region = eu-central-1
[profile three]
role_arn = arn:aws:iam::222233334444:role/reader
[profile plain]
region = x
`;

async function scene(): Promise<Scene> {
  const scene = await openScene(CONFIG);
  await scene.box.writeScript("shell", '#!/bin/sh\necho "in:$SWR_PROFILE:"\n');
  return { ...scene, env: { ...scene.env, SHELL: scene.box.path("bin/shell") } };
}

Deno.test("swr alone lets one type to filter, and opens the shell in the profile picked", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal([], { env: s.env });
  await terminal.waitFor("3 of 3");
  terminal.write("reader");
  await terminal.waitFor("2 of 3");
  terminal.write("\x1b[B\r");
  await terminal.waitFor("\x1b[?1049lprofile: three  222233334444  reader\r\n");
  await terminal.waitFor("in:three:");
  assert.deepEqual(await terminal.exited, { code: 0, signal: null });
  assert.ok(terminal.output.includes("\x1b[?1049l"), "the user's screen is back");
});

for (const [name, key] of [["Esc", "\x1b"], ["Ctrl-C", "\x03"]] as const) {
  Deno.test(`${name} leaves the picker with 130 and the terminal as it was`, async () => {
    await using s = await scene();
    const modes = "stty -g | sed 's/.*/modes=&=/'";
    const script = `${modes}; ${shellWords(swrCommand())}; echo status:$?; ${modes}`;
    await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", script], env: s.env });
    const before = (await terminal.waitFor(/modes=(\S+)=/)).groups[0];
    await terminal.waitFor("3 of 3");
    assert.match(await terminal.modes(), /-icanon/);
    terminal.write(key);
    await terminal.waitFor("\x1b[?1049l");
    await terminal.waitFor("status:130");
    assert.equal((await terminal.waitFor(/modes=(\S+)=/)).groups[0], before);
  });
}

Deno.test("whatever signal ends swr while picking, the screen is given back", async () => {
  await using s = await scene();
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT", "SIGUSR1", "SIGALRM"] as const) {
    await using terminal = swrInTerminal([], { env: s.env });
    await terminal.waitFor("3 of 3");
    Deno.kill(terminal.pid, signal);
    assert.deepEqual(await terminal.exited, { code: null, signal });
    assert.ok(terminal.output.endsWith("\x1b[?1049l"), signal);
  }
});

Deno.test("a signal that is ignored stays so while picking, and in the session", async () => {
  await using s = await scene();
  await s.box.writeScript("shell", "#!/bin/sh\nkill -HUP $$; kill -USR1 $$; echo still\n");
  const swr = shellWords(swrCommand());
  await using terminal = openTerminal({
    command: "/bin/sh",
    args: ["-c", `trap '' HUP USR1; exec ${swr} -q`],
    env: s.env,
  });
  await terminal.waitFor("3 of 3");
  for (const signal of ["SIGHUP", "SIGUSR1"] as const) Deno.kill(terminal.pid, signal);
  terminal.write("reader\r");
  await terminal.waitFor("still");
  assert.deepEqual(await terminal.exited, { code: 0, signal: null });
});

Deno.test("Alt and a letter are passed over by the picker", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal([], { env: s.env });
  await terminal.waitFor("3 of 3");
  terminal.write("\x1bb\x1bfreader");
  await terminal.waitFor("2 of 3");
  terminal.write("\x1b");
  await terminal.exited;
});

Deno.test("Ctrl-Z suspends the picker with the terminal as it was, and fg brings it back", async () => {
  await using s = await scene();
  await s.box.writeScript("swr", `#!/bin/sh\nexec ${shellWords([...swrCommand(), "-q"])} "$@"\n`);
  const env = { ...s.env, PS1: "own> ", PATH: `${s.box.path("bin")}:${s.env.PATH}` };
  await using terminal = openTerminal({
    command: "/bin/bash",
    args: ["--norc", "--noprofile", "--noediting", "-i"],
    env,
  });
  await terminal.waitFor("own> ");
  terminal.write("swr\r");
  await terminal.waitFor("3 of 3");
  terminal.write("reader");
  await terminal.waitFor("2 of 3");
  terminal.write("\x1a");
  await terminal.waitFor("\x1b[?1049l");
  await terminal.waitFor("Stopped");
  await terminal.waitFor("own> ");
  assert.match(await terminal.modes(), / icanon/);
  terminal.write("fg\r");
  await terminal.waitFor("\x1b[?1049h");
  await terminal.waitFor("2 of 3");
  assert.match(await terminal.modes(), /-icanon/);
  terminal.write("\r");
  await terminal.waitFor("in:two:");
});

Deno.test("Ctrl-Z does nothing where a shell waits for what swr prints", async () => {
  await using s = await scene();
  const script = `x=$(${shellWords([...swrCommand(), "--switch-url"])}); echo "$x" | cut -c1-8`;
  await using terminal = openTerminal({ command: "/bin/sh", args: ["-c", script], env: s.env });
  await terminal.waitFor("3 of 3");
  terminal.write("\x1areader");
  await terminal.waitFor("2 of 3");
  assert.ok(!terminal.output.includes("\x1b[?1049l"));
  terminal.write("\r");
  await terminal.waitFor("https://");
});

for (
  const args of [["--export", "sh"], ["--console"], ["--session-keys"]]
) {
  Deno.test(`swr ${args.join(" ")} on a terminal is refused before the list is there`, async () => {
    await using s = await scene();
    await using terminal = swrInTerminal(args, { env: s.env });
    await terminal.waitFor("would stay in the scrollback of the terminal");
    assert.equal((await terminal.exited).code, 2);
    assert.ok(!terminal.output.includes("\x1b[?1049h"));
  });
}

Deno.test("a config without a role, and TERM=dumb, say what is missing", async () => {
  await using s = await scene();
  await using dumb = swrInTerminal([], { env: { ...s.env, TERM: "dumb" } });
  await dumb.waitFor("(TERM=dumb) cannot show a list");
  assert.equal((await dumb.exited).code, 2);
  assert.ok(!dumb.output.includes("stdin has to be"));
  await s.box.writeConfig("[profile plain]\nregion = x\n");
  await using none = swrInTerminal([], { env: s.env });
  await none.waitFor(
    /no profile has a role_arn\s+add role_arn = arn:aws:iam::ACCOUNT:role\/NAME to one/,
  );
  assert.equal((await none.exited).code, 2);
  assert.ok(!none.output.includes("stdin has to be"));
});

for (
  const [what, config, says] of [
    [
      "no profile",
      "# nothing\n",
      /swr: there is no profile in .*\.aws\/config\s+swr assumes roles/,
    ],
  ] as const
) {
  Deno.test(`swr alone, with ${what} in the config, says so`, async () => {
    await using s = await scene();
    await s.box.writeConfig(config);
    await using terminal = swrInTerminal([], { env: s.env });
    await terminal.waitFor(says);
    assert.equal((await terminal.exited).code, 2);
  });
}

Deno.test("--list on a terminal keeps to its width, and says where it found no profile", async () => {
  await using s = await scene();
  await s.box.writeConfig(`${CONFIG}[profile ${"x".repeat(150)}]\nregion = eu-west-1\n`);
  await using terminal = swrInTerminal(["--list"], { env: s.env, cols: 70, rows: 20 });
  await terminal.waitFor(/\none +role +222233334444/);
  await terminal.waitFor(/\nx+…x+ {2}settings/);
  await terminal.exited;
  await s.box.writeConfig("");
  await using empty = swrInTerminal(["--list"], { env: s.env });
  await empty.waitFor(/swr: there is no profile in .*\.aws\/config/);
  assert.equal((await empty.exited).code, 0);
});

Deno.test("a smaller window is drawn anew", async () => {
  await using s = await scene();
  await using terminal = swrInTerminal([], { env: s.env });
  await terminal.waitFor("3 of 3");
  terminal.resize(12, 5);
  await terminal.waitFor("> one    22…");
  terminal.write("\x1b");
  await terminal.exited;
});

Deno.test("swr alone without a terminal is a usage error", async () => {
  await using s = await scene();
  const result = await runSwr([], { env: s.env });
  assert.equal(result.status, 2);
  assert.match(
    result.stderr,
    /no profile given[\s\S]*needs a terminal on stdin[\s\S]*swr --list/,
  );
});

Deno.test("--list in a pipe, as JSON, and on a terminal", async () => {
  await using s = await scene();
  const pipe = await runSwr(["-l"], { env: s.env });
  assert.match(pipe.stdout, /^one\trole\t222233334444\tadmin\t/);
  const json = JSON.parse((await runSwr(["--list", "--json"], { env: s.env })).stdout);
  assert.deepEqual(json.map(({ name }: { name: string }) => name), [
    "one",
    "two",
    "three",
    "plain",
  ]);
  await using terminal = swrInTerminal(["--list"], { env: s.env });
  await terminal.waitFor(/PROFILE +KIND +ACCOUNT/);
  await terminal.waitFor(/plain +settings/);
});

Deno.test("what refuses every profile is said before one is chosen, for --dry-run too", async () => {
  await using s = await scene();
  const env = { ...s.env, AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00", AWS_SESSION_TOKEN: "token" };
  await using terminal = swrInTerminal(["-n"], { env });
  await terminal.waitFor("already belong to a session");
  assert.deepEqual(await terminal.end(), { code: 1, signal: null });
});

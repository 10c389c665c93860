// A command that prints the code, as `ykman oath`, `pass otp` or `op` do.

import assert from "node:assert/strict";
import { runSwr, swrInTerminal } from "../support/program.ts";
import { SERIAL } from "../support/sts_world.ts";
import { openScene, type Scene } from "../support/scene.ts";

const CONFIG =
  `[profile p]\nrole_arn = arn:aws:iam::222233334444:role/admin\nmfa_serial = ${SERIAL}\nmfa_process = print-code '1 2'\n`;

async function scene(script: (code: string) => string): Promise<Scene> {
  const scene = await openScene(CONFIG);
  await scene.box.writeScript("print-code", `#!/bin/sh\n${script(scene.sts.code())}\n`);
  return { ...scene, env: { ...scene.env, AWS_SESSION_TOKEN: "left-over", UNTOUCHED: "yes" } };
}

Deno.test("mfa_process prints the code, and no credential is in its environment", async () => {
  await using s = await scene((code) =>
    `env > "$HOME/seen"; echo "$1" >> "$HOME/seen"; echo " ${code}"`
  );
  const result = await runSwr(["-q", "p", "echo", "arrived"], { env: s.env });
  assert.equal(result.stdout, "arrived\n", result.stderr);
  const seen = await s.box.read("home/seen");
  assert.match(seen, /UNTOUCHED=yes/);
  assert.match(seen, /\n1 2\n$/);
  assert.doesNotMatch(seen, /AWS_(ACCESS|SECRET|SESSION)|double\/only/);
});

Deno.test("the command speaks and listens on the terminal", async () => {
  await using s = await scene((code) =>
    `echo touch the key >&2; read x; echo "got $x" >&2; echo ${code}`
  );
  await using terminal = swrInTerminal(["-q", "p", "echo", "arrived"], { env: s.env });
  await terminal.waitFor("touch the key");
  terminal.write("yes\r");
  await terminal.waitFor("got yes");
  await terminal.waitFor("arrived");
});

Deno.test("what is piped to swr is left for the session's command", async () => {
  await using s = await scene((code) => `cat >/dev/null; echo ${code}`);
  const result = await runSwr(["-q", "p", "cat"], { env: s.env, stdin: "row1\nrow2\n" });
  assert.equal(result.stdout, "row1\nrow2\n", result.stderr);
});

Deno.test("the command's own quotes, exit status and last line without an end are as sh has them", async () => {
  await using s = await scene((code) => `echo ${code}`);
  const quoted = `x="a  b"; [ "$x" = 'a  b' ] && print-code '1 2' && exit 0 # done`;
  const result = await runSwr(["-q", "--mfa-process", quoted, "p", "echo", "arrived"], s);
  assert.equal(result.stdout, "arrived\n", result.stderr);
});

Deno.test("after a refused code the command is not run again, and the terminal is asked", async () => {
  await using s = await scene(() => 'echo run >> "$HOME/seen"; echo 000000');
  await using terminal = swrInTerminal(["-q", "p", "echo", "arrived"], { env: s.env });
  await terminal.waitFor("the MFA code was refused");
  await terminal.waitFor("Enter MFA code");
  terminal.write(`${s.sts.code()}\r`);
  await terminal.waitFor("arrived");
  assert.equal(await s.box.read("home/seen"), "run\n");
});

for (
  const [what, script, says] of [
    ["fails", "exit 3", /status 3/],
    ["prints something else", "echo hello", /not six digits/],
    ["is not there", "exec no-such-program", /status 127/],
    ["floods", "yes 000000", /it printed more than a code/],
  ] as const
) {
  Deno.test(`a command that ${what} is named, and nothing is sent`, async () => {
    await using s = await scene(() => script);
    const result = await runSwr(["-q", "p", "true"], { env: s.env });
    assert.equal(result.status, 1);
    assert.match(result.stderr, says);
    assert.match(result.stderr, /print-code/);
    assert.equal(s.sts.seen.filter(({ method }) => method === "POST").length, 0);
  });
}

Deno.test("a command that leaves something in the background has given its code", async () => {
  await using s = await scene((code) =>
    `sleep 1000 2> /dev/null & echo $! > "$HOME/left"; echo ${code}`
  );
  const result = await runSwr(["-q", "p", "echo", "arrived"], { env: s.env });
  // Had swr waited for it, it could not be ended now.
  Deno.kill(Number(await s.box.read("home/left")), "SIGKILL");
  assert.equal(result.stdout, "arrived\n", result.stderr);
});

Deno.test("--mfa-process comes before SWR_MFA_PROCESS, and that before the profile's", async () => {
  await using s = await scene(() => "exit 1");
  const env = { ...s.env, SWR_MFA_PROCESS: `echo ${s.sts.code()}` };
  const variable = await runSwr(["-q", "p", "sh", "-c", "echo ${SWR_MFA_PROCESS-unset}"], { env });
  assert.equal(variable.stdout, "unset\n", variable.stderr);
  const option = await runSwr([
    "-q",
    "--mfa-process",
    `echo ${s.sts.code()}`,
    "p",
    "echo",
    "arrived",
  ], {
    env: { ...env, SWR_MFA_PROCESS: "exit 1" },
  });
  assert.equal(option.stdout, "arrived\n", option.stderr);
});

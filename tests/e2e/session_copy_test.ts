// The session's config on disk, as on a system without files in memory, seen in the program: strace takes the call away.

import assert from "node:assert/strict";
import { runWithoutTerminal, swrCommand } from "../support/program.ts";
import { openScene } from "../support/scene.ts";

/** strace, where it can make a call fail. */
async function canInject(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  try {
    const { success } = await new Deno.Command("strace", {
      args: ["-f", "-o", "/dev/null", "-e", "inject=memfd_create:error=ENOSYS", "true"],
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

const ignore = !await canInject();

Deno.test({
  name: `without files in memory the copy lies in TMPDIR, and a later start removes it${
    ignore ? " (skipped: strace cannot take a call away here)" : ""
  }`,
  ignore,
  async fn() {
    await using s = await openScene(
      "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
    );
    const temporary = s.box.path("tmp");
    await Deno.mkdir(temporary, { mode: 0o700 });
    const env = { ...s.env, TMPDIR: temporary };
    const strace = ["strace", "-f", "-o", "/dev/null", "-e", "inject=memfd_create:error=ENOSYS"];
    const show = ["-q", "p", "sh", "-c", "echo $AWS_CONFIG_FILE; cat $AWS_CONFIG_FILE"];
    const start = async () => {
      const result = await runWithoutTerminal([...strace, ...swrCommand(), ...show], { env });
      const [path = "", ...text] = result.stdout.split("\n");
      assert.ok(path.startsWith(`${temporary}/swr-session-`), result.stderr);
      assert.match(text.join("\n"), /credential_process = .*--session-keys p/);
      return path;
    };
    const first = await start();
    assert.ok((await Deno.stat(first)).isFile);
    const second = await start();
    await assert.rejects(Deno.stat(first), Deno.errors.NotFound);
    assert.equal([...Deno.readDirSync(temporary)].length, 1);
    assert.ok((await Deno.stat(second)).isFile);
  },
});

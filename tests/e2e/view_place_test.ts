// The session's config on disk, as on a system without files in memory, seen in the program: strace takes the call away.

import assert from "node:assert/strict";
import { isBinary, runWithoutTerminal, swrCommand } from "../support/program.ts";
import { needs } from "../support/programs.ts";
import { canInject } from "../support/trace.ts";
import { openScene } from "../support/scene.ts";

const STRACE = ["strace", "-f", "-o", "/dev/null", "-e", "inject=memfd_create:error=ENOSYS"];
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
    const show = ["-q", "p", "sh", "-c", "echo $AWS_CONFIG_FILE; cat $AWS_CONFIG_FILE"];
    const start = async () => {
      const result = await runWithoutTerminal([...STRACE, ...swrCommand(), ...show], { env });
      const [path = "", ...text] = result.stdout.split("\n");
      assert.ok(path.startsWith(`${temporary}/swr/config.`), result.stderr);
      assert.match(text.join("\n"), /credential_process = .*--session-keys -- p/);
      return path;
    };
    const first = await start();
    assert.ok((await Deno.stat(first)).isFile);
    const past = Date.now() / 1000 - 3700;
    await Deno.utime(first, past, past);
    const second = await start();
    await assert.rejects(Deno.stat(first), Deno.errors.NotFound);
    assert.equal([...Deno.readDirSync(`${temporary}/swr`)].length, 1);
    assert.ok((await Deno.stat(second)).isFile);
  },
});

Deno.test({
  name: `without any place for it there is no view, and swr says so before the code${
    ignore ? " (skipped: strace cannot take a call away here)" : ""
  }`,
  ignore,
  async fn() {
    await using s = await openScene(
      "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
    );
    const env = { ...s.env, TMPDIR: "/nowhere" };
    const show = ["p", "sh", "-c", "echo ${AWS_PROFILE-unset} $SWR_PROFILE"];
    const { stdout, stderr } = await runWithoutTerminal([...STRACE, ...swrCommand(), ...show], {
      env,
    });
    assert.equal(stdout, "unset p\n");
    assert.match(
      stderr,
      /AWS_PROFILE is not set, SWR_PROFILE is\n {2}there is no place for its config/,
    );
  },
});

Deno.test({
  name: "a limit for the size of files is no signal that ends swr, and leaves no half of a view",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using s = await openScene(
      "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
    );
    const show = ["p", "sh", "-c", "echo ${AWS_PROFILE-unset} $SWR_PROFILE"];
    // From source Deno writes caches of its own.
    const limit = isBinary ? "ulimit -f 0" : "trap '' XFSZ; ulimit -f 0";
    const limited = ["sh", "-c", `${limit}; exec "$@"`, "sh", ...swrCommand(), ...show];
    const { stdout, stderr, status } = await runWithoutTerminal(limited, { env: s.env });
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "unset p\n");
    assert.match(stderr, /`ulimit -f`/);
  },
});

Deno.test({
  ...needs(
    "tcsh",
    "a shell that closes descriptors gets no view that is one, and the session's keys work",
  ),
  async fn() {
    await using s = await openScene(
      "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
    );
    const show = [
      "p",
      "tcsh",
      "-fc",
      'env | grep -E "^(AWS_PROFILE|AWS_CONFIG_FILE|SWR_PROFILE|SWR_CONFIG_FILE)="',
    ];
    const without = await runWithoutTerminal([...swrCommand(), ...show], { env: s.env });
    assert.equal(without.stdout, `SWR_PROFILE=p\nAWS_CONFIG_FILE=${s.box.home}/.aws/config\n`);
    assert.match(without.stderr, /AWS_PROFILE is not set.*\n.*XDG_RUNTIME_DIR.*tcsh would lose/);
    const temporary = s.box.path("tmp");
    await Deno.mkdir(temporary, { mode: 0o700 });
    const env = { ...s.env, TMPDIR: temporary };
    const { stdout } = await runWithoutTerminal([...swrCommand(), "-q", ...show], { env });
    assert.match(stdout, /^AWS_CONFIG_FILE=.*\/tmp\/swr\/config\./m);
    assert.match(stdout, /^AWS_PROFILE=p$/m);
  },
});

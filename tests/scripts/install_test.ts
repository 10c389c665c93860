// install.sh against a release on loopback, in every POSIX shell and with every downloader that is here: what it
// installs, and that it installs nothing where anything is wrong.

import assert from "node:assert/strict";
import { readProject } from "../../scripts/project.ts";
import { archiveName, type Target } from "../../scripts/targets.ts";
import {
  installed,
  onPath,
  PROGRAM,
  SCRIPT,
  type Trial,
  tryInstall,
} from "../support/install_trial.ts";
import { Sandbox } from "../support/sandbox.ts";

const unix = Deno.build.os !== "windows";
const target = Deno.build.target as Target;

const SHELLS: readonly (readonly string[])[] = [["dash"], ["bash", "--posix"], ["bash"], [
  "busybox",
  "sh",
], ["zsh", "--emulate", "sh"]];
const DOWNLOADERS: readonly (readonly string[])[] = [["curl"], ["wget"], ["wget", "busybox"]];

for (const [shell, ...words] of SHELLS) {
  for (const downloader of DOWNLOADERS) {
    const path = onPath(shell!);
    const name = `${[shell, ...words].join(" ")}, ${downloader.join(" of ")}`;
    const absent = path === undefined ? shell : downloader.find((each) => !onPath(each));
    Deno.test({
      name: `install.sh in ${name}${absent === undefined ? "" : ` (skipped: no ${absent})`}`,
      ignore: !unix || absent !== undefined,
      async fn() {
        await using box = await Sandbox.create();
        const { code, stdout, stderr } = await tryInstall(box, {
          shell: [path!, ...words],
          downloader,
        });
        assert.equal(code, 0, stderr);
        assert.equal(stderr, "");
        const folder = box.path("home/.local/bin");
        assert.deepEqual(installed(folder), ["swr"]);
        assert.equal(Deno.statSync(`${folder}/swr`).mode! & 0o777, 0o755);
        assert.equal(await Deno.readTextFile(`${folder}/swr`), PROGRAM);
        const lines = stdout.split("\n");
        assert.equal(lines[0], `fetching ${archiveName("1.2.3", target)}`);
        assert.equal(lines[1], `installed swr 1.2.3 into ${folder}`);
        assert.equal(lines[3], `  export PATH="${folder}:$PATH"`);
        const repository = (await readProject()).repository.replace("https://github.com/", "");
        assert.equal(lines[5], `  gh attestation verify "${folder}/swr" --repo ${repository}`);
      },
    });
  }
}

for (const form of [" ", "="]) {
  Deno.test({
    name:
      `install.sh installs a named version into a named folder, over an older one: --option${form}value`,
    ignore: !unix,
    async fn() {
      await using box = await Sandbox.create();
      const folder = box.path("my programs");
      await box.write("my programs/swr", "old");
      const options = [["--version", "v1.2.3"], ["--bin-dir", folder]];
      const args = options.flatMap((each) => form === "=" ? [each.join("=")] : each);
      const path = `${box.bin}:${folder}`;
      const { code, stdout, stderr } = await tryInstall(box, { args, env: { PATH: path } });
      assert.equal(code, 0, stderr);
      assert.deepEqual(installed(folder), ["swr"]);
      assert.equal(await Deno.readTextFile(`${folder}/swr`), PROGRAM);
      assert.doesNotMatch(stdout, /PATH/);
    },
  });
}

const other = "1".repeat(64);

/** Each is refused with these words, and leaves the folder as it was. */
const REFUSED: Readonly<Record<string, Trial & { readonly says: RegExp }>> = {
  "a corrupted archive": {
    archive: (bytes) => bytes.with(bytes.length >> 1, bytes[bytes.length >> 1]! ^ 1),
    says: /is not what was published: nothing was installed\n.*its sum is/,
  },
  "an archive cut short": {
    archive: (bytes) => bytes.subarray(0, 100),
    says: /is not what was published/,
  },
  "a published sum that is another": {
    sums: (text) => text.replace(/^[0-9a-f]{64}(?= {2}swr)/m, other),
    says: new RegExp(`published is ${other}`),
  },
  "a list of sums without this system": {
    sums: (text) => text.replace(/.*swr-1.*\n/, ""),
    says: /this release has no archive for/,
  },
  "a named version without this system": {
    args: ["--version", "1.2.3"],
    sums: (text) => text.replace(/.*swr-1.*\n/, ""),
    says: /version 1\.2\.3 has no archive for/,
  },
  "a list of sums that is a web page": {
    sums: () => "<html>sign in</html>",
    says: /this release has no archive for/,
  },
  "a version that is not there": {
    args: ["--version", "9.9.9"],
    says: /cannot fetch .*v9\.9\.9\/SHA256SUMS\n.*does that version exist/,
  },
  "a version that is none": { args: ["--version", "../../x"], says: /not a version: / },
  "a system that is not built for": { system: ["SunOS", "sun4u"], says: /no swr for SunOS/ },
  "a processor that is not built for": {
    system: ["Linux", "riscv64"],
    says: /no swr for the processor riscv64/,
  },
  "Windows": { system: ["MINGW64_NT-10.0", "x86_64"], says: /not for Windows\n.*\.zip/ },
  "a folder that cannot be made": {
    args: ["--bin-dir", "/dev/null/bin"],
    says: /cannot make the folder \/dev\/null\/bin\n.*--bin-dir DIR; root is not needed/,
  },
  "a folder that cannot be written": {
    args: ["--bin-dir", Deno.build.os === "linux" ? "/proc" : "/System"],
    says: /cannot write into .*\n.*root is not needed/,
  },
  "a program that does not run here": {
    program: "#!/bin/sh\necho no such libc >&2\nexit 1\n",
    says: /does not run here: nothing was installed\n.*no such libc/,
  },
  "to guess a folder without a home": {
    env: { HOME: "" },
    says: /HOME is not set: give --bin-dir/,
  },
  "no downloader": { downloader: [], says: /neither curl nor wget/ },
  "a mirror without encryption": {
    env: { SWR_RELEASES: "http://192.0.2.1/releases" },
    says: /SWR_RELEASES is no https address/,
  },
  "an option it does not know": { args: ["--sudo"], says: /unknown: --sudo/ },
  "an option without its value": { args: ["--bin-dir"], says: /--bin-dir needs a value/ },
};

for (const [name, { says, ...trial }] of Object.entries(REFUSED)) {
  Deno.test({
    name: `install.sh refuses ${name}`,
    ignore: !unix,
    async fn() {
      await using box = await Sandbox.create();
      await box.write("home/.local/bin/swr", "old");
      const { code, stderr } = await tryInstall(box, trial);
      assert.match(stderr, says);
      assert.equal(code, 1);
      assert.deepEqual(installed(box.path("home/.local/bin")), ["swr"]);
      assert.equal(await box.read("home/.local/bin/swr"), "old");
    },
  });
}

Deno.test({
  name: "install.sh cut short anywhere in its download changes nothing",
  ignore: !unix,
  async fn() {
    await using box = await Sandbox.create();
    const text = await Deno.readTextFile(SCRIPT);
    const end = text.indexOf("\nmain ");
    assert.equal(text.slice(end), '\nmain "$@"\n');
    for (let length = 0; length <= end; length += 97) {
      const cut = await box.write("cut.sh", text.slice(0, length));
      await new Deno.Command("/bin/sh", {
        args: [cut],
        clearEnv: true,
        env: { HOME: box.home, PATH: box.bin },
        stderr: "null",
        stdout: "null",
      }).output();
    }
    assert.deepEqual(installed(box.home), [".aws"]);
  },
});

const shellcheck = onPath("shellcheck");
Deno.test({
  name: `shellcheck has nothing to say about install.sh${
    shellcheck ? "" : " (skipped: no shellcheck)"
  }`,
  ignore: shellcheck === undefined,
  async fn() {
    const { stdout } = await new Deno.Command(shellcheck!, { args: ["-s", "sh", SCRIPT] }).output();
    assert.equal(new TextDecoder().decode(stdout), "");
  },
});

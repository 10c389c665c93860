// install.sh against a release on loopback, in every POSIX shell and with every downloader that is here: what it
// installs, and that it installs nothing where anything is wrong.

import assert from "node:assert/strict";
import { readProject } from "../../scripts/project.ts";
import { archiveName, type Target } from "../../scripts/targets.ts";
import {
  installed,
  PROGRAM,
  SCRIPT,
  type Trial,
  trialOf,
  tryInstall,
} from "../support/install_trial.ts";
import { makeCertificates } from "../support/certificates.ts";
import { needs, programPath } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";

const target = Deno.build.target as Target;

const SHELLS: readonly (readonly string[])[] = [["dash"], ["bash", "--posix"], ["bash"], [
  "busybox",
  "sh",
], ["zsh", "--emulate", "sh"]];
const DOWNLOADERS: readonly (readonly string[])[] = [["curl"], ["wget"], ["wget", "busybox"]];

for (const [shell, ...words] of SHELLS) {
  for (const downloader of DOWNLOADERS) {
    const path = programPath(shell!);
    const name = `${[shell, ...words].join(" ")}, ${downloader.join(" of ")}`;
    Deno.test({
      ...trialOf(`install.sh in ${name}`, { downloader, shell: shell! }),
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
        assert.deepEqual(lines.slice(5, 7), [
          `  gh attestation verify "${folder}/swr" --repo ${repository} \\`,
          `    --signer-workflow ${repository}/.github/workflows/release.yml --source-ref refs/tags/v1.2.3`,
        ]);
      },
    });
  }
}

for (const form of [" ", "="]) {
  Deno.test({
    ...trialOf(
      `install.sh installs a named version into a named folder, over an older one: --option${form}value`,
    ),
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
  ...Object.fromEntries(
    [
      "http://localhost:80@evil.example/x",
      "https://evil.example\\@github.com/x",
      "https://a.example/x y",
      "https://a.example/\n",
    ].map((url) => [`the mirror ${JSON.stringify(url)}`, {
      env: { SWR_RELEASES: url },
      says: /SWR_RELEASES is no https address/,
    }]),
  ),
  ...Object.fromEntries(
    ["1.2.3\n/../../evil", "1.2.3\n", "1.2", "1.2.3.4", "1..3", ".2.3", "1.2.3-rc.1"].map((
      version,
    ) => [`the version ${JSON.stringify(version)}`, {
      args: ["--version", version],
      says: /not a version: /,
    }]),
  ),
  "an option it does not know": { args: ["--sudo"], says: /unknown: --sudo/ },
  "an option without its value": { args: ["--bin-dir"], says: /--bin-dir needs a value/ },
};

for (const [name, { says, ...trial }] of Object.entries(REFUSED)) {
  Deno.test({
    ...trialOf(`install.sh refuses ${name}`),
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

for (
  const [what, trial] of Object.entries({
    "a version that is not there": { args: ["--version", "9.9.9"] },
    "an archive that is another": { archive: () => new Uint8Array(9) },
    "a program that does not run": { program: "#!/bin/sh\nexit 1\n" },
  })
) {
  Deno.test({
    ...trialOf(`install.sh makes no folder for ${what}`),
    async fn() {
      await using box = await Sandbox.create();
      const args = [
        ...("args" in trial ? trial.args : []),
        "--bin-dir",
        box.path("home/new/my bin/"),
      ];
      const { code } = await tryInstall(box, { ...trial, args });
      assert.equal(code, 1);
      assert.deepEqual(installed(box.home), [".aws"]);
    },
  });
}

Deno.test({
  ...trialOf(
    "install.sh writes through no link that lies ready in the folder, and replaces one named swr",
  ),
  async fn() {
    await using box = await Sandbox.create();
    const victim = await box.write("victim", "untouched");
    await Deno.mkdir(box.path("bin-dir"));
    await Deno.symlink(victim, box.path("bin-dir/swr"));
    // The shell's number becomes known to it alone: links for all that are near.
    const planted = Array.from({ length: 4000 }, (_, at) => `.swr.new.${Deno.pid + at}`);
    for (const name of planted) await Deno.symlink(victim, box.path("bin-dir", name));
    const { code, stderr } = await tryInstall(box, { args: ["--bin-dir", box.path("bin-dir")] });
    assert.equal(code, 0, stderr);
    assert.equal(await box.read("victim"), "untouched");
    assert.deepEqual(installed(box.path("bin-dir")).toSorted(), [...planted, "swr"].toSorted());
    assert.ok(Deno.lstatSync(box.path("bin-dir/swr")).isFile);
  },
});

// Not that of busybox: it cannot be told of an authority of our own.
for (const downloader of ["curl", "wget"]) {
  Deno.test({
    ...trialOf(`install.sh follows no redirect out of encryption, with ${downloader}`, {
      downloader: [downloader],
    }),
    async fn() {
      await using box = await Sandbox.create();
      const { caPem, cert, key } = await makeCertificates();
      const ca = await box.write("ca.pem", caPem);
      await box.write("home/.wgetrc", `ca_certificate = ${ca}\n`);
      const visits: string[] = [];
      const local = { hostname: "127.0.0.1", port: 0, onListen() {} };
      await using plain = Deno.serve(local, () => (visits.push("plain"), new Response("x")));
      const location = `http://127.0.0.1:${plain.addr.port}/x`;
      await using secure = Deno.serve(
        { ...local, cert, key },
        () => (visits.push("secure"), new Response(null, { status: 302, headers: { location } })),
      );
      const { code, stderr } = await tryInstall(box, {
        downloader: [downloader],
        env: {
          SWR_RELEASES: `https://localhost:${secure.addr.port}/releases`,
          CURL_CA_BUNDLE: ca,
        },
      });
      assert.equal(code, 1);
      assert.match(stderr, /cannot fetch https:/);
      assert.deepEqual(visits, ["secure"]);
    },
  });
}

Deno.test({
  ...trialOf("install.sh cut short anywhere in its download changes nothing"),
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

Deno.test({
  ...needs("shellcheck", "shellcheck has nothing to say about install.sh"),
  async fn() {
    const { stdout } = await new Deno.Command("shellcheck", { args: ["-s", "sh", SCRIPT] })
      .output();
    assert.equal(new TextDecoder().decode(stdout), "");
  },
});

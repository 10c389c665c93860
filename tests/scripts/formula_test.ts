// The Homebrew formula: what it says, and that Ruby and RuboCop take it.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { documents } from "../../scripts/docs.ts";
import { formula, INSTALLED } from "../../scripts/formula.ts";
import { archiveName, TARGETS } from "../../scripts/targets.ts";
import { needs } from "../support/programs.ts";
import { Sandbox } from "../support/sandbox.ts";
import { walk } from "../support/walk.ts";

const VERSION = "1.2.3";
const sums = new Map(TARGETS.map((target, index) => [
  archiveName(VERSION, target),
  `${index}`.repeat(64),
]));
const text = formula({ version: VERSION, repository: "https://github.com/someone/swr", sums });

Deno.test("each system gets its own archive with the published sum", () => {
  const pairs = [...text.matchAll(/on_(macos|linux|arm|intel) do|url "(.*)"|sha256 "(.*)"/g)];
  const words = pairs.map(([, on, url, sum]) => on ?? url?.split("/").at(-1) ?? sum?.[0]);
  assert.deepEqual(words, [
    "macos",
    "arm",
    "swr-1.2.3-aarch64-apple-darwin.tar.gz",
    "3",
    "intel",
    "swr-1.2.3-x86_64-apple-darwin.tar.gz",
    "2",
    "linux",
    "arm",
    "swr-1.2.3-aarch64-unknown-linux-gnu.tar.gz",
    "1",
    "intel",
    "swr-1.2.3-x86_64-unknown-linux-gnu.tar.gz",
    "0",
  ]);
  assert.match(
    text,
    /url "https:\/\/github\.com\/someone\/swr\/releases\/download\/v1\.2\.3\/swr-/,
  );
});

Deno.test("an archive without a published sum is an error", () => {
  const few = new Map([...sums].slice(1));
  const repository = "https://github.com/someone/swr";
  assert.throws(
    () => formula({ version: VERSION, repository, sums: few }),
    /SHA256SUMS has no swr/,
  );
});

Deno.test("it is a formula that installs page and completions, tries swr, and speaks of envchain", () => {
  assert.match(text, /^class Swr < Formula$/m);
  for (const words of ['man1.install "man/swr.1"', "swr --list", "brew install envchain"]) {
    assert.ok(text.includes(words), words);
  }
  for (const shell of ["bash", "zsh", "fish"]) {
    assert.match(text, new RegExp(`${shell}_completion`));
  }
  // The version is read from the address; one of its own would be redundant (brew audit).
  assert.doesNotMatch(text, /^\s*version /m);
});

Deno.test("what it installs is what deno task docs writes, and so what the archives hold", async () => {
  assert.deepEqual([...(await documents()).keys()].toSorted(), INSTALLED.toSorted());
  for (const path of INSTALLED) assert.ok(text.includes(`install "${path}"`), path);
});

Deno.test({
  ...needs("ruby", "ruby -c takes it"),
  async fn() {
    await using box = await Sandbox.create();
    const file = await box.write("swr.rb", text);
    const { success, stderr } = await new Deno.Command("ruby", { args: ["-wc", file] }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
    assert.equal(new TextDecoder().decode(stderr), "");
  },
});

const RUNS = fileURLToPath(new URL("../support/homebrew.rb", import.meta.url));

/** Stands for the binary: tells its version, and the profiles of the config. */
const PROGRAM = `#!/bin/sh
case $1 in
--version) echo "swr ${VERSION}" ;;
--list) sed -n 's/^.profile \\(.*\\)]$/\\1/p' "$AWS_CONFIG_FILE" ;;
esac
`;

for (const [index, target] of TARGETS.entries()) {
  const os = target.includes("apple") ? "macos" : target.includes("linux") ? "linux" : undefined;
  if (os === undefined) continue;
  Deno.test({
    ...needs("ruby", `installed and tested on ${target}`),
    async fn() {
      await using box = await Sandbox.create();
      for (const path of INSTALLED) await box.write(`unpacked/${path}`, "words");
      await box.write("unpacked/swr", PROGRAM);
      await Deno.chmod(box.path("unpacked/swr"), 0o755);
      await Deno.mkdir(box.path("test"));
      const cpu = target.startsWith("aarch64") ? "arm" : "intel";
      const file = await box.write("swr.rb", text);
      const folders = ["unpacked", "prefix", "test"].map((each) => box.path(each));
      const { success, stdout, stderr } = await new Deno.Command("ruby", {
        args: [RUNS, file, os, cpu, ...folders],
      }).output();
      assert.ok(success, new TextDecoder().decode(stderr));
      const [url, sum, ...caveats] = new TextDecoder().decode(stdout).split("\n");
      assert.equal(url!.split("/").at(-1), archiveName(VERSION, target));
      assert.equal(sum, `${index}`.repeat(64));
      assert.match(caveats.join("\n"), /envchain aws-main swr PROFILE/);
      assert.deepEqual(walk(new URL(`file://${box.path("prefix")}/`)), [
        "bin/swr",
        "etc/bash_completion.d/swr",
        "share/fish/vendor_completions.d/swr.fish",
        "share/man/man1/swr.1",
        "share/zsh/site-functions/_swr",
      ]);
    },
  });
}

// Homebrew's own cops come with Homebrew alone: release.yml runs `brew style` and `brew audit`.
Deno.test({
  ...needs("rubocop", "RuboCop takes it, set up as Homebrew's"),
  async fn() {
    await using box = await Sandbox.create();
    const file = await box.write("swr.rb", text);
    const settings = await box.write(".rubocop.yml", RUBOCOP);
    const { success, stdout } = await new Deno.Command("rubocop", {
      args: ["--cache", "false", "--config", settings, file],
      env: { HOME: box.home },
    }).output();
    assert.ok(success, new TextDecoder().decode(stdout));
  },
});

/** The part of Homebrew's Library/.rubocop.yml that has to do with this formula. */
const RUBOCOP = `
AllCops:
  NewCops: enable
  SuggestExtensions: false
Layout/LineLength:
  Max: 118
Layout/SpaceAroundOperators:
  Enabled: false
Metrics:
  Enabled: false
Naming/HeredocDelimiterNaming:
  ForbiddenDelimiters: [END, EOD, EOF]
Naming/FileName:
  Enabled: false
Style/Documentation:
  Enabled: false
Style/FrozenStringLiteralComment:
  Enabled: false
Style/StringLiterals:
  EnforcedStyle: double_quotes
Style/StringLiteralsInInterpolation:
  EnforcedStyle: double_quotes
Style/ClassAndModuleChildren:
  Enabled: false
`;

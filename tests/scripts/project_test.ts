// What several files repeat is the same in all: the repository's address, the pinned Deno, the files of a release.

import assert from "node:assert/strict";
import { DENO_VERSION, readProject, ROOT } from "../../scripts/project.ts";
import { archiveName, chosenTargets, TARGETS } from "../../scripts/targets.ts";

const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));
const DOCS = ["README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "scripts/install.sh"];

Deno.test("documents and install.sh name the repository that deno.json names", async () => {
  const { repository } = await readProject();
  assert.match(repository, /^https:\/\/github\.com\/[\w-]+\/[\w.-]+$/);
  const [owner, name] = repository.split("/").slice(-2);
  for (const path of DOCS) {
    const text = await read(path);
    for (const [found, , own] of text.matchAll(/\bgithub\.com\/([\w.-]+)\/(swr)\b/g)) {
      assert.equal(found, `github.com/${owner}/${own}`, path);
    }
    for (const [found] of text.matchAll(/(?<=--repo )[^\s$]+\/[^\s]+/g)) {
      assert.equal(found, `${owner}/${name}`, path);
    }
    for (const [found] of text.matchAll(/(?<=brew install )\S+\/\S+/g)) {
      assert.equal(found, `${owner}/tap/${name}`, path);
    }
  }
});

Deno.test("the pinned Deno is the same everywhere", async () => {
  const paths = [...DOCS, ".ci/run", ".github/workflows/ci.yml", ".github/workflows/release.yml"];
  for (const path of paths) {
    const named = [...(await read(path)).matchAll(/deno(?:@|-version: |\s)v?(\d+\.\d+\.\d+)/gi)];
    for (const [, version] of named) assert.equal(version, DENO_VERSION, path);
  }
});

Deno.test("the archives that SECURITY.md names are those that are made", async () => {
  const made = new Set(TARGETS.map((target) => archiveName("X.Y.Z", target)));
  const named = [...(await read(".github/SECURITY.md")).matchAll(/swr-X\.Y\.Z-[\w.-]+(?:gz|zip)/g)];
  assert.ok(named.length > 0);
  for (const [name] of named) assert.ok(made.has(name), name);
});

Deno.test("commit and time: from git, or as they are given", async () => {
  const project = await readProject();
  assert.match(project.commit, /^([0-9a-f]{12}(-dirty)?|unknown)$/);
  assert.ok(project.epoch >= 315_532_800);
  const words = ["run", "-q", "-A", "--no-lock", "--node-modules-dir=none", "-"];
  const ask = async (env: Record<string, string>) => {
    const child = new Deno.Command(Deno.execPath(), {
      args: words,
      env,
      cwd: ROOT,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const code = `import { readProject } from ${
      JSON.stringify(new URL("scripts/project.ts", ROOT).href)
    }; const { commit, epoch } = await readProject(); console.log(commit, epoch);`;
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(code));
    await writer.close();
    const { stdout, stderr } = await child.output();
    return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  };
  assert.equal(
    await ask({ SWR_COMMIT: "abc", SOURCE_DATE_EPOCH: "1700000000" }),
    "abc 1700000000\n",
  );
  assert.match(await ask({ SOURCE_DATE_EPOCH: "today" }), /SOURCE_DATE_EPOCH is "today"/);
});

Deno.test("targets: this machine's, all, or those that are named", () => {
  assert.deepEqual(chosenTargets([]), [Deno.build.target]);
  assert.deepEqual(chosenTargets(["--all"]), TARGETS);
  const two = ["--target", TARGETS[0], "--target", TARGETS[3]];
  assert.deepEqual(chosenTargets(two), [TARGETS[0], TARGETS[3]]);
  for (const args of [["--target"], ["--target", "vax"], ["--all", "--all"], ["x"]]) {
    assert.throws(() => chosenTargets(args), /--target TRIPLE with one of/);
  }
});

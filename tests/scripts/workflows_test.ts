// The rules of the workflows: rights, pins, secrets, limits. What GitHub's own grammar wants is actionlint's and
// zizmor's business, which run beside (.ci/run, ci.yml).

import assert from "node:assert/strict";
import { parse } from "yaml";
import { ROOT } from "../../scripts/project.ts";

type Step = { uses?: string; run?: string; if?: string; with?: Record<string, unknown> };
type Job = {
  permissions?: Record<string, string>;
  environment?: string;
  needs?: string | string[];
  if?: string;
  "timeout-minutes"?: number;
  steps: Step[];
};
type Workflow = { permissions: unknown; jobs: Record<string, Job> };

const FOLDER = new URL(".github/workflows/", ROOT);
const texts = new Map(
  [...Deno.readDirSync(FOLDER)].map(({ name }) => [
    name,
    Deno.readTextFileSync(new URL(name, FOLDER)),
  ]),
);
const workflows = new Map([...texts].map(([name, text]) => [name, parse(text) as Workflow]));
const release = workflows.get("release.yml")!;

Deno.test("no workflow has rights of its own, each job has its own and a limit of time", () => {
  for (const [name, { permissions, jobs }] of workflows) {
    assert.deepEqual(permissions, {}, name);
    for (const [job, { permissions, ...rest }] of Object.entries(jobs)) {
      assert.ok(permissions, `${name} ${job}`);
      assert.ok(rest["timeout-minutes"]! <= 30, `${name} ${job}`);
    }
  }
});

Deno.test("every action is pinned by its commit and says its version; no checkout keeps the token", () => {
  for (const [name, text] of texts) {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, each]) => each!);
    assert.ok(uses.length > 0);
    for (const each of uses) assert.match(each, /^[\w./-]+@[0-9a-f]{40} # v\d/, name);
    for (const { steps } of Object.values(workflows.get(name)!.jobs)) {
      for (const step of steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"))) {
        assert.equal(step.with?.["persist-credentials"], false, name);
      }
    }
  }
});

Deno.test("only jobs with an environment write or see a secret, and those run on a tag alone", () => {
  const gated = new Set<string>();
  for (const [name, { jobs }] of workflows) {
    for (const [id, job] of Object.entries(jobs)) {
      const writes = Object.values(job.permissions ?? {}).includes("write");
      const secrets = JSON.stringify(job).includes("secrets.");
      if (!writes && !secrets) continue;
      assert.ok(job.environment, `${name} ${id}`);
      gated.add(`${name} ${id}`);
    }
  }
  assert.deepEqual([...gated], ["release.yml publish", "release.yml homebrew"]);
  assert.equal(release.jobs.publish!.if, "github.event_name == 'push'");
  assert.ok([release.jobs.homebrew!.needs].flat().includes("after"));
});

Deno.test("where there is a right to write or a secret, no code of the repository or of a package runs", () => {
  const allowed = /^actions\/(download-artifact|attest-build-provenance)@/;
  const programs =
    /\b(deno|npx|npm|pnpm|yarn|node|go|cargo|pip\d?|pipx|uvx?|python\d?|make)\b|(?<!\.)\.\//;
  for (const { jobs } of workflows.values()) {
    for (const [id, job] of Object.entries(jobs)) {
      const writes = Object.values(job.permissions ?? {}).includes("write");
      if (!writes && !JSON.stringify(job).includes("secrets.")) continue;
      for (const { run, uses } of job.steps) {
        assert.doesNotMatch((run ?? "").replaceAll(/^\s*#.*/gm, ""), programs, id);
        if (uses !== undefined) assert.match(uses, allowed, id);
      }
    }
  }
});

Deno.test("wherever tests run there are the shells that they sit in", () => {
  for (const [name, { jobs }] of workflows) {
    for (const [id, { steps, ...job }] of Object.entries(jobs)) {
      const runs = steps.map(({ run }) => run ?? "");
      const tests = runs.findIndex((run) => /\btask test|deno test|release:dry/.test(run));
      if (tests < 0) continue;
      const shells = runs.indexOf(".ci/shells");
      assert.ok(shells >= 0 && shells < tests, `${name} ${id}`);
      const windows = JSON.stringify(job).includes("windows");
      assert.equal(steps[shells]!.if, windows ? "runner.os != 'Windows'" : undefined);
    }
  }
});

Deno.test("what is published is exactly what the list of sums names", () => {
  const steps = release.jobs.publish!.steps.map(({ run, uses }) => run ?? uses ?? "");
  const checked = steps.findIndex((run) => /^sha256sum --check --strict SHA256SUMS$/m.test(run));
  assert.ok(checked >= 0);
  // Again after archives were unpacked, each into a folder of its own.
  const lines = steps[checked]!.split("\n").map((line) => line.trim());
  const check = "sha256sum --check --strict SHA256SUMS";
  const unpacked = lines.findIndex((line) => line.includes("tar -xzf"));
  assert.ok(lines.indexOf(check) < unpacked && unpacked < lines.lastIndexOf(check));
  assert.match(lines[unpacked]!, /-C "\$folder"/);
  const downloads = release.jobs.publish!.steps.filter(({ uses }) => uses?.includes("download"));
  for (const step of downloads) assert.equal(step.with?.["merge-multiple"], undefined);
  assert.ok(checked < steps.findIndex((step) => step.startsWith("actions/attest-")));
  assert.ok([release.jobs.publish!.needs].flat().includes("collect"));
});

Deno.test("what is published was built for release, installed and tested; all targets are there", async () => {
  const { TARGETS } = await import("../../scripts/targets.ts");
  const text = texts.get("release.yml")!;
  for (const target of TARGETS) assert.ok(text.includes(`target: ${target}, os:`), target);
  const runs = release.jobs.build!.steps.map(({ run, uses }) => run ?? uses ?? "");
  const tested = runs.findIndex((run) => run === "deno task release:dry --release");
  assert.ok(tested >= 0);
  assert.ok(tested < runs.findIndex((run) => run.startsWith("actions/upload-artifact")));
});

Deno.test("no workflow has rights when outsiders start it, and no script contains an expression", () => {
  for (const [name, text] of texts) {
    assert.doesNotMatch(text, /pull_request_target|workflow_run/, name);
  }
  for (const { jobs } of workflows.values()) {
    for (const { steps } of Object.values(jobs)) {
      for (const { run } of steps) assert.doesNotMatch(run ?? "", /\$\{\{/);
    }
  }
});

Deno.test("an attestation is verified with the workflow and the tag that may make one, wherever that is written", () => {
  const files = [
    ...[...texts.keys()].map((name) => `.github/workflows/${name}`),
    ".github/SECURITY.md",
    "scripts/install.sh",
  ];
  let found = 0;
  for (const file of files) {
    const text = Deno.readTextFileSync(new URL(file, ROOT)).replaceAll(/\\+\n\s*/g, "");
    for (const [line] of text.matchAll(/gh attestation verify \S.*/g)) {
      found++;
      assert.match(line, /--repo \S+ --signer-workflow \S+\/release\.yml"? --source-ref \S+/, file);
    }
  }
  assert.equal(found, 4);
});

Deno.test("the formula's sums are those of the run's own artifact", () => {
  const { steps } = release.jobs.formula!;
  assert.ok(
    steps.some(({ uses, with: given }) => uses?.includes("download") && given?.name === "told"),
  );
  for (const { run } of steps) assert.doesNotMatch(run ?? "", /gh release/);
});

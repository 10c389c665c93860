// SWR_OPTIONS in the program: it counts, stays set in the session, and is named if it cannot be obeyed.

import assert from "node:assert/strict";
import { runSwr } from "../support/program.ts";
import { openScene } from "../support/scene.ts";

const scene = () => openScene("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");

Deno.test("a default counts in a switch and stays set in the session", async () => {
  await using s = await scene();
  const env = { ...s.env, SWR_OPTIONS: "--no-aws-profile --quiet" };
  const script = 'echo "${AWS_PROFILE-unset}:$SWR_PROFILE:$SWR_OPTIONS"';
  const result = await runSwr(["p", "sh", "-c", script], { env });
  assert.equal(result.stdout, "unset:p:--no-aws-profile --quiet\n", result.stderr);
  const overridden = await runSwr(["--aws-profile", "p", "sh", "-c", script], { env });
  assert.match(overridden.stdout, /^p:p:/, overridden.stderr);
});

Deno.test("--dry-run shows which defaults count; the list works with those that mean nothing there", async () => {
  await using s = await scene();
  const env = { ...s.env, SWR_OPTIONS: "--login --no-aws-profile" };
  const decision = await runSwr(["-n", "p"], { env });
  assert.match(decision.stdout, /options +--login --no-aws-profile +\(\$SWR_OPTIONS\)/);
  assert.equal((await runSwr(["--list"], { env })).status, 0);
});

Deno.test("what cannot be a default ends with the variable's name, before anything is asked", async () => {
  await using s = await scene();
  const result = await runSwr(["p", "true"], { env: { ...s.env, SWR_OPTIONS: "--region x" } });
  assert.equal(result.status, 2);
  assert.match(
    result.stderr,
    /^swr: "--region" cannot be a default option \(from \$SWR_OPTIONS\)\n {2}SWR_OPTIONS may hold --aws-profile/,
  );
});

// Long-lived keys in DIRENV_DIFF are spoken of at the switch and by --doctor, and never shown.

import assert from "node:assert/strict";
import { deflateSync } from "node:zlib";
import { openScene } from "../support/scene.ts";
import { runSwr } from "../support/program.ts";

Deno.test("keys that direnv passes on are reported at the switch, with the remedy, and by --doctor", async () => {
  await using s = await openScene(
    "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n",
  );
  const secret = "direnv/secret+of/somebody/0000000000000000";
  const diff = { p: {}, n: { AWS_ACCESS_KEY_ID: "AKIAX", AWS_SECRET_ACCESS_KEY: secret } };
  const DIRENV_DIFF = deflateSync(JSON.stringify(diff)).toString("base64url");
  const env = { ...s.env, DIRENV_DIFF };
  const told = await runSwr(["p", "true"], { env });
  assert.match(told.stderr, /inherits your long-lived keys in DIRENV_DIFF\n {2}direnv keeps there/);
  assert.ok(!told.stderr.includes(secret));
  assert.doesNotMatch((await runSwr(["-q", "p", "true"], { env })).stderr, /DIRENV_DIFF/);
  const doctor = await runSwr(["--doctor"], { env });
  assert.match(doctor.stdout, /DIRENV_DIFF holds long-lived keys/);
  assert.ok(!doctor.stdout.includes(secret));
  assert.doesNotMatch((await runSwr(["p", "true"], { env: s.env })).stderr, /DIRENV_DIFF/);
});

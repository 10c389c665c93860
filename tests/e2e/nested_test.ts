// Inside a session: where one is, how to go on, and that nothing of the outer session leaks into the inner one.

import assert from "node:assert/strict";
import { runSwr, shellWords, swrCommand } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";

const CONFIG = `[profile outer]
role_arn = arn:aws:iam::222233334444:role/reader
region = eu-central-1

[profile inner]
role_arn = arn:aws:iam::222233334444:role/chained
duration_seconds = 7200

[profile other]
role_arn = arn:aws:iam::222233334444:role/reader
`;

async function inside(script: string) {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const swr = shellWords(swrCommand());
  const result = await runSwr(["-q", "outer", "sh", "-c", `swr() { ${swr} "$@"; }; ${script}`], {
    env,
  });
  return { ...result, sts };
}

Deno.test("swr inside a session says where one is, until when, and what to do", async () => {
  const { status, stderr } = await inside("swr other true");
  assert.equal(status, 1);
  assert.match(stderr, /already belong to a session/);
  assert.match(stderr, /you are in "outer" until \d{4}-\d\d-\d\d \d\d:\d\d: leave it with exit/);
  assert.match(stderr, /envchain NAMESPACE swr other/);
  assert.match(stderr, /swr --from-session/);
});

Deno.test("--from-session assumes the next role, for an hour at most", async () => {
  const { status, stdout, stderr, sts } = await inside(
    "swr --from-session inner sh -c 'echo $SWR_PROFILE:${AWS_REGION-none}'",
  );
  assert.equal(status, 0, stderr);
  assert.equal(stdout, "inner:eu-central-1\n");
  assert.match(stderr, /this session lasts 1h, not 2h \(/);
  const call = sts.seen.findLast(({ action }) => action === "AssumeRole");
  assert.equal(call?.parameters.DurationSeconds, "3600");
  assert.equal(call?.withToken, true);
});

Deno.test("--from-session into a role that does not trust the session says so", async () => {
  const { status, stderr } = await inside("swr --from-session other true");
  assert.equal(status, 1);
  assert.match(stderr, /may not be assumed/);
});

Deno.test("long-lived keys beside the outer session's token start afresh", async () => {
  const keys = Object.entries(KEYS).map(([name, value]) => `${name}='${value}'`).join(" ");
  const { stdout, stderr, sts } = await inside(
    `${keys} ${shellWords(swrCommand())} -q other sh -c 'echo $SWR_PROFILE'`,
  );
  assert.equal(stdout, "other\n", stderr);
  assert.equal(sts.seen.findLast(({ action }) => action === "AssumeRole")?.withToken, false);
});

Deno.test("--dry-run answers inside a session when the long-lived keys are there", async () => {
  const keys = Object.entries(KEYS).map(([name, value]) => `${name}='${value}'`).join(" ");
  const { stdout } = await inside(`${keys} ${shellWords(swrCommand())} -n --json other`);
  const { environment } = JSON.parse(stdout);
  assert.equal(environment.set.SWR_PROFILE, "other");
  // The outer session's region is in the environment, and the profile names none of its own.
  assert.equal(environment.set.AWS_REGION, "eu-central-1");
});

// --status inside and outside a session, for people and for scripts.

import assert from "node:assert/strict";
import { runSwr, shellWords, swrCommand } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";

Deno.test("--status outside a session says so, with status 1", async () => {
  await using box = await Sandbox.create();
  const result = await runSwr(["--status"], { env: box.env });
  assert.deepEqual([result.status, result.stdout], [1, "not in a session of swr\n"]);
  const json = await runSwr(["--status", "--json"], { env: box.env });
  assert.deepEqual([json.status, json.stdout], [1, "null\n"]);
});

Deno.test("--status inside a session, --min, and a program that outlives the shell", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(
    "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\nregion = eu-central-1\n",
  );
  const swr = shellWords(swrCommand());
  const script =
    `${swr} --status; echo :$?; ${swr} --status --min 10m -q; echo :$?; ${swr} --status --min 2h -q; echo :$?
    AWS_PROFILE=other ${swr} --status -q; echo :$?; AWS_CONFIG_FILE=/proc/4194305/fd/200 ${swr} --status; echo :$?`;
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const { stdout, stderr } = await runSwr(["-q", "p", "sh", "-c", script], { env });
  const lines = stdout.split("\n").map((line) => line.replaceAll(/ +/g, " "));
  assert.deepEqual(lines.slice(0, 4), [
    "profile p",
    "role arn:aws:iam::222233334444:role/reader",
    "account 222233334444",
    "region eu-central-1",
  ], stderr);
  assert.match(lines[4]!, /^until \d{4}-\d\d-\d\d \d\d:\d\d, 59m left$/);
  assert.deepEqual(lines.slice(5, 9), [":0", ":0", ":1", ":1"]);
  const long = await runSwr(["-q", "p", "sh", "-c", `${swr} --status --min 2h`], { env });
  assert.match(long.stderr, /swr: less than 2h is left\n/);
  if (Deno.build.os === "linux") {
    assert.match(stdout, /problem {2}the session's config cannot be read/);
  }
});

Deno.test("--status notices another secret, token or region than the session's", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig(
    "[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\nregion = eu-central-1\n",
  );
  const swr = shellWords(swrCommand());
  const changes = [
    "AWS_SESSION_TOKEN=old",
    "AWS_SECRET_ACCESS_KEY=other",
    "AWS_DEFAULT_REGION=us-east-1",
    "AWS_SESSION_TOKEN=",
  ];
  const script = changes.map((change) => `${change} ${swr} --status | grep problem; `).join("") +
    `${swr} --status -q; echo :$?; AWS_SESSION_TOKEN=old ${swr} --status -q; echo :$?`;
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const { stdout, stderr } = await runSwr(["-q", "p", "sh", "-c", script], { env });
  const other = "AWS_SECRET_ACCESS_KEY or AWS_SESSION_TOKEN is not the session's";
  const [token, secret, region, missing, ...statuses] = stdout.trim().split("\n");
  for (const line of [token, secret]) assert.ok(line!.includes(other), `${stdout}${stderr}`);
  assert.match(region!, /AWS_DEFAULT_REGION is "us-east-1", and the session's is "eu-central-1"/);
  assert.match(missing!, /AWS_SESSION_TOKEN is not set/);
  assert.deepEqual(statuses, [":0", ":1"]);
});

Deno.test("a start-up file that exports AWS_CONFIG_FILE is found out, with the remedy", async () => {
  await using sts = await startSts();
  await using box = await Sandbox.create();
  await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
  const swr = shellWords(swrCommand());
  const own = box.path("home/.aws/config");
  const script =
    `export AWS_CONFIG_FILE=${own}; ${swr} --status; echo :$?; ${swr} --status --json; ${swr} --doctor --json`;
  const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
  const { stdout, stderr } = await runSwr(["-q", "p", "sh", "-c", script], { env });
  const [page, rest] = stdout.split("\n:1\n");
  const problem =
    `AWS_CONFIG_FILE is "${own}", not the session's view: a start-up file of the shell may export its own; some SDKs will assume the role a second time, or fail`;
  const remedy = 'in the start-up file: [ -n "$SWR_PROFILE" ] || export AWS_CONFIG_FILE=…';
  assert.ok(page!.endsWith(`problem  ${problem}\nremedy   ${remedy}`), `${stdout}${stderr}`);
  const [status, doctor] = rest!.split("\n}\n").map((json) => JSON.parse(`${json || "{"}}`));
  assert.deepEqual([status.problems, status.remedies], [[problem], [remedy]]);
  const found = doctor.findings.find(({ id }: { id: string }) => id === "session-broken");
  assert.deepEqual([found.message, found.remedy], [problem, [remedy]]);
});

for (const [what, redirection] of [["closed", ">&-"], ["opened for a lock", ">$HOME/lock"]]) {
  Deno.test({
    name: `a session's config whose descriptor the shell has ${what} is found out`,
    ignore: Deno.build.os !== "linux",
    async fn() {
      await using sts = await startSts();
      await using box = await Sandbox.create();
      await box.writeConfig("[profile p]\nrole_arn = arn:aws:iam::222233334444:role/reader\n");
      const swr = shellWords(swrCommand());
      // dash knows no descriptor of more than one digit.
      const script = `eval "exec \${AWS_CONFIG_FILE##*/}${redirection}"; ${swr} --status; echo :$?`;
      const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
      const { stdout, stderr } = await runSwr(["-q", "p", "bash", "-c", script], { env });
      assert.match(
        stdout,
        /problem {2}AWS_CONFIG_FILE no longer leads to the session's config[^\n]+\nremedy .*\n:1\n$/,
        stderr,
      );
    },
  });
}

Deno.test("--min wants a time, and goes with --status", async () => {
  await using box = await Sandbox.create();
  for (const args of [["--status", "--min", "soon"], ["--min", "10m", "p"]]) {
    assert.equal((await runSwr(args, { env: box.env })).status, 2);
  }
  const compound = await runSwr(["--status", "--min", "1h30m"], { env: box.env });
  assert.deepEqual([compound.status, compound.stdout], [1, "not in a session of swr\n"]);
});

// Inside a session every SDK and tool uses the session's keys, with no flag and with the profile named, however
// the profile is written, and never asks for anything.

import assert from "node:assert/strict";
import { clients } from "../support/clients.ts";
import { ARN, FORMS, IN_BARE_ROLE, tryClient } from "../support/matrix.ts";
import { runSwr, swrInTerminal } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { KEYS } from "../support/sts_world.ts";

/** Each client with each form of the profile; else each client with one form, and together they have them all. */
const EVERY_PAIR = Boolean(Deno.env.get("CI") || Deno.env.get("SWR_FULL_MATRIX"));
const forms = Object.entries(FORMS);

for (const [at, client] of (await clients()).entries()) {
  for (const [form, config] of forms) {
    const isChosen = EVERY_PAIR || forms[at % forms.length]![0] === form;
    const reason = client.missing ?? (isChosen ? undefined : "SWR_FULL_MATRIX=1 has all forms");
    Deno.test({
      name: `${client.name} in a session of a profile ${form}${
        reason === undefined ? "" : ` (skipped: ${reason})`
      }`,
      // Without Linux's files in memory the view lies on disk; the clients are the same.
      ignore: reason !== undefined || Deno.build.os !== "linux",
      async fn() {
        const { answers, assumed, stderr } = await tryClient(client, config);
        assert.deepEqual(answers, [ARN, ARN, ARN], stderr);
        // Asked once, at the start: nothing in the session assumed the role again.
        assert.equal(assumed, 1);
      },
    });
  }
  const reason = client.missing;
  Deno.test({
    name: `${client.name} in a session of a role without a profile${
      reason === undefined ? "" : ` (skipped: ${reason})`
    }`,
    ignore: reason !== undefined || Deno.build.os !== "linux",
    async fn() {
      const { answers, assumed, stderr } = await tryClient(client, "", IN_BARE_ROLE);
      assert.deepEqual(answers, [ARN, ARN, ARN], stderr);
      assert.equal(assumed, 1);
    },
  });
}

Deno.test({
  name: "without a view AWS_PROFILE is not set, and swr says why and what to do",
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    await box.writeConfig(FORMS.bare!);
    await box.writeCredentials("[p]\nregion = x\n");
    const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url };
    const show = [
      "sh",
      "-c",
      "echo ${AWS_PROFILE-unset} ${SWR_PROFILE-unset} ${AWS_CONFIG_FILE-unset}",
    ];
    const result = await runSwr(["p", ...show], { env: { ...env, SWR_MFA_TOKEN: sts.code() } });
    assert.equal(result.stdout, "unset p unset\n", result.stderr);
    assert.match(
      result.stderr,
      /AWS_PROFILE is not set, SWR_PROFILE is\n.*credentials:1 would take precedence over the session/,
    );
    const insisting = await runSwr(["--aws-profile", "p", ...show], {
      env: { ...env, SWR_MFA_TOKEN: sts.code() },
    });
    assert.equal(insisting.stdout, "p p unset\n", insisting.stderr);
  },
});

Deno.test({
  name: "other profiles, and swr itself, work inside the session as outside",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    const path = await box.writeConfig(`${FORMS.bare}[profile other]\nregion = us-west-2\n`);
    const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url, SWR_MFA_TOKEN: sts.code() };
    const result = await runSwr([
      "-q",
      "p",
      "sh",
      "-c",
      "cat $AWS_CONFIG_FILE; echo ==; echo $SWR_CONFIG_FILE",
    ], { env });
    const [view, after] = result.stdout.split("==\n");
    assert.match(
      view!,
      /^\[profile p\]\ncredential_process = .* --session-keys -- p\nregion = eu-central-1\n\[profile other\]\nregion = us-west-2\n$/m,
    );
    assert.equal(after, `${path}\n`);
    for (const secret of Object.values(KEYS)) assert.ok(!view!.includes(secret));
  },
});

Deno.test({
  name: "many programs read the view at once, and it is gone with the shell",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using sts = await startSts();
    await using box = await Sandbox.create();
    await box.writeConfig(FORMS.bare!);
    const env = { ...box.env, ...KEYS, AWS_ENDPOINT_URL_STS: sts.url, SWR_MFA_TOKEN: sts.code() };
    const script =
      `for i in 1 2 3 4 5 6 7 8; do grep -c credential_process $AWS_CONFIG_FILE & done; wait
      (echo overwritten > $AWS_CONFIG_FILE) 2>/dev/null && echo written; echo $AWS_CONFIG_FILE
      exec sh -c 'grep -c credential_process $AWS_CONFIG_FILE'`;
    const result = await runSwr(["-q", "p", "sh", "-c", script], { env });
    const lines = result.stdout.trim().split("\n");
    assert.deepEqual(lines.filter((line) => line === "1").length, 9, result.stdout);
    const path = lines.find((line) => line.startsWith("/proc/"))!;
    assert.ok(!lines.includes("written"));
    await assert.rejects(Deno.readTextFile(path));
  },
});

/** What a session in `p` has in its environment. */
const SESSION = {
  AWS_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  AWS_SECRET_ACCESS_KEY: "s/+=",
  AWS_SESSION_TOKEN: "t",
  SWR_ACCESS_KEY_ID: "ASIAEXAMPLEEXAMPLE00",
  SWR_PROFILE: "p",
  SWR_EXPIRATION: "2099-01-01T00:00:00Z",
};

Deno.test({
  name:
    "the session's keys are given for its profile only, while they last and while they are its own",
  async fn() {
    await using box = await Sandbox.create();
    const session = { ...box.env, ...SESSION };
    const given = await runSwr(["--session-keys", "p"], { env: session });
    assert.deepEqual(JSON.parse(given.stdout), {
      Version: 1,
      AccessKeyId: "ASIAEXAMPLEEXAMPLE00",
      SecretAccessKey: "s/+=",
      SessionToken: "t",
    });
    for (
      const [change, says] of [
        [{ SWR_PROFILE: "q" }, /a session in "q", not in "p"/],
        [{ SWR_PROFILE: "" }, /not a session of swr/],
        [{ AWS_ACCESS_KEY_ID: "AKIAOTHER" }, /no longer the session's[\s\S]*start-up file/],
        [
          { SWR_EXPIRATION: "2001-01-01T00:00:00Z" },
          /ended at 200[01][\s\S]*envchain NAMESPACE swr p/,
        ],
      ] as const
    ) {
      const refused = await runSwr(["--session-keys", "p"], { env: { ...session, ...change } });
      assert.deepEqual([refused.status, refused.stdout], [1, ""]);
      assert.match(refused.stderr, says);
    }
  },
});

Deno.test("in the words of the session's config the keys are the same, whatever SWR_OPTIONS holds", async () => {
  await using box = await Sandbox.create();
  const env = { ...box.env, ...SESSION, SWR_OPTIONS: "--no-such-option" };
  const given = await runSwr(["--session-keys", "--", "p"], { env });
  assert.deepEqual([given.status, given.stderr], [0, ""]);
  const { SWR_OPTIONS: _, ...others } = env;
  const typed = await runSwr(["--session-keys", "p"], { env: others });
  assert.equal(given.stdout, typed.stdout);
  const foreign = await runSwr(["--session-keys", "--", "q"], { env });
  assert.match(foreign.stderr, /a session in "p", not in "q"/);
});

Deno.test("on a terminal the session's keys are printed with --force only", async () => {
  await using box = await Sandbox.create();
  const env = { ...box.env, ...SESSION };
  await using terminal = swrInTerminal(["--session-keys", "p"], { env });
  await terminal.waitFor(/keys would stay in the scrollback of the terminal[\s\S]*--force/);
  assert.deepEqual(await terminal.exited, { code: 2, signal: null });
  assert.ok(!terminal.output.includes("s/+="));
  await using forced = swrInTerminal(["--session-keys", "--force", "p"], { env });
  await forced.waitFor('"SecretAccessKey":"s/+="');
  assert.deepEqual(await forced.exited, { code: 0, signal: null });
});

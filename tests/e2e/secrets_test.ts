// No secret in any output, whatever fails: every failure of STS, at the highest verbosity, with random keys.

import assert from "node:assert/strict";
import { type RunResult, runSwr } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { startSts } from "../support/sts_double.ts";
import { FAILURES } from "../support/sts_failures.ts";
import { htmlPage, large, LIES, tampered, truncated } from "../support/sts_faults.ts";
import { SERIAL } from "../support/sts_world.ts";
import { walk } from "../support/walk.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/admin
mfa_serial = ${SERIAL}
`;

/** A secret of the length and characters of AWS's own. */
function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(24));
  return `/+=${btoa(String.fromCharCode(...bytes))}/+=`;
}

async function scene() {
  const sts = await startSts();
  const box = await Sandbox.create();
  await box.writeConfig(CONFIG);
  const user = sts.world.users[0]!;
  user.secretAccessKey = randomSecret();
  const env = {
    ...box.env,
    AWS_ACCESS_KEY_ID: user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
    AWS_ENDPOINT_URL_STS: sts.url,
  };
  return {
    sts,
    box,
    env,
    secrets: (code: string) => [
      user.secretAccessKey,
      code,
      ...sts.world.sessions.flatMap((
        { secretAccessKey, sessionToken },
      ) => [secretAccessKey, sessionToken]),
    ],
    async [Symbol.asyncDispose]() {
      await box[Symbol.asyncDispose]();
      await sts.close();
    },
  };
}

function assertNoneOf(secrets: readonly string[], { stdout, stderr }: RunResult): void {
  for (const secret of secrets) assert.ok(!`${stdout}${stderr}`.includes(secret), stderr);
}

Deno.test("no failure of STS makes swr show a secret or write a file", async () => {
  await using s = await scene();
  const faults = [
    ...Object.values(FAILURES).filter((row) => typeof row === "object"),
    ...Object.keys(LIES).map((lie) => tampered(lie as keyof typeof LIES)),
    htmlPage(200),
    htmlPage(503),
    truncated(),
    large(10_000_000),
  ];
  const before = walk(new URL(`file://${s.box.dir}/`));
  for (const fault of faults) {
    const code = s.sts.code();
    s.sts.next(fault);
    const result = await runSwr(["-v", "p", "echo", "started"], {
      env: { ...s.env, SWR_MFA_TOKEN: code },
    });
    assertNoneOf(s.secrets(code), result);
    assert.deepEqual(
      [result.status, result.stdout],
      [1, ""],
      `${JSON.stringify(fault)}\n${result.stderr}`,
    );
    assert.doesNotMatch(result.stderr, /bug in swr/);
    s.sts.faults.length = 0;
    s.sts.forgetCodes();
  }
  assert.deepEqual(walk(new URL(`file://${s.box.dir}/`)), before);
});

Deno.test("the session holds neither the long-lived secret nor the code, and no verbosity shows a secret", async () => {
  await using s = await scene();
  const code = s.sts.code();
  const result = await runSwr(["-v", "p", "env"], { env: { ...s.env, SWR_MFA_TOKEN: code } });
  assert.equal(result.status, 0, result.stderr);
  const [longLived, ...others] = s.secrets(code);
  assertNoneOf([longLived!, code], result);
  assertNoneOf(others, { ...result, stdout: "" });
});

Deno.test("--dry-run shows no secret", async () => {
  await using s = await scene();
  for (const form of [["-n"], ["-n", "--json"], ["-nv"]]) {
    const result = await runSwr([...form, "p"], { env: { ...s.env, SWR_MFA_TOKEN: "987654" } });
    assert.equal(result.status, 0, result.stderr);
    assertNoneOf(s.secrets("987654"), result);
  }
});

Deno.test("what STS repeats of the request is shown without the keys, the token and the code", async () => {
  await using s = await scene();
  const code = s.sts.code();
  const [secret] = s.secrets(code);
  const token = randomSecret().repeat(20);
  const message = (what: string) =>
    `The Canonical String should have been x-amz-security-token:${what} or ${
      encodeURIComponent(what)
    } TokenCode=${code}&a=${"y".repeat(1940)}${what}`;
  for (const what of [secret!, token]) {
    s.sts.next({ status: 403, code: "SignatureDoesNotMatch", message: message(what) });
    const env = what === token
      ? {
        ...s.env,
        AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
        AWS_SESSION_TOKEN: token,
      }
      : { ...s.env, SWR_MFA_TOKEN: code };
    const result = await runSwr(["-v", "--from-session", "p", "true"], { env });
    assert.equal(result.status, 1);
    assert.match(result.stderr, /STS says: The Canonical String.*x-amz-security-token:…/);
    assertNoneOf([what, what.slice(0, 20), encodeURIComponent(what)], result);
    if (what !== token) assertNoneOf([code], result);
  }
});

Deno.test("of a command for the MFA code that fails, only its first word is shown", async () => {
  await using s = await scene();
  const seed = "JBSWY3DPEHPK3PXPSEEDSEED";
  const command = `sh -c 'exit 3' -- --totp -b ${seed}`;
  for (const how of [["--mfa-process", command], []]) {
    await s.box.writeConfig(`${CONFIG}mfa_process = ${command}\n`);
    const result = await runSwr([...how, "p", "true"], { env: s.env });
    assert.equal(result.status, 1);
    assert.match(result.stderr, /it is: sh …\n/);
    assertNoneOf([seed, "--totp"], result);
  }
});

// Text from outside must not steer the terminal: an escape sequence in any setting, variable, option or path arrives
// as visible text, whatever swr makes of the value.

import assert from "node:assert/strict";
import { runSwr, runWithoutTerminal, shellWords, swrCommand } from "../support/program.ts";
import { Sandbox } from "../support/sandbox.ts";
import { KEYS } from "../support/sts_world.ts";

const EVIL = "x\x1b]0;owned\x07\u202e";
const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

/** The settings that some path through swr may quote. */
const SETTINGS = [
  "role_arn",
  "source_profile",
  "credential_source",
  "mfa_serial",
  "mfa_process",
  "external_id",
  "role_session_name",
  "source_identity",
  "duration_seconds",
  "region",
  "ca_bundle",
  "services",
  "endpoint_url",
  "sso_session",
  "aws_access_key_id",
];

const OPTIONS = [
  "mfa-token",
  "mfa-serial",
  "duration",
  "region",
  "session-name",
  "external-id",
  "source-identity",
  "shell",
  "profile",
];

const VARIABLES = [
  "AWS_ROLE_SESSION_NAME",
  "AWS_REGION",
  "AWS_ENDPOINT_URL_STS",
  "AWS_CA_BUNDLE",
  "SWR_MFA_TOKEN",
  "SHELL",
  "SWR_PROFILE",
  "SWR_EXPIRATION",
  "USER",
];

const MODES = [["-v", "-n"], ["-v", "-n", "--json"]];

async function shown(
  args: readonly string[],
  { config, env = {} }: { config?: string; env?: Record<string, string> },
): Promise<string> {
  await using box = await Sandbox.create();
  if (config !== undefined) await box.writeConfig(config);
  const { stdout, stderr } = await runSwr(args, { env: { ...box.env, ...KEYS, ...env } });
  return stdout + stderr;
}

function harmless(text: string, what: string): void {
  assert.ok(text.length > 0, what);
  // Only swr's own line ends are control characters.
  assert.doesNotMatch(text, /[^\P{Cc}\n]|\u202e/u, `${what}: ${JSON.stringify(text)}`);
}

for (const mode of MODES) {
  Deno.test(`no setting steers the terminal: swr ${mode.join(" ")}`, async () => {
    for (const key of SETTINGS) {
      const own = key === "role_arn" ? "" : ROLE;
      harmless(
        await shown([...mode, "p"], { config: `[profile p]\n${own}${key} = ${EVIL}\n` }),
        key,
      );
    }
    const named = `[profile "${EVIL}"]\n${ROLE}`;
    harmless(await shown([...mode, EVIL], { config: named }), "the profile's name");
    harmless(await shown([...mode, EVIL], { config: `[profile p]\n${ROLE}` }), "a name not there");
  });
}

Deno.test("no option, variable or path steers the terminal", async () => {
  const config = `[profile p]\n${ROLE}`;
  for (const option of OPTIONS) {
    const args = option === "profile" ? [] : ["p"];
    harmless(await shown(["-v", "-n", `--${option}`, EVIL, ...args], { config }), option);
  }
  for (const name of VARIABLES) {
    harmless(await shown(["-v", "-n", "p"], { config, env: { [name]: EVIL } }), name);
  }
  harmless(await shown(["-n", "p", EVIL], { config }), "the command");
  harmless(await shown([`--${EVIL}`], { config }), "an option not there");
  await using box = await Sandbox.create();
  const path = await box.write(`${EVIL}/config`, `[profile p]\n${ROLE}junk\n`);
  harmless(await shown(["-v", "-n", "p"], { env: { AWS_CONFIG_FILE: path } }), "a path");
});

Deno.test({
  name: "data that cannot be written is an error, and a reader that has gone is none",
  ignore: Deno.build.os !== "linux",
  async fn() {
    await using box = await Sandbox.create();
    await box.writeConfig(`[profile p]\n${ROLE}`);
    const swr = shellWords(swrCommand());
    const script = `${swr} --list > /dev/full; echo $?; { ${swr} --help; echo $? >&2; } | true`;
    const { stdout, stderr } = await runWithoutTerminal(["/bin/sh", "-c", script], {
      env: box.env,
    });
    assert.equal(stdout, "1\n");
    assert.match(stderr, /^swr: stdout cannot be written to\n[\s\S]*\n0\n$/);
  },
});

// Commands that are proposed to be pasted, for a profile whose name is code.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import type { AssumeRoleCall } from "../../src/role/sts_call.ts";
import { awsEndpoint } from "../../src/role/endpoint.ts";
import { parseRoleArn } from "../../src/role/arn.ts";
import { examine } from "../../src/doctor/examine.ts";
import { SwrError } from "../../src/text/errors.ts";
import { explain } from "../../src/sts/failure.ts";
import { parseArguments } from "../../src/options/parse.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { renewHints } from "../../src/credentials/sso_token.ts";
import { SERVED } from "../../src/role/other_sources.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import {
  cshQuoted,
  fishQuoted,
  pasted,
  powershellQuoted,
  singleQuoted,
} from "../../src/text/quoting.ts";
import type { CredentialSource } from "../../src/role/source.ts";
import { refuseSession } from "../../src/session/nested.ts";
import { sessionKeys } from "../../src/session/session_keys.ts";
import { factsOf } from "../support/doctor_facts.ts";

const NAME = "a $(touch x) `id` 'b'";
const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";
const SESSION_KEYS = {
  AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "s",
  AWS_SESSION_TOKEN: "t",
};

/** What a shell makes of the word. */
async function asShellReads(word: string): Promise<string> {
  const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", `printf %s ${word}`] })
    .output();
  return new TextDecoder().decode(stdout);
}

/** The hints that propose a command with the profile's name. */
function hintsOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof SwrError) return error.hints.join("\n");
    throw error;
  }
  throw new Error("nothing was refused");
}

/** Wherever the name is in a command, it is one word there. */
function assertQuoted(hints: string, command: RegExp): void {
  const word = pasted(NAME);
  assert.match(hints, command);
  assert.ok(hints.includes(word), hints);
  const rest = hints.replaceAll(word, "").replaceAll(`"${NAME}"`, "");
  assert.ok(!rest.includes("touch"), rest);
}

function planned(settings: string, env: Record<string, string> = {}): () => unknown {
  const config = readConfiguration(
    parseIni(`[profile "${NAME}"]\n${settings}`, "config"),
    undefined,
  );
  const options = switchOptionsOf([NAME]);
  const lookup = (name: string) => env[name];
  const check = (source: CredentialSource) => refuseSession(NAME, source, options, lookup, 0);
  return () => planSwitch(NAME, options, config, lookup, { checkSource: check });
}

Deno.test({
  name: "pasted() is one word for the shell, and shows what is hidden",
  ignore: Deno.build.os === "windows",
  async fn() {
    assert.equal(pasted("sub-account"), "sub-account");
    assert.equal(await asShellReads(pasted(NAME)), NAME);
    assert.equal(pasted("a\x1b[2J"), "'a\\x1b[2J'");
    assert.equal(pasted(""), "''");
  },
});

Deno.test("a profile of another service", () => {
  for (const { command } of Object.values(SERVED)) assertQuoted(command(NAME), /^aws /);
  assertQuoted(hintsOf(planned(`${ROLE}web_identity_token_file = x\n`)), /use `aws sts get/);
  const origin = { kind: "line", file: "config", line: 1 } as const;
  const [startUrl, region] = ["https://x", "eu-west-1"].map((value) => ({ value, origin }));
  const sso = { startUrl: startUrl!, region: region!, account: "111122223333", role: "r" };
  assertQuoted(renewHints(sso, NAME).join("\n"), /aws sts get-caller-identity --profile/);
  assertQuoted(renewHints({ ...sso, session: NAME }, "p").join("\n"), /login --sso-session/);
  const machine = `${ROLE}credential_source = Ec2InstanceMetadata\n`;
  assertQuoted(hintsOf(planned(machine)), /use `aws --profile/);
});

Deno.test("a session inside another, and one that has ended", () => {
  assertQuoted(hintsOf(planned(ROLE, SESSION_KEYS)), /envchain NAMESPACE swr/);
  const env = { SWR_PROFILE: NAME } as Record<string, string>;
  assertQuoted(hintsOf(() => sessionKeys(NAME, (name) => env[name], 0)), /envchain NAMESPACE swr/);
  const facts = factsOf("[profile p]\n");
  const environment = { ...facts.environment, env: (name: string) => env[name] };
  const ended = examine({ ...facts, environment }).find(({ message }) => /has ended/.test(message));
  assertQuoted(ended!.remedy.join("\n"), /envchain NAMESPACE swr/);
});

Deno.test("a refusal of STS, and a slip of the command line", () => {
  const role = parseRoleArn({
    value: "arn:aws:iam::222233334444:role/admin",
    origin: from("here"),
  });
  const call: AssumeRoleCall = {
    action: "AssumeRole",
    profile: NAME,
    role,
    input: { RoleArn: role.text, RoleSessionName: "me" },
    origins: {},
  };
  const attempt = {
    call,
    typed: pasted(call.profile),
    endpoint: awsEndpoint("x"),
    withCode: false,
    temporaryKeys: false,
  };
  const failure = { kind: "service", status: 400, code: "ValidationError", message: "no" } as const;
  assertQuoted(explain(failure, attempt).hints.join("\n"), /swr --dry-run/);
  assertQuoted(hintsOf(() => parseArguments(["--console", "s3", NAME])), /--console=s3/);
  assertQuoted(hintsOf(() => parseArguments(["--console", NAME, "p"])), /--console=/);
});

Deno.test("a name that begins as options do", () => {
  const name = "-$(touch x)";
  const found = examine(factsOf(`[profile "${name}"]\n${ROLE}`));
  const remedies = found.flatMap(({ remedy }) => remedy).join("\n");
  assert.match(remedies, /swr --profile='-\$\(touch x\)'$/m);
});

Deno.test("each shell's own way to write a quote between single quotes", () => {
  assert.equal(singleQuoted("it's $(x) `y`"), "'it'\\''s $(x) `y`'");
  assert.equal(cshQuoted("it's!"), "'it'\\''s\\!'");
  assert.equal(fishQuoted("it's \\n"), "'it\\'s \\\\n'");
  assert.equal(powershellQuoted("it's \u2019"), "'it''s \u2019\u2019'");
});

Deno.test({
  name: "a POSIX shell reads singleQuoted() as the text itself",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (const text of ["", "'", "a'b\"c", "\\", "$HOME `id` $(id)", "line\nbreak", "!x *?[a]"]) {
      const { stdout } = await new Deno.Command("/bin/sh", {
        args: ["-c", `printf %s ${singleQuoted(text)}`],
      }).output();
      assert.equal(new TextDecoder().decode(stdout), text);
    }
  },
});

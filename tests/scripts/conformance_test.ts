// The runner of published cases: it counts, names what fails, and its status says so.

import assert from "node:assert/strict";
import { deviationOf } from "../conformance/deviations.ts";
import { runAssumeRoleCases } from "../conformance/assume_role.ts";
import { runStsEndpointCases } from "../conformance/sts_endpoints.ts";
import { runFileLocationCases } from "../conformance/file_location.ts";
import { runProfileParserCases } from "../conformance/profile_parser.ts";

const SCRIPT = new URL("../../scripts/conformance.ts", import.meta.url).pathname;

async function conformance(files: Record<string, string>): Promise<[number, string[]]> {
  const directory = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      await Deno.writeTextFile(`${directory}/${name}`, text);
    }
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        "--no-check",
        "--allow-read",
        "--node-modules-dir=none",
        SCRIPT,
        directory,
      ],
    }).output();
    return [code, new TextDecoder().decode(stdout).trimEnd().split("\n")];
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

const parserCase = (output: unknown, configFile = "[profile a]\nx = 1\n") => ({
  tests: [{ name: "a case", input: { configFile }, output }],
});

Deno.test("the runner skips files that are not there with a word, and that is no failure", async () => {
  const [code, lines] = await conformance({});
  assert.equal(code, 0);
  assert.equal(lines.at(-1), "0 passed, 0 failed");
  assert.ok(lines.slice(0, -1).every((line) => /^[a-z-]+\.json: skipped/.test(line)));
  assert.ok(lines.length > 2);
});

Deno.test("the runner names each failing case on one line, ends with the count and fails", async () => {
  const tests = [
    parserCase({ config: { profiles: { a: { x: "1" } } } }).tests[0],
    {
      name: "two\nlines",
      input: { configFile: "[profile a" },
      output: { config: { profiles: {} } },
    },
  ];
  const [code, lines] = await conformance({ "profile-parser.json": JSON.stringify({ tests }) });
  assert.equal(code, 1);
  assert.equal(lines.at(-1), "1 passed, 1 failed");
  assert.equal(lines.filter((line) => line.startsWith("profile-parser.json: failed: ")).length, 1);
});

Deno.test("the runner counts a file that is no case file as a failure", async () => {
  for (const text of ["{", "{}", "null"]) {
    const [code, lines] = await conformance({ "file-location.json": text });
    assert.deepEqual([code, lines.at(-1)], [1, "0 passed, 1 failed"], text);
  }
});

Deno.test("a profile-parser case fails for a missing, another or an additional profile, key or value", () => {
  const passes = (output: unknown, configFile?: string) =>
    runProfileParserCases(parserCase(output, configFile)).passed === 1;
  assert.ok(passes({ config: { profiles: { a: { x: "1" } } } }));
  assert.ok(!passes({ config: { profiles: {} } }));
  assert.ok(!passes({ config: { profiles: { a: { x: "2" } } } }));
  assert.ok(!passes({ config: { profiles: { a: {} } } }));
  assert.ok(!passes({ config: { profiles: { a: { x: "1" }, b: {} } } }));
  assert.ok(!passes({ config: { profiles: { a: { x: "1" } }, sso_sessions: { s: {} } } }));
  assert.ok(!passes({ errorContaining: "Expected" }));
  assert.ok(passes({ errorContaining: "Expected a profile definition" }, "x = 1"));
  assert.ok(!passes({ errorContaining: "Expected an '=' sign" }, "x = 1"));
  assert.ok(!passes({ config: { profiles: { a: { x: "1" } } } }, "[profile a]\nx = 1\ny"));
});

Deno.test("a file-location case fails when either path differs", () => {
  const passes = (configLocation: string, credentialsLocation: string) =>
    runFileLocationCases({
      tests: [{
        name: "a case",
        environment: { HOME: "/h" },
        platform: "linux",
        configLocation,
        credentialsLocation,
      }],
    }).passed === 1;
  assert.ok(passes("/h/.aws/config", "/h/.aws/credentials"));
  assert.ok(!passes("/h/.aws/config", "/h/credentials"));
  assert.ok(!passes("/h/config", "/h/.aws/credentials"));
});

Deno.test("an assume-role case may name the account of the keys, and define no profile at all", () => {
  const passes = (profiles: Record<string, Record<string, string>>, output: unknown) =>
    runAssumeRoleCases([{ docs: "a case", input: { profiles, selected_profile: "A" }, output }])
      .passed === 1;
  const keys = { aws_access_key_id: "a", aws_secret_access_key: "b", aws_account_id: "1" };
  const role = { role_arn: "arn:aws:iam::123456789:role/R", source_profile: "B" };
  const chain = (account: Record<string, string>) => ({
    ProfileChain: [
      { AccessKey: { access_key_id: "a", secret_access_key: "b", ...account } },
      { AssumeRole: { role_arn: role.role_arn } },
    ],
  });
  assert.ok(passes({ A: role, B: keys }, chain({ account_id: "1" })));
  assert.ok(!passes({ A: role, B: keys }, chain({})));
  assert.ok(passes({}, { Error: "No profiles were defined" }));
  assert.ok(passes({ B: keys }, { Error: "could not find source profile A referenced from" }));
  assert.ok(
    passes({ A: { web_identity_token_file: "/t" } }, {
      Error: "`web_identity_token_file` was specified but `role_arn` was missing",
    }),
  );
});

Deno.test("an endpoint case without params sets none", () => {
  const testCases = [{
    documentation: "none",
    expect: { endpoint: { url: "https://sts.amazonaws.com" } },
  }];
  assert.equal(runStsEndpointCases({ testCases }).passed, 1);
});

Deno.test("a deviation explains the case of its file and name, and no other", () => {
  const table = [{ file: "a.json", name: "one", reason: "because" }];
  assert.equal(deviationOf("a.json", "one: why", table)?.reason, "because");
  assert.equal(deviationOf("b.json", "one: why", table), undefined);
  assert.equal(deviationOf("a.json", "one more: why", table), undefined);
});

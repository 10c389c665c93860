import assert from "node:assert/strict";
import { environmentChange } from "../../src/session/environment.ts";
import { decisionJson } from "../../src/session/dry_run_json.ts";
import { decisionPage } from "../../src/session/dry_run_page.ts";
import { switchOptionsOf } from "../support/requests.ts";
import { parseIni } from "../../src/config/ini.ts";
import { PLAIN } from "../../src/text/colours.ts";
import { planSwitch } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/configuration.ts";

const CONFIG = `[profile p]
role_arn = arn:aws:iam::222233334444:role/team/ops
source_profile = mid
duration_seconds = 7200
external_id = open:sesame
[profile mid]
role_arn = arn:aws:iam::111122223333:role/mid
mfa_serial = arn:aws:iam::111122223333:mfa/me
region = eu-west-1
`;

function decision(options: string[] = [], env: Record<string, string> = {}) {
  const all: Record<string, string> = {
    AWS_ACCESS_KEY_ID: "AKIAEXAMPLEEXAMPLE00",
    AWS_SECRET_ACCESS_KEY: "hidden",
    ...env,
  };
  const config = readConfiguration(parseIni(CONFIG, "config"), undefined);
  const plan = planSwitch("p", switchOptionsOf([...options, "p"]), config, (name) => all[name]);
  const facts = {
    profile: "p",
    identity: {
      kind: "role-session" as const,
      roleArn: plan.calls.at(-1)!.role.text,
      account: "222233334444",
    },
    setAwsProfile: true,
  };
  return {
    plan,
    change: environmentChange(facts, undefined),
    command: ["aws", "a b\x1b"],
    keyless: false,
    renews: false,
    defaults: [],
  };
}

Deno.test("decisionPage() shows each call, and where each value comes from", () => {
  const page = decisionPage(decision(["-r", "eu-west-3"]), PLAIN, (name) => name === "AWS_VAULT");
  const lines = page.split("\n").map((line) => line.replaceAll(/ +/g, " ").trim());
  for (
    const line of [
      "profile p",
      "keys …LE00 ($AWS_ACCESS_KEY_ID)",
      "role 1 arn:aws:iam::111122223333:role/mid (config:7)",
      "session me (config:8)",
      "lasts 1h 00m (STS's default)",
      "mfa arn:aws:iam::111122223333:mfa/me (config:8)",
      "role 2 arn:aws:iam::222233334444:role/team/ops (config:2)",
      "lasts 1h 00m (config:4)",
      "external id open:sesame (config:5)",
      "code the terminal",
      "region eu-west-3 (--region)",
      "sts https://sts.eu-west-3.amazonaws.com (signed for eu-west-3)",
      "sets AWS_ACCOUNT_ID=222233334444",
      "unsets AWS_VAULT",
      'command "aws" "a b\\u001b"',
    ]
  ) assert.ok(lines.includes(line), `${line}\nis not in\n${page}`);
  assert.match(page, /^warning +this session lasts 1h, not 2h \(config:4\)/m);
  assert.doesNotMatch(page, /hidden/);
});

Deno.test("decisionPage() says where the code will come from", () => {
  const code = (options: string[], env: Record<string, string> = {}) =>
    /^code +(.*)$/m.exec(decisionPage(decision(options, env), PLAIN, () => false))?.[1];
  assert.equal(code(["-t", "123456"]), "--mfa-token");
  assert.equal(code([], { SWR_MFA_TOKEN: "123456" }), "$SWR_MFA_TOKEN");
  assert.equal(code(["--mfa-process", "ykman"]), "mfa_process, --mfa-process");
  const session = { AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE", AWS_SESSION_TOKEN: "t" };
  assert.equal(code(["--from-session"], session), "none is needed");
});

Deno.test("decisionJson() has the same, what is secret or unknown as null", () => {
  const json = decisionJson(decision(["-t", "123456"]));
  const object = JSON.parse(json);
  assert.deepEqual(object.chain[1], {
    profile: "p",
    roleArn: "arn:aws:iam::222233334444:role/team/ops",
    sessionName: "me",
    durationSeconds: 3600,
    externalId: "open:sesame",
    origins: {
      roleArn: "config:2",
      sessionName: "config:8",
      durationSeconds: "config:4",
      externalId: "config:5",
    },
  });
  assert.equal(object.region, "eu-west-1");
  assert.equal(object.regionOrigin, "config:9");
  assert.equal(object.code, "--mfa-token");
  assert.equal(object.environment.set.AWS_SESSION_TOKEN, null);
  assert.doesNotMatch(json, /hidden|123456/);
});

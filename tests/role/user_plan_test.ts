// The decision of a user session: device, region, time, source, and what is refused before a code.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import type { Situation } from "../../src/role/plan.ts";
import { planUser, planUserProfile } from "../../src/role/user_plan.ts";
import { KEYS, refuses, ROLE } from "../support/plans.ts";
import { from } from "../support/origins.ts";
import { switchOptionsOf } from "../support/requests.ts";

const DEVICE = "arn:aws:iam::111122223333:mfa/phone";
const ONE = `[profile p]\n${ROLE}mfa_serial = ${DEVICE}\n`;

type Given = { options?: string[]; env?: Record<string, string>; situation?: Situation };

function user(config: string, { options = [], env = KEYS, situation = {} }: Given = {}) {
  const files = readConfiguration(parseIni(config, "config"), undefined);
  const request = switchOptionsOf([...options, "--user"]);
  return planUser(request, files, (name) => env[name], situation);
}

function ofProfile(config: string, { options = [], env = KEYS, situation = {} }: Given = {}) {
  const files = readConfiguration(parseIni(config, "config"), undefined);
  const request = switchOptionsOf([...options, "me"]);
  return planUserProfile(files.profiles.get("me")!, request, files, (name) => env[name], situation);
}

Deno.test("the device is the option, else the only one of the config; the time is STS's or the option", () => {
  const { calls: [call], ownSection, opens } = user(ONE);
  assert.deepEqual([ownSection, opens], [true, "user-session"]);
  assert.deepEqual(call.input, { SerialNumber: DEVICE });
  assert.deepEqual(call.origins, { SerialNumber: from("config:3") });
  const other = `${ONE}[profile q]\n${ROLE}mfa_serial = arn:aws:iam::111122223333:mfa/other\n`;
  const options = ["--mfa-serial", "GAHT12345678", "-d", "36h"];
  assert.deepEqual(user(other, { options }).calls[0].input, {
    DurationSeconds: 129600,
    SerialNumber: "GAHT12345678",
  });
  refuses(() => user(ONE, { options: ["-d", "37h"] }), /a user session lasts from 15m to 36h/);
  refuses(() => user(ONE, { options: ["-d", "14m"] }), /not a valid session duration/);
  refuses(
    () => user(other),
    /names 2 MFA devices: choose one with --mfa-serial\n.*mfa\/phone: p\n.*mfa\/other: q/,
  );
});

Deno.test("the section of its own is named after account and device, and no profile has that name", () => {
  assert.equal(user(ONE).profile, "111122223333-phone");
  const taken = `${ONE}[profile 111122223333-phone]\n[profile 111122223333-phone-2]\n`;
  assert.equal(user(taken).profile, "111122223333-phone-3");
  const odd = ONE.replace("mfa/phone", "mfa/team/my+phone@home");
  assert.equal(user(odd).profile, "111122223333-my-phone-home");
  assert.equal(user("", { options: ["--mfa-serial", "GAHT12345678"] }).profile, "user");
});

Deno.test("the region: option, environment, none; a profile's own comes before the environment", () => {
  const env = { ...KEYS, AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-2" };
  const config = `[default]\nregion = eu-west-2\n${ONE}region = eu-west-1\n`;
  assert.equal(user(config, { options: ["-r", "us-east-1"], env }).region?.value, "us-east-1");
  assert.equal(user(config, { env }).region?.value, "us-east-2");
  assert.equal(user(config, { env: { ...env, AWS_REGION: "" } }).region?.value, "us-west-2");
  const none = user(config);
  assert.equal(none.region, undefined);
  assert.equal(none.endpoint.url, "https://sts.amazonaws.com");
  const me = `[profile me]\nmfa_serial = ${DEVICE}\nregion = eu-west-3\n`;
  assert.equal(ofProfile(me, { env }).region?.value, "eu-west-3");
  const cn = ONE.replace("arn:aws:iam::1", "arn:aws-cn:iam::1");
  assert.equal(user(cn).endpoint.host, "sts.cn-northwest-1.amazonaws.com.cn");
  refuses(
    () => user(ONE, { options: ["-r", "cn-north-1"] }),
    /cn-north-1 is not in the partition of the MFA device, aws\n/,
  );
});

Deno.test("without a device it is said that the session has no MFA", () => {
  const { calls: [{ input }], warnings } = user(`[profile p]\n${ROLE}`);
  assert.deepEqual(input, {});
  assert.equal(warnings.length, 1);
  assert.match(warnings[0]!, /no profile names an MFA device: this session has no MFA/);
});

Deno.test("keys that tell another account than the device's are named; others are not", () => {
  // The example of https://awsteele.com/blog/2020/09/26/aws-access-key-format.html
  const env = { ...KEYS, AWS_ACCESS_KEY_ID: "AKIAY34FZKBOKMUTVV7A" };
  assert.match(
    user(ONE, { env }).warnings.join(),
    /key is of account 609629065308, the MFA device of 111122223333: is it the right envchain/,
  );
  const same = ONE.replace("111122223333", "609629065308");
  assert.deepEqual(user(same, { env }).warnings, []);
  assert.deepEqual(user(ONE).warnings, []);
});

Deno.test("without keys the way is envchain", () => {
  refuses(() => user(ONE, { env: {} }), /envchain NAMESPACE swr --user/);
  const me = `[profile me]\nmfa_serial = ${DEVICE}\n`;
  refuses(() => ofProfile(me, { env: {} }), /envchain NAMESPACE swr me/);
});

Deno.test("a profile's own keys open its session; other keys in the environment are refused", () => {
  const me = `[profile me]\nmfa_serial = ${DEVICE}\naws_access_key_id = AKIAEXAMPLEEXAMPLE02\n` +
    `aws_secret_access_key = notareal/secret+key0000000000000000000003\nduration_seconds = 900\n`;
  const { source, calls: [{ input }], ownSection, profile } = ofProfile(me, { env: {} });
  assert.deepEqual([source.kind, profile, ownSection], ["profile", "me", false]);
  assert.equal(input.DurationSeconds, undefined, "duration_seconds is for roles");
  refuses(
    () => ofProfile(me),
    /"me" has keys of its own, and the environment holds others\n.*config:3/,
  );
});

Deno.test("a line that spoils a role's profile spoils a user's", () => {
  refuses(
    () => ofProfile(`[profile me]\nmfa_serial = ${DEVICE}\nmfa_serial = ${DEVICE}x\n`),
    /mfa_serial is set twice/,
  );
});

Deno.test("parameters of a role are refused on the command line, and ignored from SWR_OPTIONS", () => {
  for (const option of [["--session-name", "abc"], ["--external-id", "x1"], ["--from-session"]]) {
    refuses(() => user(ONE, { options: option }), /has no meaning for a user session/);
  }
});

// include_profile gives what does not decide who one becomes, and nothing else.

import assert from "node:assert/strict";
import { plan, refuses, ROLE } from "../support/plans.ts";
import { originText } from "../../src/text/origin.ts";

const DEVICE = "arn:aws:iam::111122223333:mfa/me";

Deno.test("a profile takes device, region, times and source of the profile that it includes, with their places", () => {
  const { calls, region, mfaProcess } = plan(
    `[profile p]\n${ROLE}include_profile = common\n` +
      `[profile common]\nmfa_serial = ${DEVICE}\nregion = eu-west-1\nduration_seconds = 900\n` +
      "role_session_name = shared\nmfa_process = code\n",
  );
  assert.equal(calls[0].input.SerialNumber, DEVICE);
  assert.equal(calls[0].input.DurationSeconds, 900);
  assert.equal(calls[0].input.RoleSessionName, "shared");
  assert.equal(originText(calls[0].origins.SerialNumber!), "config:5");
  assert.deepEqual([region!.value, originText(region!.origin)], ["eu-west-1", "config:6"]);
  assert.equal(mfaProcess!.value, "code");
});

Deno.test("what the profile sets itself comes first, to nothing even; the nearest include comes before the next", () => {
  const { calls, region } = plan(
    `[profile p]\n${ROLE}include_profile = a\nmfa_serial =\n[profile a]\ninclude_profile = b\nregion = eu-west-1\n` +
      `[profile b]\nregion = eu-west-3\nmfa_serial = ${DEVICE}\nduration_seconds = 900\n`,
  );
  assert.equal(calls[0].input.SerialNumber, undefined);
  assert.equal(calls[0].input.DurationSeconds, 900);
  assert.equal(region!.value, "eu-west-1");
});

Deno.test("role, external id, keys and processes are never taken", () => {
  const other = "arn:aws:iam::999988887777:role/other";
  const common =
    `[profile common]\nrole_arn = ${other}\nexternal_id = theirs\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n` +
    "aws_secret_access_key = x/y\ncredential_process = tool\nsso_session = s\nservices = s\nendpoint_url = http://127.0.0.1:1\n";
  const { calls, endpoint } = plan(`[profile p]\n${ROLE}include_profile = common\n${common}`);
  assert.equal(calls[0].input.ExternalId, undefined);
  assert.notEqual(calls[0].role.text, other);
  assert.equal(endpoint.origin, undefined);
  refuses(() => plan(`[profile p]\ninclude_profile = common\n${common}`), /has no role_arn/);
  refuses(
    () => plan(`[profile p]\n${ROLE}include_profile = common\n${common}`, { env: {} }),
    /no access keys found/,
  );
});

Deno.test("a loop, a profile that is not there, and one that cannot be read are refused", () => {
  const config = (more: string) => `[profile p]\n${ROLE}include_profile = a\n${more}`;
  refuses(
    () => plan(config("[profile a]\ninclude_profile = p\n")),
    /include_profile settings form a loop: p → a → p/,
  );
  refuses(() => plan(config("")), /include_profile "a" does not exist/);
  refuses(() => plan(config("[profile a]\nnonsense\n")), /"a", which is included, cannot be read/);
  refuses(
    () => plan(config("[profile a]\nmfa_serial = a\nmfa_serial = b\n")),
    /"a", which is included, is ambiguous: mfa_serial is set twice/,
  );
});

Deno.test("what other tools honour and swr does not is named at the switch", () => {
  const { warnings } = plan(
    `[profile p]\n${ROLE}policy = a\ninclude_profile = q\n[profile q]\nregion = us-east-1\n`,
  );
  assert.deepEqual(warnings, [
    "policy (config:3) is not supported: the session is opened without it",
  ]);
  assert.deepEqual(plan(`[profile p]\n${ROLE}policy =\n`).warnings, []);
});

Deno.test("a misspelled setting is named at the switch", () => {
  assert.deepEqual(plan(`[profile p]\n${ROLE}mfa-serial = x\n`).warnings, [
    "mfa-serial (config:3) has no effect: did you mean mfa_serial?",
  ]);
});

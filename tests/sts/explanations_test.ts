// Every failure of STS that is known, and what a user reads: what happened, the likely cause, one thing to try.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { awsEndpoint } from "../../src/role/endpoint.ts";
import { parseRoleArn } from "../../src/role/arn.ts";
import { explain } from "../../src/sts/failure.ts";
import type { AssumeRoleCall } from "../../src/role/sts_call.ts";
import type { Attempt } from "../../src/sts/explanations.ts";
import { FAILURES, type Refusal } from "../support/sts_failures.ts";

const CALL: AssumeRoleCall = {
  action: "AssumeRole",
  profile: "p",
  role: parseRoleArn({ value: "arn:aws:iam::222233334444:role/admin", origin: from("here") }),
  input: {
    RoleArn: "arn:aws:iam::222233334444:role/admin",
    RoleSessionName: "me",
    DurationSeconds: 7200,
    SerialNumber: "arn:aws:iam::111122223333:mfa/me",
  },
  origins: {},
};
const ATTEMPT: Attempt = {
  call: CALL,
  typed: "p",
  endpoint: awsEndpoint("sts.amazonaws.com"),
  withCode: true,
  temporaryKeys: false,
};

function told(refusal: Refusal, more: Partial<Attempt> = {}): string {
  const error = explain({ kind: "service", requestId: "r-1", ...refusal }, { ...ATTEMPT, ...more });
  return [error.message, ...error.hints].join("\n");
}

const CASES: readonly [keyof typeof FAILURES | Refusal, RegExp][] = [
  ["wrongCode", /^the MFA code was refused\n.*already used/],
  [
    "wrongDevice",
    /^the MFA device .*mfa\/me does not belong to these keys\n.*mfa_serial of profile "p"/,
  ],
  ["root", /^the keys are those of the account's root user/],
  ["tooLong", /^the role does not allow sessions of 7200 seconds\n.*--duration 1h/],
  ["chainTooLong", /^the session is too long for a chained role\n.*--duration 1h/],
  ["unknownKey", /^STS does not know the access key\n.*envchain/],
  ["wrongSignature", /^the secret access key does not match/],
  ["expired", /^the session whose keys are in use has expired\n.*exit/],
  ["throttled", /^STS received too many requests/],
  ["unavailable", /^STS reported an internal error/],
  ["internal", /^STS reported an internal error/],
  ["packedPolicyTooLarge", /^policies and tags.*\n.*a limit of its own/],
  ["lifetime", /^the session does not last that long\n.*a shorter -d/],
  ["invalidSubject", /^STS does not accept the session's keys for narrowing\n.*--status/],
  ["malformedPolicy", /^STS refused the session policy\n.*validate-policy/],
  [FAILURES.tagsNotAuthorized("c", "r"), /^a session with tags is not allowed\n/],
  [
    FAILURES.unknownAction("GetScopedCredentials"),
    /^this endpoint of STS does not know the call\n.*another region/,
  ],
  [
    FAILURES.regionDisabled("111122223333"),
    /^STS is not active in this region\n.*--region us-east-1/,
  ],
  [FAILURES.signedTooEarly("a", "b", "c"), /^the clock of this machine is wrong/],
  [FAILURES.signedTooLate("a", "b", "c"), /^the clock of this machine is wrong/],
  [
    FAILURES.notAuthorized("arn:aws:iam::111122223333:user/me", "r"),
    /role\/admin may not be assumed/,
  ],
  [FAILURES.violations(["x"]), /^STS refuses one of the values sent\n.*--dry-run p/],
];

for (const [refusal, pattern] of CASES) {
  const row = typeof refusal === "string" ? FAILURES[refusal] as Refusal : refusal;
  Deno.test(`explain() tells cause and remedy: ${row.code}, ${row.message.slice(0, 50)}`, () => {
    const text = told(row);
    assert.match(text, pattern);
    assert.ok(text.includes(`STS says: ${row.message.trim()} (${row.code}, request r-1)`), text);
    assert.ok(text.split("\n").length >= 3, "there is something to try");
  });
}

Deno.test("a denial without a code names the serial to add, in the form of the caller's ARN", () => {
  const { SerialNumber: _, ...input } = CALL.input;
  const call = { ...CALL, input };
  const caller = "arn:aws:iam::111122223333:user/team/me";
  const denied = FAILURES.notAuthorized(caller, "r");
  assert.match(
    told(denied, { call, withCode: false, caller }),
    /keys are those of .*user\/team\/me\nno MFA code was sent.*mfa_serial = arn:aws:iam::111122223333:mfa\/me \(if that is your device\)/,
  );
  assert.doesNotMatch(told(denied), /no MFA code was sent/);
  assert.doesNotMatch(
    told(denied, { call, withCode: false, temporaryKeys: true }),
    /no MFA code was sent/,
  );
});

Deno.test("a denial inside a user session tells how old its code is, or that it has none", () => {
  const user = { text: "", partition: "aws", account: "111122223333", name: "alice" };
  const session = { user, accessKeyId: "ASIA", expiration: "2126-01-01T00:00:00Z" };
  const denied = FAILURES.notAuthorized("arn:aws:iam::111122223333:user/alice", "r");
  const inside = (mfaTime?: string) =>
    told(denied, {
      withCode: false,
      temporaryKeys: true,
      userSession: { ...session, ...(mfaTime !== undefined && { mfaTime }) },
    });
  const old = inside(new Date(Date.now() - 2 * 3600_000 - 90_000).toISOString());
  assert.match(old, /the code of this user session is 2h 01m old.*\(aws:MultiFactorAuthAge\)/);
  assert.match(old, /with a new code: `envchain NAMESPACE swr p`/);
  assert.match(inside(), /the user session of alice has no MFA, and the role may require it/);
});

Deno.test("a user session is explained in its own words, never as a role", () => {
  const call = {
    action: "GetSessionToken" as const,
    input: { SerialNumber: "arn:aws:iam::111122223333:mfa/me" },
    origins: {},
  };
  const user = { call, typed: "--user" };
  assert.match(
    told(FAILURES.wrongDevice, user),
    /mfa\/me does not belong to these keys\ncheck the device;/,
  );
  assert.match(
    told(FAILURES.wrongDevice, { call, typed: "me" }),
    /check mfa_serial of profile "me"/,
  );
  assert.match(told(FAILURES.violations(["x"]), user), /`swr --dry-run --user` shows them all/);
  const denied = { status: 403, code: "AccessDenied", message: "explicit deny" };
  assert.match(
    told(denied, user),
    /^a user session may not be opened with these keys\n.*GetSessionToken/,
  );
});

Deno.test("an endpoint that is not AWS's own is named where keys are not known", () => {
  assert.match(
    told(FAILURES.unknownKey, {
      endpoint: { ...ATTEMPT.endpoint, origin: from("$AWS_ENDPOINT_URL") },
    }),
    /\$AWS_ENDPOINT_URL left over/,
  );
});

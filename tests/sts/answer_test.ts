// The session in an answer: the identity that was asked for, and an end within a day.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { checkSession } from "../../src/sts/answer.ts";
import type { AssumeRoleCall, GetScopedCredentialsCall } from "../../src/role/sts_call.ts";
import { parseRoleArn } from "../../src/role/arn.ts";
import { SwrError } from "../../src/text/errors.ts";

const CALL: AssumeRoleCall = {
  action: "AssumeRole",
  profile: "p",
  role: parseRoleArn({ value: "arn:aws:iam::222233334444:role/team/ops", origin: from("here") }),
  input: { RoleArn: "arn:aws:iam::222233334444:role/team/ops", RoleSessionName: "me" },
  origins: {},
};
const NOW = Date.parse("2026-01-01T00:00:00Z");
const CREDENTIALS = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE00",
  secretAccessKey: "a/b+c",
  sessionToken: "t/+=",
  expiration: "2026-01-01T01:00:00Z",
};
const ARN = "arn:aws:sts::222233334444:assumed-role/ops/me";

function refuses(reading: Parameters<typeof checkSession>[0], text: RegExp): void {
  assert.throws(
    () => checkSession(reading, CALL, NOW),
    (error) => error instanceof SwrError && error.kind === "auth" && text.test(error.message),
  );
}

Deno.test("checkSession() returns the credentials of the identity that was asked for", () => {
  assert.deepEqual(checkSession({ credentials: CREDENTIALS, Arn: ARN }, CALL, NOW), {
    kind: "role-session",
    ...CREDENTIALS,
  });
});

Deno.test("checkSession() refuses another partition, account, role or session", () => {
  for (
    const other of [
      ARN.replace("aws:", "aws-cn:"),
      ARN.replace("2222", "2223"),
      ARN.replace("ops", "Ops"),
      ARN.replace("ops", "team/ops"),
      ARN.replace("/me", "/me2"),
    ]
  ) refuses({ credentials: CREDENTIALS, Arn: other }, /another identity/);
  refuses({ credentials: CREDENTIALS }, /another identity/);
});

Deno.test("checkSession() wants the narrowed session's own identity", () => {
  const call: GetScopedCredentialsCall = {
    action: "GetScopedCredentials",
    input: { DurationSeconds: 60 },
    origins: {},
    identity: ARN,
  };
  const { accessKeyId } = checkSession({ credentials: CREDENTIALS, Arn: ARN }, call, NOW);
  assert.equal(accessKeyId, CREDENTIALS.accessKeyId);
  for (const other of [`${ARN}2`, ARN.replace("2222", "2223"), undefined]) {
    assert.throws(
      () => checkSession({ credentials: CREDENTIALS, ...(other && { Arn: other }) }, call, NOW),
      /another identity/,
    );
  }
});

Deno.test("checkSession() refuses an end that cannot be, and an answer without credentials", () => {
  const ending = (expiration: string) => ({
    credentials: { ...CREDENTIALS, expiration },
    Arn: ARN,
  });
  refuses(ending("2020-01-01T00:00:00Z"), /expiration is 2020/);
  refuses(ending("2026-01-02T00:00:01Z"), /expiration is 2026-01-02/);
  refuses({ Arn: ARN }, /no credentials/);
});

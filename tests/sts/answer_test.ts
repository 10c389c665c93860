// What the Worker says is data from a stranger.

import assert from "node:assert/strict";
import { from } from "../support/origins.ts";
import { checkAnswer, checkFailure, readMessage } from "../../src/sts/answer.ts";
import type { AssumeRoleCall } from "../../src/role/sts_call.ts";
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
  kind: "role-session",
  accessKeyId: "ASIAEXAMPLEEXAMPLE00",
  secretAccessKey: "a/b+c",
  sessionToken: "t/+=",
  expiration: "2026-01-01T01:00:00Z",
};
const ARN = "arn:aws:sts::222233334444:assumed-role/ops/me";

function refuses(credentials: unknown, assumedRoleArn: unknown, text: RegExp): void {
  assert.throws(
    () => checkAnswer({ credentials, assumedRoleArn }, CALL, NOW),
    (error) => error instanceof SwrError && error.kind === "auth" && text.test(error.message),
  );
}

Deno.test("checkAnswer() returns the credentials of the identity that was asked for", () => {
  assert.deepEqual(
    checkAnswer({ credentials: CREDENTIALS, assumedRoleArn: ARN }, CALL, NOW),
    CREDENTIALS,
  );
});

Deno.test("checkAnswer() refuses another partition, account, role or session", () => {
  for (
    const other of [
      ARN.replace("aws:", "aws-cn:"),
      ARN.replace("2222", "2223"),
      ARN.replace("ops", "Ops"),
      ARN.replace("ops", "team/ops"),
      ARN.replace("/me", "/me2"),
    ]
  ) refuses(CREDENTIALS, other, /another identity/);
});

Deno.test("checkAnswer() refuses missing and malformed parts", () => {
  refuses(undefined, ARN, /no credentials/);
  refuses({ ...CREDENTIALS, sessionToken: undefined }, ARN, /session token is missing/);
  refuses({ ...CREDENTIALS, sessionToken: "a\nb" }, ARN, /session token is malformed/);
  refuses({ ...CREDENTIALS, secretAccessKey: "\x1b[2J" }, ARN, /secret access key is malformed/);
  refuses({ ...CREDENTIALS, accessKeyId: 7 }, ARN, /access key id is malformed/);
  refuses({ ...CREDENTIALS, expiration: "2020-01-01T00:00:00Z" }, ARN, /expiration is 2020/);
  refuses({ ...CREDENTIALS, expiration: "soon" }, ARN, /expiration is malformed/);
  refuses(CREDENTIALS, undefined, /assumed role is missing/);
});

Deno.test("checkFailure() makes control characters visible and cuts what is long", () => {
  const failure = checkFailure({
    kind: "service",
    code: "X",
    message: `\x1b[31m${"a".repeat(9999)}`,
    status: 403,
  });
  assert.match(failure.message, /^\\x1b\[31m/);
  assert.ok(failure.message.length <= 2000);
});

Deno.test("checkFailure() takes no kind of failure that swr does not know", () => {
  for (const kind of ["connection", "lost", "broken"] as const) {
    assert.deepEqual(checkFailure({ kind, message: "m", more: 1 }), { kind, message: "m" });
  }
  for (const failure of [{ kind: "new", message: "m" }, { message: "m" }, null, "lost"]) {
    assert.throws(() => checkFailure(failure), SwrError);
  }
});

Deno.test("readMessage() knows the messages of the protocol and no others", () => {
  for (const message of [null, 7, "answer", {}, { type: "answer" }, { type: "exec", id: 1 }]) {
    assert.equal(readMessage(message), undefined);
  }
  assert.deepEqual(readMessage({ type: "booted", more: 1 }), { type: "booted" });
});

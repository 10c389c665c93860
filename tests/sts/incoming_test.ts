// What is read of an answer: one element each, and equal to what the AWS SDK reports.

import assert from "node:assert/strict";
import { compareReport, readAnswer, readFailure, withoutPrefixes } from "../../src/sts/incoming.ts";
import { SwrError } from "../../src/text/errors.ts";

const KEYS = {
  accessKeyId: "ASIAEXAMPLEEXAMPLE00",
  secretAccessKey: "a/b+c=d&e<f",
  sessionToken: "t/+=".repeat(100),
  expiration: "2026-01-01T01:00:00Z",
};
const ARN = "arn:aws:sts::222233334444:assumed-role/ops/me";

function answer(change: (text: string) => string = (text) => text): string {
  return change(`<?xml version="1.0"?>
<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROAX:me</AssumedRoleId><Arn>${ARN}</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>${KEYS.accessKeyId}</AccessKeyId>
<SecretAccessKey>a/b+c=d&amp;e&lt;f</SecretAccessKey>
<SessionToken>${KEYS.sessionToken}</SessionToken>
<Expiration>${KEYS.expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`);
}

const REPORT = { credentials: KEYS, Arn: ARN };

function unusable(act: () => unknown, why: RegExp): void {
  assert.throws(
    act,
    (error) =>
      error instanceof SwrError && error.code === "answer-unusable" && why.test(error.message),
  );
}

Deno.test("readAnswer() reads every element, whatever the spelling of its characters", () => {
  const spellings: ((text: string) => string)[] = [
    (text) => text,
    (text) => text.replace("a/b+c=d&amp;e&lt;f", "a&#47;b&#x2B;c&#x3d;d&#38;e&#x3c;f"),
    (text) =>
      text.replace("<SessionToken>", '<SessionToken type="x">').replace("</Arn>", "</Arn >"),
    (text) => text.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1ns2:"),
    (text) => text.replace(KEYS.expiration, "2026-01-01T01:00:00.987Z"),
    (text) => text.replace(KEYS.expiration, "2026-01-01T02:00:00+01:00"),
    (text) => text.replace(ARN, `\n  ${ARN}\n`),
  ];
  for (const spelling of spellings) {
    const reading = readAnswer(answer(spelling), "AssumeRole");
    assert.deepEqual(reading, { credentials: KEYS, Arn: ARN }, answer(spelling));
    assert.doesNotThrow(() => compareReport(REPORT, reading));
  }
});

Deno.test("withoutPrefixes() leaves the elements that the AWS SDK looks for, and other answers as they are", () => {
  const prefixed = answer((text) => text.replaceAll(/<(\/?)(?=[A-Z])/g, "<$1ns2:"));
  assert.equal(withoutPrefixes(prefixed), answer());
  for (const text of [answer(), "a:b", "<html:p>"]) assert.equal(withoutPrefixes(text), text);
});

Deno.test("readAnswer() refuses an element that is missing, twice, or of another form", () => {
  const cases: [change: (text: string) => string, why: RegExp][] = [
    [(text) => text.replace(/<Arn>.*<\/Arn>/, ""), /Arn is missing/],
    [
      (text) =>
        text.replace(
          "</Credentials>",
          `<AccessKeyId>ASIAOTHEROTHEROTHER0</AccessKeyId></Credentials>`,
        ),
      /more than one AccessKeyId/,
    ],
    [(text) => text.replace(KEYS.sessionToken, "a b"), /SessionToken is malformed/],
    [(text) => text.replace(KEYS.sessionToken, "a&#10;b"), /SessionToken is malformed/],
    [(text) => text.replace(KEYS.accessKeyId, "short"), /AccessKeyId is malformed/],
    [(text) => text.replace(KEYS.expiration, "soon"), /Expiration is malformed/],
    [
      (text) => text.replace(KEYS.accessKeyId, `<![CDATA[${KEYS.accessKeyId}]]>`),
      /AccessKeyId is missing/,
    ],
    [() => "<html>sign in</html>", /missing/],
    [() => "", /missing/],
  ];
  for (const [change, why] of cases) {
    unusable(() => readAnswer(answer(change), "AssumeRole"), why);
  }
});

Deno.test("compareReport() refuses a part of a value, a swap, a later end and another identity", () => {
  const reading = readAnswer(answer(), "AssumeRole");
  const { accessKeyId, secretAccessKey } = KEYS;
  const forged: Record<string, unknown> = {
    "a part": { ...REPORT, credentials: { ...KEYS, secretAccessKey: "a" } },
    "a swap": {
      ...REPORT,
      credentials: { ...KEYS, accessKeyId: secretAccessKey, secretAccessKey: accessKeyId },
    },
    "a later end": { ...REPORT, credentials: { ...KEYS, expiration: "2026-01-01T02:00:00Z" } },
    "another role": { ...REPORT, Arn: ARN.replace("ops", "Ops") },
    "no Arn": { credentials: KEYS },
    "no credentials": { Arn: ARN },
    "nothing": undefined,
  };
  for (const [what, report] of Object.entries(forged)) {
    unusable(() => compareReport(report, reading), /the AWS SDK reports/);
    assert.ok(what);
  }
});

Deno.test("readAnswer() of the other calls reads their own elements", () => {
  const caller =
    `<GetCallerIdentityResult><Arn>${ARN}</Arn><UserId>AROAX:me</UserId><Account>222233334444</Account></GetCallerIdentityResult>`;
  assert.deepEqual(readAnswer(caller, "GetCallerIdentity"), { Arn: ARN, Account: "222233334444" });
  const token = answer((text) => text.replace(/<AssumedRoleUser>.*<\/AssumedRoleUser>/, ""));
  assert.deepEqual(readAnswer(token, "GetSessionToken"), { credentials: KEYS });
});

Deno.test("readFailure() is STS's own error, and nothing else", () => {
  const text =
    "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no \x1b[31m&amp; never</Message></Error><RequestId>r-1</RequestId></ErrorResponse>";
  assert.deepEqual(readFailure(text, 403), {
    code: "AccessDenied",
    message: "no \\x1b[31m& never",
    status: 403,
    requestId: "r-1",
  });
  assert.equal(readFailure(text, 200), undefined);
  assert.equal(readFailure("<html>403</html>", 403), undefined);
  assert.equal(readFailure(text.replace("</Error>", "<Code>Other</Code></Error>"), 403), undefined);
  assert.equal(readFailure(text.replace("AccessDenied", "Access Denied"), 403), undefined);
});

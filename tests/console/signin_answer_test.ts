// What the sign-in answers: a token or a failure, and nothing that it wrote is shown.

import assert from "node:assert/strict";
import { SwrError } from "../../src/text/errors.ts";
import { refusesPost, tokenIn } from "../../src/console/signin_answer.ts";

const ATTEMPT = { host: "signin.aws.amazon.com", withDuration: false };

const answer = (status: number, text: string) => ({ kind: "answer", status, text }) as const;

Deno.test("a POST is refused by a status that speaks of the request, not by one of the credentials", () => {
  for (const status of [400, 404, 405, 411, 415, 501]) {
    assert.ok(refusesPost(answer(status, "<title>no</title>")), String(status));
  }
  for (const status of [200, 302, 403, 429, 500, 503]) {
    assert.ok(!refusesPost(answer(status, "")), String(status));
  }
  assert.ok(!refusesPost(answer(400, "HTTP Status 400 – Invalid credentials parameter")));
  assert.ok(!refusesPost({ kind: "failure", message: "x" }));
});

Deno.test("tokenIn() takes a token of sane characters and nothing else", () => {
  const token = `${"aZ0_-+/=.~".repeat(20)}`;
  assert.equal(tokenIn(answer(200, JSON.stringify({ SigninToken: token })), ATTEMPT), token);
  const bad = [
    "",
    "short",
    "a b".repeat(10),
    `${token}&Destination=https://evil.example`,
    "x".repeat(20_000),
  ];
  const texts = bad.map((each) => JSON.stringify({ SigninToken: each }));
  const others = ["", "null", "[]", "{}", '{"SigninToken":7}', "<html>", '{"SigninToken":null}'];
  for (const text of [...texts, ...others]) {
    assert.throws(() => tokenIn(answer(200, text), ATTEMPT), /contains no sign-in token/, text);
  }
});

Deno.test("each failure has its cause and remedy, and none repeats what the service said", () => {
  const secret = "sEcReT/kEy+0123456789";
  const cases: [
    ReturnType<typeof answer> | { kind: "failure"; message: string },
    RegExp,
    string,
  ][] = [
    [
      answer(400, `Invalid credentials parameter ${secret}`),
      /rejects the role's credentials/,
      "auth",
    ],
    [answer(403, secret), /status 403/, "auth"],
    [answer(302, secret), /redirects/, "network"],
    [answer(503, secret), /busy or failing/, "network"],
    [answer(418, secret), /its status is 418/, "network"],
    [
      {
        kind: "failure",
        message: `error sending request for url (https://h/federation?Session=%7B%22${secret})`,
      },
      /cannot be reached/,
      "network",
    ],
  ];
  for (const [reply, message, kind] of cases) {
    assert.throws(() => tokenIn(reply, ATTEMPT), (error) => {
      assert.ok(error instanceof SwrError);
      assert.match(error.message, message);
      assert.equal(error.kind, kind);
      assert.ok(error.hints.length > 0);
      assert.doesNotMatch([error.message, ...error.hints].join("\n"), /sEcReT/);
      return true;
    });
  }
  assert.throws(
    () => tokenIn(answer(400, "Invalid credentials parameter"), { ...ATTEMPT, withDuration: true }),
    (error) => error instanceof SwrError && /--duration/.test(error.hints.join()),
  );
});

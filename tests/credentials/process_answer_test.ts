// What a credential_process may print, and what is said of anything else.

import assert from "node:assert/strict";
import { processCredentials } from "../../src/credentials/process_answer.ts";

const NOW = Date.parse("2026-01-01T00:00:00Z");
const LONG_TERM = {
  Version: 1,
  AccessKeyId: "AKIAIOSFODNN7EXAMPLE",
  SecretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
const SESSION = {
  ...LONG_TERM,
  AccessKeyId: "ASIAIOSFODNN7EXAMPLE",
  SessionToken: "token",
  Expiration: "2026-01-01T01:00:00.5Z",
  AccountId: "111122223333",
};

/** What is wrong with the object. */
function fault(given: unknown): string {
  const found = processCredentials(typeof given === "string" ? given : JSON.stringify(given), NOW);
  return "what" in found ? found.what : "nothing";
}

Deno.test("long-lived keys and those of a session are taken, with what is known of them", () => {
  const found = processCredentials(`\ufeff${JSON.stringify(SESSION, null, 2)}\n`, NOW);
  assert.deepEqual(found, {
    credentials: {
      kind: "role-session",
      accessKeyId: SESSION.AccessKeyId,
      secretAccessKey: SESSION.SecretAccessKey,
      sessionToken: "token",
    },
    facts: {
      accessKeyId: SESSION.AccessKeyId,
      gives: "role-session",
      account: "111122223333",
      expiration: "2026-01-01T01:00:00Z",
    },
  });
  // Some programs write null or an empty text for what there is not.
  for (const more of [{}, { SessionToken: null, Expiration: null }, { SessionToken: "" }]) {
    const keys = processCredentials(JSON.stringify({ ...LONG_TERM, ...more }), NOW);
    assert.ok("facts" in keys);
    assert.deepEqual(keys.facts, { accessKeyId: LONG_TERM.AccessKeyId, gives: "long-term" });
  }
});

Deno.test("an end may have any form of RFC 3339, and has to be ahead", () => {
  for (const Expiration of ["2026-01-01T02:00:00+01:00", "2026-01-01T01:00:00+0000"]) {
    const found = processCredentials(JSON.stringify({ ...SESSION, Expiration }), NOW);
    assert.ok("facts" in found, Expiration);
    assert.equal(found.facts.expiration, "2026-01-01T01:00:00Z");
  }
  assert.match(fault({ ...SESSION, Expiration: "2026-01-01T00:00:00Z" }), /have expired$/);
  for (const Expiration of ["tomorrow", "2026-13-01T00:00:00Z", 1767225600, "2026-01-01"]) {
    assert.match(fault({ ...SESSION, Expiration }), /Expiration is not a time in RFC 3339$/);
  }
});

Deno.test("what is missing or malformed is named, and no value is shown", () => {
  const { AccessKeyId: _, ...noId } = SESSION;
  const { SecretAccessKey: __, ...noSecret } = SESSION;
  const { SessionToken: ___, ...noToken } = SESSION;
  const { Version: ____, ...noVersion } = SESSION;
  const cases: readonly [given: unknown, what: RegExp][] = [
    ["", /^it printed nothing$/],
    [" \n", /^it printed nothing$/],
    [`hello ${JSON.stringify(SESSION)}`, /^it printed other text before the JSON$/],
    [`${JSON.stringify(SESSION)} bye`, /^what it printed is not JSON$/],
    [[SESSION], /^what it printed is not a JSON object$/],
    ["null", /^what it printed is not a JSON object$/],
    ['"text"', /^what it printed is not a JSON object$/],
    [noVersion, /Version is missing$/],
    [{ ...SESSION, Version: "1" }, /Version is not 1$/],
    [{ ...SESSION, Version: 2 }, /Version is not 1$/],
    [noId, /AccessKeyId is missing$/],
    [{ ...SESSION, AccessKeyId: 7 }, /AccessKeyId is missing$/],
    [noSecret, /SecretAccessKey is missing$/],
    [noToken, /key of a session, and SessionToken is missing$/],
    [{ ...SESSION, SessionToken: 5 }, /SessionToken is not a text$/],
    [{ ...SESSION, SessionToken: "x y" }, /the session token contains a blank/],
    [{ ...SESSION, AccessKeyId: "lower" }, /the access key id cannot be one/],
    [{ ...SESSION, AccountId: "123" }, /AccountId is not an account number of twelve digits$/],
  ];
  for (const [given, what] of cases) {
    const said = fault(given);
    assert.match(said, what);
    assert.doesNotMatch(said, /wJalr|x y/);
  }
});

import assert from "node:assert/strict";
import { contentOf, keyContent, labelOf, labelText } from "../../src/credentials/session_key.ts";

const CREDENTIALS = {
  kind: "role-session" as const,
  accessKeyId: "ASIAEXAMPLEEXAMPLE00",
  secretAccessKey: "s/+=",
  sessionToken: "t",
  expiration: "2026-01-01T00:00:00Z",
};

Deno.test("a description is read back, whatever the profile is called", () => {
  for (const profile of ["p", "a:b", "ü %3A/;", "x y", "swr:1:"]) {
    for (const kind of ["role-session", "renewed-role", "user-session", "renewal"] as const) {
      const label = { kind, account: "222233334444", profile };
      assert.deepEqual(labelOf(labelText(label)), label);
      assert.doesNotMatch(labelText(label), /[\s;]/);
    }
  }
});

Deno.test("other descriptions are no session's", () => {
  for (
    const text of [
      "swr:1:role-session:222233334444",
      "swr:1:role-session:222233334444:",
      "swr:1:role-session:222233334444:p:q",
      "swr:2:role-session:222233334444:p",
      "swr:1:long-term:222233334444:p",
      "swr:1:role-session:222233334444:%",
      "swr:trial",
      "",
    ]
  ) {
    assert.equal(labelOf(text), undefined, text);
  }
});

Deno.test("the content is read back; what is not whole is none", () => {
  assert.deepEqual(contentOf("role-session", keyContent(CREDENTIALS)), CREDENTIALS);
  assert.deepEqual(contentOf("role-session", keyContent(CREDENTIALS, 60)), {
    ...CREDENTIALS,
    seconds: 60,
  });
  const { kind: _, ...held } = CREDENTIALS;
  const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  for (const name of Object.keys(held)) {
    for (const value of [undefined, "", 1, null]) {
      assert.equal(contentOf("role-session", encode({ ...held, [name]: value })), undefined, name);
    }
  }
  for (const bytes of [encode(null), encode([]), new Uint8Array([0]), new Uint8Array([255])]) {
    assert.equal(contentOf("role-session", bytes), undefined);
  }
});

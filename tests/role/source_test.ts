// What an access key id tells: the kind of its credentials, and its account.

import assert from "node:assert/strict";
import { accountOfKey, keyKind } from "../../src/role/source.ts";

Deno.test("accountOfKey() knows the account of newer ids, and says nothing of others", () => {
  // Published with their accounts: awsteele.com/blog/2020/09/26/aws-access-key-format.html and what answered it.
  assert.equal(accountOfKey("ASIAY34FZKBOKMUTVV7A"), "609629065308");
  assert.equal(accountOfKey("ASIAQNZGKIQY56JQ7WML"), "029608264753");
  for (
    const id of ["AKIAIOSFODNN7EXAMPLE", "", "AKIA", "AROAQNZGKIQY56JQ7WML", "ASIAQNZGKIQY56JQ7WM1"]
  ) {
    assert.equal(accountOfKey(id), undefined);
  }
});

Deno.test("keyKind() goes by the id, and by the token only if the id does not tell", () => {
  const kinds = (id: string) => [keyKind(id, false), keyKind(id, true)];
  assert.deepEqual(kinds("AKIAEXAMPLE"), ["long-term", "long-term"]);
  assert.deepEqual(kinds("ASIAEXAMPLE"), ["role-session", "role-session"]);
  assert.deepEqual(kinds("XYZEXAMPLE"), ["long-term", "role-session"]);
});

// Where the credentials of the first call come from, and what an access key id tells.

import assert from "node:assert/strict";
import { accountOfKey, keyKind } from "../../src/role/source.ts";
import { KEYS, plan, refuses, ROLE } from "../support/plans.ts";

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
  assert.deepEqual(kinds("AKIAIOSFODNN7EXAMPLE"), ["long-term", "long-term"]);
  assert.deepEqual(kinds("ASIAIOSFODNN7EXAMPLE"), ["role-session", "role-session"]);
  assert.deepEqual(kinds("XYZEXAMPLE"), ["long-term", "role-session"]);
});

Deno.test("the environment's keys stand in for the base of the chain, else the base's own are used", () => {
  const config = `[profile p]\n${ROLE}source_profile = base\n`;
  const credentials =
    "[base]\naws_access_key_id = AKIAFILEEXAMPLE0000000\naws_secret_access_key = s\n";
  assert.equal(plan(config, { credentials }).source.accessKeyId, "AKIAIOSFODNN7EXAMPLE");
  const file = plan(config, { credentials, env: {} });
  assert.deepEqual(
    [file.source.kind === "profile" && file.source.profile, file.source.accessKeyId],
    ["base", "AKIAFILEEXAMPLE0000000"],
  );
  refuses(() => plan(config, { env: {} }), /source_profile "base" \(config:3\) does not exist/);
});

Deno.test("a token beside a long-lived key is left over; keys of a session send no code, and last an hour at most", () => {
  const config = `[profile p]\n${ROLE}mfa_serial = arn:aws:iam::111122223333:mfa/me\n`;
  const left = plan(config, { env: { ...KEYS, AWS_SESSION_TOKEN: "old" } });
  assert.equal(left.source.gives, "long-term");
  const env = {
    AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "s",
    AWS_SESSION_TOKEN: "t",
  };
  const chained = plan(config, { env, options: ["--from-session"] });
  assert.equal(chained.calls[0].input.SerialNumber, undefined);
  refuses(() => plan(config, { env, options: ["--from-session", "-d", "2h"] }), /an hour at most/);
});

Deno.test("a key with a blank or a control character in it is refused, and not shown", () => {
  const config = `[profile p]\n${ROLE}`;
  for (
    const sign of ["\n", "\r", "\t", " ", "\0", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\ufeff"]
  ) {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const) {
      const env = { ...KEYS, [name]: `${KEYS[name]}${sign}x` };
      refuses(
        () => plan(config, { env }),
        /^the (access key id|secret access key) of the environment contains a blank or a control/,
      );
      assert.throws(() => plan(config, { env }), (error) => !String(error).includes(KEYS[name]));
    }
  }
  const odd = { ...KEYS, AWS_SECRET_ACCESS_KEY: "é+/=\u{1f600}" };
  assert.equal(plan(config, { env: odd }).source.gives, "long-term");
});

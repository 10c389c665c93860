// The cached sign-in of IAM Identity Center: which file, and when it is used.

import assert from "node:assert/strict";
import { cachedToken, tokenFileName } from "../../src/credentials/sso_token.ts";
import type { Sso } from "../../src/role/sso.ts";
import { refuses } from "../support/plans.ts";
import { lineOrigin } from "../../src/text/origin.ts";

const SSO: Sso = {
  session: "work",
  startUrl: {
    value: "https://example.awsapps.com/start",
    origin: lineOrigin({ file: "config", line: 2 }),
  },
  region: { value: "eu-central-1", origin: lineOrigin({ file: "config", line: 3 }) },
  account: "222233334444",
  role: "admin",
};
const NOW = Date.parse("2026-01-01T00:00:00Z");
const TOKEN = {
  accessToken: "aoaAAAAAGexample",
  expiresAt: "2026-01-01T01:00:00Z",
  startUrl: "https://example.awsapps.com/start",
  region: "eu-central-1",
};

function read(change: Record<string, unknown>, mode: number | undefined = 0o600, sso = SSO) {
  const text = JSON.stringify({ ...TOKEN, ...change });
  return cachedToken({ path: "/home/me/cache.json", text, mode }, sso, "p", NOW);
}

Deno.test("the file is named after the session, else after the start URL (SHA-1)", async () => {
  // printf work | sha1sum; printf https://example.awsapps.com/start | sha1sum
  assert.equal(await tokenFileName(SSO), "e274eeff768c6396088ec6eb091f4bf4d47ab1e0.json");
  const { session: _, ...older } = SSO;
  assert.equal(await tokenFileName(older), "e8be5486177c5b5392bd9aa76563515b29358e6e.json");
});

Deno.test("a token that has not ended is used; AWS's two ways to write time and address count", () => {
  assert.equal(read({}), TOKEN.accessToken);
  assert.equal(read({ expiresAt: "2026-01-01T01:00:00UTC" }), TOKEN.accessToken);
  assert.equal(read({ startUrl: "https://example.awsapps.com/start/#/" }), TOKEN.accessToken);
  assert.equal(read({}, undefined), TOKEN.accessToken);
});

Deno.test("what is another's, open to others or not whole is refused with the way", () => {
  refuses(() => read({ startUrl: "https://other.awsapps.com/start" }), /another start URL/);
  refuses(() => read({ region: "us-east-1" }), /another region/);
  refuses(() => read({}, 0o604), /can be read by other users\n.*chmod 600/);
  refuses(() => read({ accessToken: "a b" }), /no access token/);
  refuses(() => read({ accessToken: undefined }), /no access token/);
  refuses(() => read({ expiresAt: "soon" }), /does not say when it ends/);
  for (const text of ["", "{", "null", "[]", '"x"']) {
    const file = { path: "/c.json", text, mode: 0o600 };
    refuses(() => cachedToken(file, SSO, "p", NOW), /not JSON|no access token/);
  }
});

Deno.test("without a sign-in the command that makes one is named", () => {
  const file = { path: "/c.json", text: undefined, mode: undefined };
  refuses(() => cachedToken(file, SSO, "p", NOW), /aws sso login --sso-session work/);
  const { session: _, ...older } = SSO;
  refuses(() => cachedToken(file, older, "p q", NOW), /aws sso login --profile 'p q'/);
});

Deno.test("one that has ended is renewed without a browser if it can be", () => {
  const ended = { expiresAt: "2025-12-31T23:59:59Z" };
  refuses(() => read(ended), /ended at .*\nsign in again: `aws sso login/);
  refuses(
    () => read({ ...ended, refreshToken: "r" }),
    /get-caller-identity --profile p` renews it/,
  );
  const registration = { registrationExpiresAt: "2025-12-01T00:00:00Z" };
  refuses(
    () => read({ ...ended, refreshToken: "r", ...registration }),
    /sign in again: `aws sso login/,
  );
});

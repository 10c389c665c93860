// GetScopedCredentials at the double, seen through AWS's own SDK.

import assert from "node:assert/strict";
import {
  assume,
  forRole,
  keysOf,
  refusalOf,
  scoped,
  sessionToken,
  whoAmI,
  withMfa,
} from "./sts_client.ts";
import { startSts, type StsDouble } from "./sts_double.ts";
import { FAILURES } from "./sts_failures.ts";

const POLICY = '{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}';

async function roleKeys(sts: StsDouble, seconds = 3600) {
  return keysOf(await assume(sts, forRole("reader", { DurationSeconds: seconds })));
}

Deno.test("GetScopedCredentials keeps the identity, of a role and of a user, and shortens the time", async () => {
  await using sts = await startSts();
  const sessions = [
    await roleKeys(sts),
    keysOf(await sessionToken(sts, withMfa(sts.code()))),
  ];
  for (const credentials of sessions) {
    const before = Date.now();
    const answer = await scoped(sts, { Policy: POLICY, DurationSeconds: 60 }, { credentials });
    const { Arn } = await whoAmI(sts, { credentials });
    assert.equal(answer.SessionInfo?.Arn, Arn);
    assert.equal(answer.ScopedPoliciesCount, 1);
    assert.equal(answer.SessionTokenSize, answer.Credentials!.SessionToken!.length);
    const off = answer.Credentials!.Expiration!.getTime() - before - 60_000;
    assert.ok(Math.abs(off) < 30_000, `${off}`);
    assert.equal((await whoAmI(sts, { credentials: keysOf(answer) })).Arn, Arn);
  }
});

Deno.test("GetScopedCredentials without a time ends with the session, and refuses to end after it", async () => {
  await using sts = await startSts();
  const credentials = await roleKeys(sts, 900);
  const { Credentials } = await scoped(sts, { Policy: POLICY }, { credentials });
  assert.equal(
    Credentials!.Expiration!.getTime(),
    Math.floor(sts.world.sessions[0]!.expiresAt / 1000) * 1000,
  );
  const refused = (input: Parameters<typeof scoped>[1]) =>
    refusalOf(scoped(sts, input, { credentials }));
  assert.deepEqual(await refused({ DurationSeconds: 901 }), FAILURES.lifetime);
  assert.deepEqual(await refused({}), FAILURES.nothingToScope);
  assert.deepEqual(await refused({ Policy: "{" }), FAILURES.malformedPolicy);
  assert.equal((await refused({ DurationSeconds: 0 })).code, "ValidationError");
  assert.equal((await refused({ Policy: "x".repeat(2049) })).code, "ValidationError");
  assert.equal(
    (await refused({ DurationSeconds: 1, ScopedSessionDescription: "x".repeat(257) })).code,
    "ValidationError",
  );
});

Deno.test("GetScopedCredentials wants keys of a session, and takes three policies at most", async () => {
  await using sts = await startSts();
  assert.deepEqual(await refusalOf(scoped(sts, { Policy: POLICY })), FAILURES.notTemporary);
  let credentials = await roleKeys(sts);
  for (let count = 1; count <= 3; count++) {
    credentials = keysOf(await scoped(sts, { Policy: POLICY }, { credentials }));
  }
  const arn = "arn:aws:sts::222233334444:assumed-role/reader/tester";
  assert.deepEqual(
    await refusalOf(scoped(sts, { Policy: POLICY }, { credentials })),
    FAILURES.scopeNotAuthorized(arn),
  );
  assert.equal((await scoped(sts, { DurationSeconds: 5 }, { credentials })).ScopedPoliciesCount, 3);
});

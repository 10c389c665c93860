// User sessions at the double, seen through AWS's own SDK: GetSessionToken, and what its keys may do afterwards.

import assert from "node:assert/strict";
import {
  assume,
  forRole,
  keysOf,
  ME,
  refusalOf,
  sessionToken,
  whoAmI,
  withMfa,
} from "./sts_client.ts";
import { startSts, type StsDouble } from "./sts_double.ts";
import { FAILURES } from "./sts_failures.ts";
import { ALICE_KEYS, ALICE_SERIALS } from "./sts_world.ts";

const ALICE = {
  accessKeyId: ALICE_KEYS.AWS_ACCESS_KEY_ID,
  secretAccessKey: ALICE_KEYS.AWS_SECRET_ACCESS_KEY,
};

/** The keys of a user session of `me`, opened with a code unless that is left out. */
async function userKeys(sts: StsDouble, { mfa = true } = {}) {
  return keysOf(await sessionToken(sts, mfa ? withMfa(sts.code()) : {}));
}

Deno.test("GetSessionToken gives the user's own keys for half a day, and a device's name is free", async () => {
  await using sts = await startSts();
  for (const serial of ALICE_SERIALS) {
    const before = Date.now();
    const answer = await sessionToken(sts, withMfa(sts.code(serial), serial), {
      credentials: ALICE,
    });
    const off = answer.Credentials!.Expiration!.getTime() - before - 43200_000;
    assert.ok(off > -1000 && off < 30_000, `${off} ms off`);
    const { Arn } = await whoAmI(sts, { credentials: keysOf(answer) });
    assert.equal(Arn, "arn:aws:iam::111122223333:user/alice");
  }
});

Deno.test("GetSessionToken takes a code once, wants both halves, and the caller's own device", async () => {
  await using sts = await startSts();
  const mfa = withMfa(sts.code());
  await sessionToken(sts, mfa);
  assert.deepEqual(await refusalOf(sessionToken(sts, mfa)), FAILURES.wrongCode);
  assert.deepEqual(
    await refusalOf(sessionToken(sts, { SerialNumber: mfa.SerialNumber })),
    FAILURES.halfMfa,
  );
  const hers = withMfa(sts.code(ALICE_SERIALS[0]), ALICE_SERIALS[0]);
  assert.deepEqual(await refusalOf(sessionToken(sts, hers)), FAILURES.wrongDevice);
});

Deno.test("GetSessionToken lasts from 15 minutes to 36 hours, and an hour at most for root", async () => {
  await using sts = await startSts();
  for (
    const [seconds, bound] of [[899, "greater than or equal to 900"], [
      129601,
      "less than or equal to 129600",
    ]] as const
  ) {
    const { code, message } = await refusalOf(sessionToken(sts, { DurationSeconds: seconds }));
    assert.equal(code, "ValidationError");
    assert.match(message, new RegExp(`have value ${bound}$`));
  }
  const lasts = async (seconds: number, credentials = ME) => {
    const before = Date.now();
    const { Credentials } = await sessionToken(sts, { DurationSeconds: seconds }, { credentials });
    return Math.round((Credentials!.Expiration!.getTime() - before) / 60_000) * 60;
  };
  assert.equal(await lasts(900), 900);
  assert.equal(await lasts(129600), 129600);
  const root = sts.world.users.find(({ kind }) => kind === "root")!;
  assert.equal(await lasts(129600, root), 3600);
});

Deno.test("session keys cannot call GetSessionToken", async () => {
  await using sts = await startSts();
  const role = keysOf(await assume(sts, forRole("reader")));
  for (const credentials of [role, await userKeys(sts)]) {
    assert.deepEqual(
      await refusalOf(sessionToken(sts, {}, { credentials })),
      FAILURES.sessionTokenOfSession,
    );
  }
});

Deno.test("a role that requires MFA opens from a session with MFA, and not from one without", async () => {
  await using sts = await startSts();
  await assume(sts, forRole("admin"), { credentials: await userKeys(sts) });
  const credentials = await userKeys(sts, { mfa: false });
  await assume(sts, forRole("reader"), { credentials });
  const { code, message } = await refusalOf(assume(sts, forRole("admin"), { credentials }));
  assert.equal(code, "AccessDenied");
  assert.match(message, /user\/me is not authorized to perform: sts:AssumeRole/);
});

Deno.test("a role may want an MFA that is not too old", async () => {
  await using sts = await startSts();
  const credentials = await userKeys(sts);
  await assume(sts, forRole("fresh"), { credentials });
  sts.clock = 3600_000 + 30_000;
  const late = { credentials, systemClockOffset: sts.clock };
  assert.equal((await refusalOf(assume(sts, forRole("fresh"), late))).code, "AccessDenied");
  await assume(sts, forRole("admin"), late);
});

Deno.test("a role opened from a user session lasts an hour at most, and takes no code", async () => {
  await using sts = await startSts();
  const credentials = await userKeys(sts);
  assert.deepEqual(
    await refusalOf(assume(sts, forRole("long", { DurationSeconds: 3601 }), { credentials })),
    FAILURES.chainTooLong,
  );
  await assume(sts, forRole("long", { DurationSeconds: 3600 }), { credentials });
  assert.deepEqual(
    await refusalOf(assume(sts, forRole("admin", withMfa(sts.code())), { credentials })),
    FAILURES.wrongDevice,
  );
});

Deno.test("a user session ends at its time", async () => {
  await using sts = await startSts();
  const credentials = await userKeys(sts);
  sts.clock = 43200_000 + 30_000;
  assert.deepEqual(
    await refusalOf(whoAmI(sts, { credentials, systemClockOffset: sts.clock })),
    FAILURES.expired,
  );
});

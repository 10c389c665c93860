// Refusals of a role or a code, seen through AWS's own SDK: status, code and text, and what they leave behind.

import assert from "node:assert/strict";
import { assume, forRole, keysOf, refusalOf, whoAmI, withMfa } from "./sts_client.ts";
import { startSts, type StsDouble } from "./sts_double.ts";
import { FAILURES, type Refusal } from "./sts_failures.ts";
import type { User } from "./sts_world.ts";

const ROLE = "arn:aws:iam::222233334444:role/";
const MINE = "arn:aws:iam::111122223333:user/me";
const GONE = "arn:aws:iam::111122223333:mfa/gone";

type Case = {
  name: string;
  /** What to send; an arrangement of the double may come first. */
  call: (sts: StsDouble) => Promise<unknown>;
  refusal: Refusal;
};

const refusedFor = (role: string, caller = MINE) =>
  FAILURES.notAuthorized(caller, `${ROLE}${role}`);

const CASES: readonly Case[] = [
  {
    name: "a wrong code",
    call: (sts) => assume(sts, forRole("admin", withMfa(sts.wrongCode()))),
    refusal: FAILURES.wrongCode,
  },
  {
    name: "a code that was used, also for another role",
    call: async (sts) => {
      const code = sts.code();
      await assume(sts, forRole("admin", withMfa(code)));
      await assume(sts, forRole("team/ops", withMfa(code)));
    },
    refusal: FAILURES.wrongCode,
  },
  {
    name: "a code that was used up by a call that failed",
    call: async (sts) => {
      const code = sts.code();
      await assert.rejects(assume(sts, forRole("closed", withMfa(code))), {
        message: refusedFor("closed").message,
      });
      await assume(sts, forRole("admin", withMfa(code)));
    },
    refusal: FAILURES.wrongCode,
  },
  {
    name: "the device of another user",
    call: (sts) => assume(sts, forRole("admin", withMfa(sts.code(GONE), GONE))),
    refusal: FAILURES.wrongDevice,
  },
  {
    name: "a device with the keys of a session",
    call: async (sts) => {
      const credentials = keysOf(await assume(sts, forRole("reader")));
      await assume(sts, forRole("chained", withMfa(sts.code())), { credentials });
    },
    refusal: FAILURES.wrongDevice,
  },
  {
    name: "a device without a code",
    call: (sts) => assume(sts, forRole("admin", { SerialNumber: GONE })),
    refusal: FAILURES.halfMfa,
  },
  {
    name: "a code without a device",
    call: (sts) => assume(sts, forRole("admin", { TokenCode: sts.code() })),
    refusal: FAILURES.halfMfa,
  },
  {
    name: "a role that is not there",
    call: (sts) => assume(sts, forRole("nowhere")),
    refusal: refusedFor("nowhere"),
  },
  {
    name: "a role named without its path",
    call: (sts) => assume(sts, forRole("ops", withMfa(sts.code()))),
    refusal: refusedFor("ops"),
  },
  {
    name: "a role that does not trust the user",
    call: (sts) => assume(sts, forRole("chained")),
    refusal: refusedFor("chained"),
  },
  {
    name: "a role that wants MFA",
    call: (sts) => assume(sts, forRole("admin")),
    refusal: refusedFor("admin"),
  },
  {
    name: "no external id",
    call: (sts) => assume(sts, forRole("external")),
    refusal: refusedFor("external"),
  },
  {
    name: "another external id",
    call: (sts) => assume(sts, forRole("external", { ExternalId: "open:sesame/2" })),
    refusal: refusedFor("external"),
  },
  {
    name: "no source identity",
    call: (sts) => assume(sts, forRole("named")),
    refusal: refusedFor("named"),
  },
  {
    name: "a session that the role does not trust",
    call: async (sts) => {
      const credentials = keysOf(await assume(sts, forRole("long")));
      await assume(sts, forRole("chained"), { credentials });
    },
    refusal: refusedFor("chained", "arn:aws:sts::222233334444:assumed-role/long/tester"),
  },
  {
    name: "root keys",
    call: (sts) => assume(sts, forRole("reader"), { credentials: user(sts, "root") }),
    refusal: FAILURES.root,
  },
  {
    name: "more than the role's maximum",
    call: (sts) => assume(sts, forRole("reader", { DurationSeconds: 3601 })),
    refusal: FAILURES.tooLong,
  },
  {
    name: "more than an hour for a chained role",
    call: async (sts) => {
      const credentials = keysOf(await assume(sts, forRole("reader")));
      sts.world.roles.find(({ name }) => name === "chained")!.maxSessionDuration = 43200;
      await assume(sts, forRole("chained", { DurationSeconds: 3601 }), { credentials });
    },
    refusal: FAILURES.chainTooLong,
  },
  { name: "throttling", ...queued(FAILURES.throttled) },
  { name: "an outage", ...queued(FAILURES.unavailable) },
  { name: "an error of its own", ...queued(FAILURES.internal) },
  { name: "too large a policy", ...queued(FAILURES.packedPolicyTooLarge) },
  { name: "any error", ...queued({ status: 418, code: "Teapot", message: 'a <b> & "c"' }) },
];

for (const { name, call, refusal } of CASES) {
  Deno.test(`refused in AWS's words: ${name}`, async () => {
    await using sts = await startSts();
    assert.deepEqual(await refusalOf(call(sts)), refusal);
  });
}

function queued(refusal: Refusal): Pick<Case, "call" | "refusal"> {
  return {
    call: (sts) => {
      sts.next(refusal);
      return whoAmI(sts);
    },
    refusal,
  };
}

function user(sts: StsDouble, name: string): User {
  return sts.world.users.find((each) => each.name === name)!;
}

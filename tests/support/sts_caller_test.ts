// Refusals of a caller, seen through AWS's own SDK: keys, tokens, partitions, regions, clocks.

import assert from "node:assert/strict";
import { assume, forRole, keysOf, ME, refusalOf, whoAmI } from "./sts_client.ts";
import { startSts, type StsDouble } from "./sts_double.ts";
import { FAILURES, type Refusal } from "./sts_failures.ts";
import type { User } from "./sts_world.ts";

type Case = {
  name: string;
  /** What to send; an arrangement of the double may come first. */
  call: (sts: StsDouble) => Promise<unknown>;
  refusal: Refusal;
};

const CASES: readonly Case[] = [
  {
    name: "an unknown key",
    call: (sts) => whoAmI(sts, { credentials: { ...ME, accessKeyId: "AKIANOBODYNOBODY0000" } }),
    refusal: FAILURES.unknownKey,
  },
  {
    name: "an inactive key",
    call: (sts) => whoAmI(sts, { credentials: user(sts, "gone") }),
    refusal: FAILURES.unknownKey,
  },
  {
    name: "long-lived keys with a token that an outer session left over",
    call: (sts) => whoAmI(sts, { credentials: { ...ME, sessionToken: "left-over" } }),
    refusal: FAILURES.unknownKey,
  },
  {
    name: "a session's keys without its token",
    call: async (sts) => {
      const { accessKeyId, secretAccessKey } = keysOf(await assume(sts, forRole("reader")));
      await whoAmI(sts, { credentials: { accessKeyId, secretAccessKey } });
    },
    refusal: FAILURES.unknownKey,
  },
  {
    name: "a session's keys with the token of another one",
    call: async (sts) => {
      const { sessionToken } = keysOf(await assume(sts, forRole("reader")));
      const keys = keysOf(await assume(sts, forRole("reader")));
      await whoAmI(sts, { credentials: { ...keys, sessionToken } });
    },
    refusal: FAILURES.unknownKey,
  },
  {
    name: "a region of another partition",
    call: (sts) => whoAmI(sts, { region: "cn-north-1" }),
    refusal: FAILURES.unknownKey,
  },
  {
    name: "a secret that is not the key's",
    call: (sts) => whoAmI(sts, { credentials: { ...ME, secretAccessKey: "pasted wrongly " } }),
    refusal: FAILURES.wrongSignature,
  },
  {
    name: "a session that has expired",
    call: async (sts) => {
      const credentials = keysOf(await assume(sts, forRole("reader")));
      sts.clock = 3600_000 + 30_000;
      await whoAmI(sts, { credentials, systemClockOffset: sts.clock });
    },
    refusal: FAILURES.expired,
  },
  {
    name: "a region where STS is not active",
    call: (sts) => {
      sts.world.disabledRegions.push("af-south-1");
      return whoAmI(sts, { region: "af-south-1" });
    },
    refusal: FAILURES.regionDisabled("111122223333"),
  },
];

for (const { name, call, refusal } of CASES) {
  Deno.test(`refused in AWS's words: ${name}`, async () => {
    await using sts = await startSts();
    assert.deepEqual(await refusalOf(call(sts)), refusal);
  });
}

for (
  const [minutes, words, sign] of [[-16, "Signature not yet current", "+"], [
    16,
    "Signature expired",
    "-",
  ]] as const
) {
  Deno.test(`a clock ${-minutes} minutes ahead of the double's: ${words}`, async () => {
    await using sts = await startSts();
    sts.clock = minutes * 60_000;
    const time = "(\\d{8}T\\d{6}Z)";
    const pattern = new RegExp(
      `^${words}: ${time} is (?:now earlier|still later) than ${time} \\(${time} \\${sign} 15 min\\.\\)$`,
    );
    const error = await refusalOf(whoAmI(sts));
    assert.equal(error.code, "SignatureDoesNotMatch");
    assert.match(error.message, pattern);
    sts.clock = Math.sign(minutes) * 14 * 60_000;
    await whoAmI(sts);
  });
}

function user(sts: StsDouble, name: string): User {
  return sts.world.users.find((each) => each.name === name)!;
}

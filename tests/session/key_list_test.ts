import assert from "node:assert/strict";
import { keysIn, leftText } from "../../src/session/key_list.ts";

const LABEL = "swr:1:role-session:222233334444:p%20q";

Deno.test("a session's key in /proc/keys is listed with what its description tells", () => {
  const text = `111abfb3 I------     1 perm 1f0b0000     0     0 keyring   _ses: 2
36021ddb I--Q---     2  59m 0b090000  4001  4001 user      ${LABEL}: 595
f6021ddb I--Q---     2   1h 0b090000  4001  4001 big_key   swr:1:user-session:111122223333:me: 17 [file]
`;
  assert.deepEqual(keysIn(text, 4001), [
    {
      kind: "role-session",
      account: "222233334444",
      profile: "p q",
      key: 0x36021ddb,
      secondsLeft: 3540,
    },
    {
      kind: "user-session",
      account: "111122223333",
      profile: "me",
      key: 0xf6021ddb | 0,
      secondsLeft: 3600,
    },
  ]);
});

Deno.test("keys of others, with another mask, of another type or ended are not", () => {
  const line = (change: Record<string, string>) => {
    const { left = "5m", mask = "0b090000", uid = "4001", type = "user", label = LABEL } = change;
    const { flags = "I--Q---" } = change;
    return `36021ddb ${flags}     2 ${left} ${mask} ${uid} 4001 ${type} ${label}: 595\n`;
  };
  assert.equal(keysIn(line({}), 4001).length, 1);
  for (
    const change of [
      { left: "expd" },
      { flags: "I--Q--i" },
      { flags: "IR-Q---" },
      { flags: "I-DQ---" },
      { left: "perm" },
      { mask: "3f010000" },
      { uid: "4002" },
      { type: "keyring" },
      { label: "swr:trial" },
    ]
  ) {
    assert.deepEqual(keysIn(line(change), 4001), [], JSON.stringify(change));
  }
});

Deno.test("of a time of an hour and more only the hours are known", () => {
  const shown = ["59m", "30s", "1h", "11h", "1d"].map((left) => {
    const [key] = keysIn(
      `36021ddb I--Q---     2 ${left} 0b090000 4001 4001 user ${LABEL}: 595\n`,
      4001,
    );
    return leftText(key!);
  });
  assert.deepEqual(shown, [
    "59m left",
    "30s left",
    "at least 1h left",
    "at least 11h left",
    "at least 24h left",
  ]);
});

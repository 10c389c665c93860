// The devices: RFC 6238's own numbers, the window, single use, codes that are still good.

import assert from "node:assert/strict";
import { Secret } from "otpauth";
import { codeAt, consume, type Device, freshCode, newDevice, wrongCode } from "./totp.ts";

const NOON = Date.UTC(2026, 0, 1, 12);

function device(): Device {
  return newDevice("arn:aws:iam::111122223333:mfa/me", "arn:aws:iam::111122223333:user/me");
}

// Source: RFC 6238, appendix B (SHA-1); six of its eight digits.
for (
  const [seconds, code] of [[59, "287082"], [1111111109, "081804"], [
    20000000000,
    "353130",
  ]] as const
) {
  Deno.test(`codeAt() gives RFC 6238's number for second ${seconds}`, () => {
    const { base32 } = Secret.fromUTF8("12345678901234567890");
    assert.equal(codeAt({ ...device(), secret: base32 }, seconds * 1000), code);
  });
}

Deno.test("consume() takes the codes of this half minute and of those beside it, each once", () => {
  const mine = device();
  const steps = [-2, -1, 0, 1, 2];
  const codes = steps.map((step) => codeAt(mine, NOON + step * 30_000));
  assert.deepEqual(codes.map((code) => consume(mine, code, NOON)), [
    false,
    true,
    true,
    true,
    false,
  ]);
  assert.deepEqual(codes.map((code) => consume(mine, code, NOON)), steps.map(() => false));
  assert.equal(consume(mine, codes[2]!, NOON + 30_000), false, "nor half a minute later");
});

Deno.test("consume() refuses what is no code", () => {
  const mine = device();
  for (const code of ["", "12345", "1234567", "abcdef", wrongCode(mine, NOON)]) {
    assert.equal(consume(mine, code, NOON), false, code);
  }
});

Deno.test("freshCode() gives the running code, then the next, then one of a later time", () => {
  const mine = device();
  const first = freshCode(mine, NOON);
  assert.deepEqual(first, { code: codeAt(mine, NOON), later: 0 });
  assert.equal(consume(mine, first.code, NOON), true);
  const second = freshCode(mine, NOON);
  assert.deepEqual(second, { code: codeAt(mine, NOON + 30_000), later: 0 });
  assert.equal(consume(mine, second.code, NOON), true);
  const third = freshCode(mine, NOON);
  assert.deepEqual(third, { code: codeAt(mine, NOON + 60_000), later: 30_000 });
  assert.equal(consume(mine, third.code, NOON + third.later), true);
});

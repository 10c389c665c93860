// The bounds of AssumeRole's parameters, seen through AWS's own SDK, which does not check them itself.

import assert from "node:assert/strict";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import { assume, forRole, refusalOf } from "./sts_client.ts";
import { startSts } from "./sts_double.ts";
import { FAILURES } from "./sts_failures.ts";

const OUTSIDE = [
  ["DurationSeconds", 899, "have value greater than or equal to 900"],
  ["DurationSeconds", 43201, "have value less than or equal to 43200"],
  ["TokenCode", "12345", "have length greater than or equal to 6"],
  ["TokenCode", "1234567", "have length less than or equal to 6"],
  ["TokenCode", "12345a", "satisfy regular expression pattern: [\\d]*"],
  ["RoleSessionName", "a b", "satisfy regular expression pattern: [\\w+=,.@-]*"],
  ["RoleSessionName", "a", "have length greater than or equal to 2"],
  ["RoleSessionName", "a".repeat(65), "have length less than or equal to 64"],
  ["ExternalId", "a b", "satisfy regular expression pattern: [\\w+=,.@:\\/-]*"],
  ["SerialNumber", "123", "have length greater than or equal to 9"],
  ["SourceIdentity", "x", "have length greater than or equal to 2"],
  ["RoleArn", "arn:aws:iam::1", "have length greater than or equal to 20"],
] as const;

function violation(name: string, value: string | number, constraint: string): string {
  const member = name[0]!.toLowerCase() + name.slice(1);
  return `Value '${value}' at '${member}' failed to satisfy constraint: Member must ${constraint}`;
}

async function refusal(input: AssumeRoleCommandInput) {
  await using sts = await startSts();
  return await refusalOf(assume(sts, input));
}

for (const [name, value, constraint] of OUTSIDE) {
  Deno.test(`a value out of bounds is refused: ${name} ${value}`, async () => {
    const input = { ...forRole("reader"), [name]: value };
    const expected = FAILURES.violations([violation(name, value, constraint)]);
    assert.deepEqual(await refusal(input), expected);
  });
}

Deno.test("two values out of bounds are refused in one text", async () => {
  assert.deepEqual(await refusal(forRole("reader", { TokenCode: "1234567", DurationSeconds: 1 })), {
    status: 400,
    code: "ValidationError",
    message: "2 validation errors detected: " +
      "Value '1' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900; " +
      "Value '1234567' at 'tokenCode' failed to satisfy constraint: Member must have length less than or equal to 6",
  });
});

Deno.test("a value at a bound is not refused", async () => {
  await using sts = await startSts();
  for (const more of [{ DurationSeconds: 900 }, { RoleSessionName: "ab" }, { ExternalId: "ab" }]) {
    await assume(sts, forRole("reader", more));
  }
  await assume(sts, forRole("reader", { RoleSessionName: "=,.@-+_9".repeat(8) }));
});

Deno.test("an ARN that is no role's is refused", async () => {
  const input = forRole("arn:aws:iam::222233334444:user/reader");
  assert.deepEqual(await refusal(input), FAILURES.notAnArn);
});

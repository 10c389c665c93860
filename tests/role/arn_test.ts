import assert from "node:assert/strict";
import * as arn from "../../src/role/arn.ts";
import { from } from "../support/origins.ts";
import { SwrError } from "../../src/text/errors.ts";

const origin = from("here:1");

function refuses(action: () => unknown, hint: RegExp): void {
  assert.throws(
    action,
    (error) =>
      error instanceof SwrError && error.kind === "config" && hint.test(error.hints.join("\n")),
  );
}

Deno.test("parseRoleArn() takes the last segment of a path as the role's name", () => {
  const role = arn.parseRoleArn({ value: "arn:aws-cn:iam::123456789012:role/a/b/name+x", origin });
  assert.deepEqual([role.partition, role.account, role.name], ["aws-cn", "123456789012", "name+x"]);
});

Deno.test("parseRoleArn() explains the usual slips", () => {
  refuses(
    () => arn.parseRoleArn({ value: "arn:aws:sts::123456789012:assumed-role/x/me", origin }),
    /session of a role/,
  );
  refuses(
    () => arn.parseRoleArn({ value: "arn:aws:iam::123456789012:user/x", origin }),
    /that is a user/,
  );
  refuses(
    () => arn.parseRoleArn({ value: "arn:aws:iam::12345678901:role/x", origin }),
    /twelve digits/,
  );
  for (
    const [value, slip] of [
      ["arn:aws:iam::1234-5678-9012:role/x", /without dashes/],
      ["arn:aws:iam:: 123456789012:role/x", /remove the blanks/],
      ["\u201carn:aws:iam::123456789012:role/x\u201d", /without quotation marks/],
      ['arn:aws:iam::123456789012:role/x"', /without quotation marks/],
    ] as const
  ) refuses(() => arn.parseRoleArn({ value, origin }), slip);
  refuses(() => arn.parseRoleArn({ value: "admin", origin }), /looks like/);
  refuses(
    () => arn.parseRoleArn({ value: "arn:aws:iam::123456789012:role/team/", origin }),
    /a role's name has/,
  );
});

Deno.test("parseRoleArn() refuses roles that cannot be, placeholders among them", () => {
  const parse = (rest: string) =>
    arn.parseRoleArn({ value: `arn:aws:iam::123456789012:role/${rest}`, origin });
  for (const rest of ["<role>", "*", "admin*", "team/*", "{name}", "$ROLE", "<team>/admin"]) {
    refuses(() => parse(rest), /a placeholder or a pattern/);
  }
  for (
    const rest of ["", "/x", "a//b", "a,b/c", "a:b", "a b", "a/", "x".repeat(65), "é", "a\u00a0"]
  ) {
    refuses(() => parse(rest), /a role's name has 1 to 64|is not the ARN/);
  }
  for (
    const rest of ["a", "x".repeat(64), "A_+=,.@-9", "aws-reserved/sso.amazonaws.com/eu-west-1/X_1"]
  ) {
    assert.equal(parse(rest).text, `arn:aws:iam::123456789012:role/${rest}`);
  }
});

Deno.test("an empty role_arn is called that, and quotation marks are to be left out", () => {
  assert.throws(() => arn.parseRoleArn({ value: "", origin }), { message: "role_arn is empty" });
  const role = "arn:aws:iam::123456789012:role/x";
  const without = /^write it without quotation marks$/m;
  for (const quote of ['"', "'"]) {
    const quoted = (value: string) => ({ value: quote + value + quote, origin });
    refuses(() => arn.parseRoleArn(quoted(role)), without);
    refuses(() => arn.checkMfaSerial(quoted("arn:aws:iam::123456789012:mfa/me")), without);
    refuses(() => arn.checkRegion(quoted("eu-central-1")), without);
    refuses(() => arn.checkSessionName(quoted("me")), without);
    refuses(() => arn.checkExternalId(quoted("id")), without);
    refuses(() => arn.parseDuration(quoted("1h")), without);
  }
  refuses(() => arn.checkRegion({ value: '"', origin }), /looks like eu-central-1/);
  for (const value of ["EU-WEST-1", "eu_west_1", "eu-west-1,", "eu west 1"]) {
    refuses(() => arn.checkRegion({ value, origin }), /did you mean eu-west-1\?/);
  }
});

Deno.test("checkMfaSerial() accepts virtual devices and hardware tokens, and explains the others", () => {
  for (const value of ["arn:aws:iam::123456789012:mfa/a/me", "GAHT12345678"]) {
    assert.equal(arn.checkMfaSerial({ value, origin }), value);
  }
  refuses(
    () => arn.checkMfaSerial({ value: "arn:aws:iam::123456789012:user/me", origin }),
    /mfa\/me/,
  );
  refuses(
    () => arn.checkMfaSerial({ value: "arn:aws:iam::123456789012:u2f/user/me/k", origin }),
    /security key/,
  );
  // A seed would go to STS as the serial number, and into CloudTrail.
  for (
    const value of [
      "JBSWY3DPEHPK3PXQ",
      "QX3ZJ5WT7KD2MNB4RVY6HCG3LPS2EUA5FO7IQ3XW4ZJD6TKN5MBR2VYH7CG=",
    ]
  ) {
    refuses(
      () => arn.checkMfaSerial({ value, origin }),
      /it looks like the seed of the codes, .* authenticator/,
    );
  }
  refuses(() => arn.checkMfaSerial({ value: "short", origin }), /GAHT/);
});

Deno.test("parseDuration() reads seconds, minutes and hours, within STS's bounds", () => {
  const seconds = (value: string) => arn.parseDuration({ value, origin });
  assert.deepEqual(["900", "900s", "15m", "1h", "12h"].map(seconds), [900, 900, 900, 3600, 43200]);
  for (const value of ["899", "43201", "13h", "", "1d", "1.5h", "-900", "1e3"]) {
    refuses(() => seconds(value), /15m to 12h/);
  }
});

Deno.test("a duration may be compound, and a bare number that is too small is said to count seconds", () => {
  assert.equal(arn.parseDuration({ value: "1h30m", origin }), 5400);
  for (const value of ["1h30", "30m1h", "1h1h", "1h 30m", "13h30m", "14m59s"]) {
    refuses(() => arn.parseDuration({ value, origin }), /15m to 12h/);
  }
  refuses(
    () => arn.parseDuration({ value: "15", origin }),
    /^a number without a unit counts seconds: did you mean 15m\?$/m,
  );
  refuses(() => arn.parseDuration({ value: "8", origin }), / counts seconds: did you mean 8h\?$/m);
  refuses(() => arn.parseDuration({ value: "899", origin }), / counts seconds$/m);
});

Deno.test("session names, external ids and source identities keep to STS's characters and lengths", () => {
  assert.equal(arn.checkSessionName({ value: "me@example.com", origin }), "me@example.com");
  for (const value of ["a", "a b", "a".repeat(65), "ü!"]) {
    refuses(() => arn.checkSessionName({ value, origin }), /2 to 64/);
  }
  assert.equal(arn.checkExternalId({ value: "a:/b", origin }), "a:/b");
  refuses(() => arn.checkExternalId({ value: "a", origin }), /1224/);
  refuses(() => arn.checkSourceIdentity({ value: "a:b", origin }), /2 to 64/);
});

Deno.test("defaultSessionName() is the user of the device, else the login name, else swr", () => {
  const name = (serial?: string, user?: string) =>
    arn.defaultSessionName(
      serial === undefined ? undefined : { value: serial, origin: from("config:3") },
      user === undefined ? undefined : { value: user, origin: from("$USER") },
    );
  assert.deepEqual(name("arn:aws:iam::123456789012:mfa/team/me", "you"), {
    value: "me",
    origin: from("config:3"),
  });
  assert.deepEqual(name("GAHT12345678", "you"), { value: "you", origin: from("$USER") });
  assert.equal(name(undefined, "a b/c").value, "a-b-c");
  assert.equal(name(undefined, "日").value, "swr");
  assert.equal(name().value, "swr");
  assert.equal(name(undefined, "x".repeat(99)).value.length, 64);
});

Deno.test("mfaCode() takes blanks out and wants six digits", () => {
  assert.equal(arn.mfaCode(" 012 345 "), "012345");
  // A Japanese input method left on, a code grouped by a manager of passwords, a paste with invisible characters.
  for (
    const typed of [
      "０１２３４５",
      "012-345",
      "\ufeff012\u200b345\u00a0",
      "\x1b[200~012345\x1b[201~",
    ]
  ) {
    assert.equal(arn.mfaCode(typed), "012345", JSON.stringify(typed));
  }
  // Of several lines pasted at once the first counts.
  assert.equal(arn.mfaCode("012345\naws s3 ls\n"), "012345");
  for (const typed of ["", "12345", "1234567", "12345a", "1234-5"]) {
    assert.equal(arn.mfaCode(typed), undefined);
  }
});

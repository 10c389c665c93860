// Keys that cannot be keys are told before a call is signed with them, and nothing of them is shown.

import assert from "node:assert/strict";
import { pairFault, secretFault } from "../../src/role/key_check.ts";
import { lastFour } from "../../src/text/visible.ts";

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

function fault(id: string, secret: string): string | undefined {
  const found = pairFault(id, secret);
  const text = found && `${found.what} ${found.is}; ${found.remedy}`;
  assert.ok(!text?.includes("EXAMPLE") && !text?.includes(secret.slice(0, 6)), text);
  return text;
}

Deno.test("a pair of AWS's is one, whatever its kind", () => {
  for (const id of [ID, "ASIAIOSFODNN7EXAMPLE", "0123456789ABCDEF", "A".repeat(128)]) {
    assert.equal(pairFault(id, SECRET), undefined, id);
  }
  assert.equal(pairFault(ID, "é+/=x"), undefined);
});

Deno.test("what is stored the wrong way, or is none, is named with the remedy", () => {
  for (
    const [id, secret, says] of [
      [`"${ID}"`, SECRET, /access key id is in quotation marks; store it without/],
      [ID, `'${SECRET}'`, /secret access key is in quotation marks/],
      [`"${ID}`, SECRET, /quotation/],
      [SECRET, ID, /wrong way round: the secret is where the id belongs; store the pair again/],
      [ID, ID, /secret access key is an access key id/],
      [SECRET, SECRET, /access key id cannot be one: an id has 16 to 128/],
      ["akiaiosfodnn7example", SECRET, /cannot be one/],
      ["AKIASHORT", SECRET, /cannot be one/],
      ["A".repeat(129), SECRET, /cannot be one/],
      ["<ACCESS_KEY_ID>", SECRET, /placeholder/],
      ["$AWS_ACCESS_KEY_ID", SECRET, /placeholder/],
      ["YOUR_ACCESS_KEY", SECRET, /placeholder/],
      [ID, "<secret>", /secret access key is a placeholder/],
      [ID, "${SECRET_KEY}", /placeholder/],
      [ID, "YOUR_SECRET_ACCESS_KEY", /placeholder/],
      [ID, "xxxxxxxxxxxx", /placeholder/],
      [ID, "****", /placeholder/],
      [ID, "%AWS_SECRET_ACCESS_KEY%", /placeholder/],
      [`${ID} `, SECRET, /contains a blank/],
      [ID, `${SECRET}\r`, /contains a blank/],
      [ID, `wJalr XUtn`, /contains a blank/],
      [ID, `${SECRET}\u200b`, /contains a character that is not seen/],
      [ID, `\u201c${SECRET}\u201d`, /quotation marks/],
      [`AWS_ACCESS_KEY_ID=${ID}`, SECRET, /begins with the name of a variable/],
      [
        ID,
        `export AWS_SECRET_ACCESS_KEY=${SECRET}`,
        /secret access key (?:begins|contains a blank)/,
      ],
      [ID, `aws_secret_access_key:${SECRET}`, /begins with the name of a variable/],
      ["{{ key }}", "{{ secret }}", /placeholder/],
      ["op://vault/aws/id", "op://vault/aws/secret", /placeholder/],
    ] as const
  ) assert.match(fault(id, secret) ?? "", says, `${id} ${secret}`);
});

Deno.test("a token without control characters or blanks can be one", () => {
  for (const bad of ["tok\r\nX-Injected: yes", "a b", '"token"', "a\x00", "<token>", "a\u00a0b"]) {
    assert.notEqual(secretFault(bad), undefined, bad);
  }
  assert.equal(secretFault("FwoGZXIvYXdzEBYaD+/=="), undefined);
});

Deno.test("of an id the last four characters are shown, of anything else none", () => {
  assert.equal(lastFour(ID), "…MPLE");
  for (const other of [SECRET, `"${ID}"`, "", "AKIA"]) assert.equal(lastFour(other), "…");
});

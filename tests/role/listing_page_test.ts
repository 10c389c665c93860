import assert from "node:assert/strict";
import { PLAIN } from "../../src/text/colours.ts";
import type { Entry } from "../../src/role/listing.ts";
import { listingPage, listingTable } from "../../src/role/listing_page.ts";
import { widthOf } from "../../src/text/width.ts";

const SUB: Entry = {
  name: "sub",
  kind: "role",
  account: "222233334444",
  role: "ops",
  region: "eu-central-1",
  mfaSerial: "arn:aws:iam::111122223333:mfa/me",
  sources: ["mid", "main"],
};
const LOOP: Entry = { name: "loop", kind: "role", sources: [], problem: "it is a circle" };
const WARNED: Entry = { name: "gone", kind: "role", sources: [], warning: "its source is missing" };

Deno.test("the page has headings, a row for each profile, and what is wrong with it below", () => {
  assert.deepEqual(listingPage([SUB, LOOP, WARNED], PLAIN, 100).split("\n"), [
    "PROFILE  KIND  ACCOUNT       ROLE  REGION        MFA  SOURCE",
    "sub      role  222233334444  ops   eu-central-1  me   mid ← main",
    "loop     role",
    "  ! it is a circle",
    "gone     role",
    "  ! its source is missing",
    "",
  ]);
});

Deno.test("a very long name is cut in its middle on a terminal, and whole in a pipe", () => {
  const long: Entry = { ...SUB, name: `team-${"x".repeat(200)}-production` };
  const lines = listingPage([long, SUB], PLAIN, 90).trimEnd().split("\n");
  assert.ok(lines.every((line) => widthOf(line) <= 90), lines.join("\n"));
  assert.match(lines[1]!, /^team-x+…x+-production {2}role {2}222233334444 {2}ops {2}.*mid ← main$/);
  assert.match(lines[2]!, /^sub +role {2}222233334444 {2}ops {2}.*mid ← main$/);
  assert.ok(listingTable([long]).startsWith(`${long.name}\t`));
});

Deno.test("a problem does not show a value of a thousand characters", () => {
  const entry: Entry = { ...LOOP, problem: `"${"x".repeat(1000)}" is not the ARN of a role` };
  for (const page of [listingPage([entry], PLAIN, 80), listingTable([entry])]) {
    assert.ok(page.includes(`"${"x".repeat(200)}…" is not the ARN`), page);
  }
});

Deno.test("in a pipe the listing is tab-separated, without headings or warnings", () => {
  assert.deepEqual(listingTable([SUB, LOOP, WARNED]).split("\n"), [
    "sub\trole\t222233334444\tops\teu-central-1\tme\tmid ← main\t",
    "loop\trole\t\t\t\t\t\tit is a circle",
    "gone\trole\t\t\t\t\t\t",
    "",
  ]);
});

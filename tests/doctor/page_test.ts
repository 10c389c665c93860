// The findings as a page.

import assert from "node:assert/strict";
import { examine } from "../../src/doctor/examine.ts";
import { doctorPage } from "../../src/doctor/page.ts";
import { COLOURS, PLAIN } from "../../src/text/colours.ts";
import { CONFIG, factsOf } from "../support/doctor_facts.ts";

const MESSY = `${CONFIG}mfa_serial = arn:aws:iam::111122223333:user/me
${Array.from({ length: 12 }, (_, i) => `[x${i}]\n`).join("")}`;
const wish = { quiet: false, verbose: false, home: "/home/me" };

Deno.test("the page: headings, marks, places and remedies, many alike cut short, a summary", () => {
  const findings = examine(factsOf(MESSY));
  const page = doctorPage(findings, wish, PLAIN);
  assert.ok(
    page.startsWith(
      `Configuration
  problem  "arn:aws:iam::111122223333:user/me" is not an MFA device that STS can check
           profile "p", ~/.aws/config:3
           that is the user; the device is probably arn:aws:iam::111122223333:mfa/me
  warning  [x0] is ignored: in the config file a profile is written [profile x0]
           ~/.aws/config:4
`,
    ),
    page,
  );
  assert.match(page, /\n {11}and 2 more like these \(-v\)\n/);
  assert.match(page, /\n\nEnvironment\n {2}ok {7}no variable causes trouble\n\n/);
  assert.ok(page.endsWith("\n1 problem, 14 warnings\n"), page.slice(-100));
  assert.ok(!page.includes("\x1b"));
  const all = doctorPage(findings, { ...wish, verbose: true }, PLAIN);
  assert.match(all, /\[x11\]/);
  assert.doesNotMatch(all, /more like/);
});

Deno.test("the page in colours says the same", () => {
  const findings = examine(factsOf(MESSY));
  const painted = doctorPage(findings, wish, COLOURS);
  for (
    const mark of ["\x1b[31mproblem\x1b[39m", "\x1b[33mwarning\x1b[39m", "\x1b[32mok     \x1b[39m"]
  ) {
    assert.ok(painted.includes(mark), mark);
  }
  // deno-lint-ignore no-control-regex
  assert.equal(painted.replaceAll(/\x1b\[\d+m/g, ""), doctorPage(findings, wish, PLAIN));
});

Deno.test("the page names the profile also if a value in the message is spelt like it", () => {
  const page = doctorPage(examine(factsOf("[profile a_b]\nregion = a_b\n")), wish, PLAIN);
  assert.match(page, /"a_b" is not a region\n {11}profile "a_b", ~\/.aws\/config:2\n/);
  const [named] = examine(factsOf("[profile k]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n"));
  assert.deepEqual(named?.says, ["profile"]);
  assert.match(
    doctorPage([named!], wish, PLAIN),
    /profile "k" has no .*\n {11}~\/.aws\/config:2\n/,
  );
});

Deno.test("-q leaves out what is fine, and says nothing where all is", () => {
  const quiet = doctorPage(examine(factsOf(MESSY)), { ...wish, quiet: true }, PLAIN);
  assert.doesNotMatch(quiet, /^ {2}ok/m);
  assert.doesNotMatch(quiet, /Environment/);
  const fine = examine(factsOf(CONFIG)).filter(({ level }) => level === "ok");
  assert.equal(doctorPage(fine, { ...wish, quiet: true }, PLAIN), "");
  assert.ok(doctorPage(fine, wish, PLAIN).endsWith("\nall is well\n"));
});

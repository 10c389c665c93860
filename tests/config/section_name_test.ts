// What headers name in each of the two files, and how the AWS CLI reads them.

import assert from "node:assert/strict";
import { parseIni } from "../../src/config/ini.ts";
import { blankNames, mayMean, nameInCli, sectionName } from "../../src/config/section_name.ts";

const NONE: ReadonlySet<string> = new Set();

const COUNT: readonly [
  header: string,
  file: "config" | "credentials",
  kind: string,
  name: string,
][] = [
  ["profile a-b/c.d%e@f:g+h_i", "config", "profile", "a-b/c.d%e@f:g+h_i"],
  ["default", "config", "profile", "default"],
  ["profile default", "config", "profile", "default"],
  ["sso-session work", "config", "sso-session", "work"],
  ["services local", "config", "services", "local"],
  ["profile 'a b'", "config", "profile", "a b"],
  ['profile "a b"', "config", "profile", "a b"],
  ["a", "credentials", "profile", "a"],
  ["default", "credentials", "profile", "default"],
];
for (const [header, file, kind, name] of COUNT) {
  Deno.test(`[${header}] in the ${file} file names the ${kind} ${name}`, () => {
    const named = sectionName(header, file, NONE);
    assert.ok(typeof named === "object", String(named));
    assert.deepEqual([named.kind, named.name], [kind, name]);
  });
}

const IGNORED: readonly [header: string, file: "config" | "credentials", why: RegExp][] = [
  ["a", "config", /written \[profile a\]/],
  ["DEFAULT", "config", /not a profile/],
  ["profile", "config", /name is missing/],
  ["profile a b", "config", /"a b" is not a legal name/],
  ["profile 'a", "config", /not a legal name/],
  ["profile ''", "config", /not a legal name/],
  ["profile ä", "config", /the AWS CLI reads the name "ä"/],
  ["profile a", "credentials", /written \[a\]/],
  ["sso-session work", "credentials", /only has a meaning in the config file/],
  ["a b", "credentials", /not a legal name/],
];
for (const [header, file, why] of IGNORED) {
  Deno.test(`[${header}] in the ${file} file is ignored, with the reason`, () => {
    const named = sectionName(header, file, NONE);
    assert.ok(typeof named === "string");
    assert.match(named, why);
  });
}

Deno.test("a name with blanks counts in the credentials file if the config file has it in quotes", () => {
  const blank = blankNames(parseIni("[profile 'a b']\n[profile c]\n[profile 'd']\n", "config"));
  assert.deepEqual([...blank], ["a b"]);
  assert.equal((sectionName("a b", "credentials", blank) as { name: string }).name, "a b");
});

Deno.test("a header that was probably meant to name the profile is recognised", () => {
  for (
    const header of [
      "p",
      "Profile p",
      "profile p q",
      "[profile p",
      "profile\u00a0p",
      "profile p][profile q",
      "profile \u200bp",
    ]
  ) assert.ok(mayMean(header, "p"), header);
  for (const header of ["profile q", "pp", "profile pp", "profile q][profile r"]) {
    assert.ok(!mayMean(header, "p"), header);
  }
});

Deno.test("the AWS CLI reads two words of a shell that begin with profile", () => {
  const read: Record<string, string | undefined> = {
    "default": "default",
    "profile p": "p",
    "profile 'a b'": "a b",
    'profile "a\\"b"': 'a"b',
    "profile a' 'b": "a b",
    "profile a\\ b": "a b",
    "profiles p": "p",
    "profile a b": undefined,
    "profile 'a": undefined,
    "p": undefined,
  };
  for (const [header, name] of Object.entries(read)) assert.equal(nameInCli(header), name, header);
  for (const sign of ['"a', "\\\\", "a"]) {
    assert.equal(nameInCli(`profile ${sign.repeat(8_000_000)}`), undefined);
  }
});

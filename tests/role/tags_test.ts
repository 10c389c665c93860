// Session tags: settings in aws-vault's spelling, options, and everything that STS would refuse.

import assert from "node:assert/strict";
import { chained, type Given, plan, refuses, ROLE } from "../support/plans.ts";

function tagged(settings: string, options: string[] = []) {
  const { input, origins } = plan(`[profile p]\n${ROLE}${settings}`, { options }).calls[0];
  return { tags: input.Tags, transitive: input.TransitiveTagKeys, origins };
}

Deno.test("settings name tags as aws-vault does: separated by commas, blanks around them mean nothing", () => {
  const { tags, transitive } = tagged(
    "session_tags = Project = x y , Team=a=b,Empty=,\ntransitive_session_tags = Project , Team\n",
  );
  assert.deepEqual(tags, [
    { Key: "Project", Value: "x y" },
    { Key: "Team", Value: "a=b" },
    { Key: "Empty", Value: "" },
  ]);
  assert.deepEqual(transitive, ["Project", "Team"]);
});

Deno.test("--tag and --transitive-tag are repeated, and come instead of the settings", () => {
  const settings = "session_tags = A=1,B=2\ntransitive_session_tags = A\n";
  const options = ["--tag", "Größe=groß", "--tag=C=", "--transitive-tag", "C"];
  const { tags, transitive, origins } = tagged(settings, options);
  assert.deepEqual(tags, [{ Key: "Größe", Value: "groß" }, { Key: "C", Value: "" }]);
  assert.deepEqual(transitive, ["C"]);
  assert.deepEqual(origins.Tags, { kind: "option", name: "tag" });
});

Deno.test("of the keys that a profile makes transitive those count that --tag gives", () => {
  const settings = "session_tags = A=1,B=2\ntransitive_session_tags = A,B\n";
  assert.deepEqual(tagged(settings, ["--tag", "B=3", "--tag", "C=4"]).transitive, ["B"]);
  assert.equal(tagged(settings, ["--tag", "C=4"]).transitive, undefined);
});

Deno.test("an empty setting sends no tags", () => {
  for (const empty of ["session_tags =\n", "session_tags = ,\n", ""]) {
    assert.equal("Tags" in plan(`[profile p]\n${ROLE}${empty}`).calls[0].input, false, empty);
  }
});

Deno.test("tags of a profile go with its own call, those of options with the last", () => {
  const { calls } = chained({ mid: "session_tags = A=1\n" }, ["--tag", "B=2"]);
  assert.deepEqual(calls.map(({ input }) => input.Tags), [
    [{ Key: "A", Value: "1" }],
    [{ Key: "B", Value: "2" }],
  ]);
});

Deno.test("what STS would refuse of a tag is refused before it is asked", () => {
  const many = Array.from({ length: 51 }, (_, at) => `k${at}=v`).join(",");
  const cases: [settings: string, options: string[], text: RegExp][] = [
    ["session_tags = A\n", [], /"A" is not a session tag\n.*separated by commas/],
    ["", ["--tag", "A"], /"A" is not a session tag\na tag is written KEY=VALUE/],
    ["session_tags = A=1,a,b\n", [], /"a" is not a session tag.*\n.*cannot contain a comma/],
    ["", ["--tag", "=x"], /the key of a session tag is empty/],
    ["", ["--tag", " =x"], /the key of a session tag is empty/],
    ["", ["--tag", "A=1", "--tag", "A=2"], /the session tag "A" is given twice/],
    ["session_tags = Team=1,team=2\n", [], /"Team" and "team" differ only in case/],
    ["", ["--tag", `${"k".repeat(129)}=v`], /the key "k+…" .* has 129 characters\nSTS takes 128/],
    ["", ["--tag", `k=${"v".repeat(257)}`], /the value "v+…" .* has 257 characters\nSTS takes 256/],
    ["", ["--tag", "k=a,b"], /the value "a,b" of a session tag contains ","/],
    ["", ["--tag", "k!=v"], /the key "k!" of a session tag contains "!"/],
    ["", ["--tag", "k=\x1b[31m"], /contains "/],
    ["", ["--tag", "aws:x=1"], /begins with "aws:"/],
    [`session_tags = ${many}\n`, [], /51 session tags are too many\nSTS takes 50/],
    ["", ["--transitive-tag", "A"], /the transitive tag "A" is not one of the session's tags/],
    ["", ["--tag", "Ab=1", "--transitive-tag", "ab"], /the tag is spelled "Ab"/],
    ["", ["--tag", "A=1", "--transitive-tag", "A=1"], /named by its key alone/],
    ["session_tags = A=1\ntransitive_session_tags = A,a\n", [], /"A" and "a" differ only in case/],
  ];
  for (const [settings, options, text] of cases) {
    refuses(() => tagged(settings, options), text);
  }
});

Deno.test("a malformed tag is refused with the line, or the option, that has it", () => {
  const at = (given: Given & { settings?: string }) => {
    try {
      plan(`[profile p]\n${ROLE}${given.settings ?? ""}`, given);
    } catch (error) {
      return (error as { origin?: unknown }).origin;
    }
  };
  assert.deepEqual(at({ settings: "session_tags = A\n" }), {
    kind: "line",
    file: "config",
    line: 3,
  });
  assert.deepEqual(at({ options: ["--tag", "A"] }), { kind: "option", name: "tag" });
});

// The completions of all shells: every option is there, and nothing is left to fill in.

import assert from "node:assert/strict";
import { completionFiles } from "../../scripts/docs/completion_files.ts";
import { ALL_OPTIONS } from "../../src/options/table.ts";
import * as bash from "../../src/shells/bash.ts";
import * as fish from "../../src/shells/fish.ts";
import { caseArms, filled, offeredIn, valueOf } from "../../src/shells/completion.ts";
import * as powershell from "../../src/shells/powershell.ts";
import * as zsh from "../../src/shells/zsh.ts";

const SHELLS = { zsh, bash, fish, powershell };

for (const [shell, { completion, promptSegment }] of Object.entries(SHELLS)) {
  Deno.test(`${shell}: every option, every short spelling and every value of the table is there`, () => {
    const text = completion();
    for (const { name, short, among } of ALL_OPTIONS) {
      assert.match(text, new RegExp(shell === "fish" ? `-l ${name}\\b` : `--${name}\\b`), name);
      if (short) {
        assert.match(text, new RegExp(shell === "fish" ? `-s ${short}\\b` : `-${short}\\b`));
      }
      for (const value of among ?? []) assert.match(text, new RegExp(`\\b${value}\\b`), value);
    }
  });

  Deno.test(`${shell}: nothing is left to fill in, and every function is swr's own`, () => {
    const text = completion() + promptSegment();
    assert.doesNotMatch(text, /^\s*#: /m);
    assert.doesNotMatch(text, /undefined|\[object/);
    const named = shell === "fish"
      ? /^function (\S+)/gm
      : shell === "powershell"
      ? /^function (?:global:)?(\S+)/gm
      : /^(\w+)\(\) \{/gm;
    const names = [...text.matchAll(named)].map((match) => match[1]!);
    assert.ok(names.length > 0);
    for (const name of names) assert.match(name, /^_swr/, name);
  });

  if (shell !== "bash") {
    Deno.test(`${shell}: the help of each option is beside it`, () => {
      const text = completion().replaceAll(/\\(.)/g, "$1").replaceAll(/'''|''/g, "'");
      for (const { name, help } of ALL_OPTIONS) assert.ok(text.includes(help), name);
    });
  }
}

Deno.test("the values of an option: among, suggestions, files, profiles, or any text", () => {
  const kinds = new Map(ALL_OPTIONS.map((option) => [option.name, valueOf(option)]));
  assert.deepEqual(kinds.get("init"), {
    kind: "words",
    words: ["zsh", "bash", "fish", "powershell"],
  });
  assert.equal(kinds.get("duration")!.kind, "words");
  assert.equal(kinds.get("shell")!.kind, "files");
  assert.equal(kinds.get("profile")!.kind, "profiles");
  assert.equal(kinds.get("region")!.kind, "text");
  assert.equal(kinds.get("quiet")!.kind, "none");
});

Deno.test("an option is offered in the modes it means something in; all of them, while no mode is chosen", () => {
  const modes = new Map(ALL_OPTIONS.map((option) => [option.name, offeredIn(option)]));
  assert.deepEqual(modes.get("min"), ["switch", "status"]);
  for (const [name, offered] of modes) assert.ok(offered.includes("switch"), name);
  assert.deepEqual(modes.get("list"), ["switch"]);
  assert.deepEqual(modes.get("export"), ["switch", "export"]);
  assert.ok(modes.get("quiet")!.includes("doctor"));
  assert.ok(!modes.get("quiet")!.includes("help"));
});

Deno.test("caseArms() takes -h and --help for what they are, and knows what takes a value", () => {
  const arms = caseArms();
  assert.ok(arms.includes("-h) mode='usage' ;;"));
  assert.ok(arms.includes("--export) mode='export' skip=1 ;;"));
  assert.ok(arms.includes("--console) mode='console' ;;"));
  assert.match(arms.find((arm) => arm.includes("--duration"))!, /-d \|.*skip=1/);
  assert.equal(arms.at(-1), "*) break ;;");
});

Deno.test("filled() keeps the indentation and refuses a place nothing is given for", () => {
  assert.equal(filled("a\n  #: x\nb\n", { x: ["1", "$&"] }), "a\n  1\n  $&\nb\n");
  assert.throws(() => filled("#: y\n", {}), RangeError);
});

Deno.test("the files are what each shell looks for, and hold no prompt", () => {
  const files = completionFiles();
  assert.deepEqual([...files.keys()], ["_swr", "swr.bash", "swr.fish"]);
  assert.match(files.get("_swr")!, /^#compdef swr -P envchain\n/);
  for (const [name, text] of files) assert.doesNotMatch(text, /SWR_PROFILE|precmd|PROMPT/, name);
});

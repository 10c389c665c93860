// What stdout gets if --export fails: a failing command of the shell that the arguments name.

import assert from "node:assert/strict";
import { failingText } from "../../src/options/export_failure.ts";

Deno.test("failingText() is a failing command of the shell, however the arguments go on", () => {
  const cases: [args: string[], text: string | undefined][] = [
    [["--export", "sh", "p"], "false;\n"],
    [["--export=fish"], "false;\n"],
    [["-q", "-d", "1h", "--export", "csh", "p"], "false;\n"],
    [["--region", "--export", "p", "sh"], undefined],
    [["--region", "x", "--export=fish", "p"], "false;\n"],
    [["--no-such", "--export", "powershell", "p"], "throw 'swr failed';\n"],
    [["--export=cmd", "p"], "cmd /d /c exit 1\n"],
    [["--export", "json", "p"], undefined],
    [["--export", "env", "p"], undefined],
    [["--export", "bash", "p"], "false;\n"],
    [["--export", "p"], "false;\n"],
    [["--export="], "false;\n"],
    [["--export"], "false;\n"],
    [["--exprot", "sh", "p"], "false;\n"],
    [["--export-sh", "p"], "false;\n"],
    [["-export", "fish", "p"], "false;\n"],
    [["-q", "--exprt=csh", "p"], "false;\n"],
    [["p", "--export", "sh"], "false;\n"],
    [["p", "--export=powershell"], "throw 'swr failed';\n"],
    [["--expose", "aws"], undefined],
    [["-e", "p"], undefined],
    [["p"], undefined],
    [["p", "--", "--export"], undefined],
    [["p", "export"], undefined],
    [[], undefined],
    [["p", "prog", "--export", "sh"], undefined],
    [["--", "--export", "sh"], undefined],
  ];
  for (const [args, text] of cases) assert.equal(failingText(args), text, args.join(" "));
});

Deno.test("failingText() of a format that is mistyped or missing fails in every shell", () => {
  const failing = [
    ["--export", "pwsh", "p"],
    ["--export", "", "p"],
    ["--export", "-q", "sh", "p"],
    ["p", "-q", "--export", "nope"],
    ["--no-such", "value", "--export", "sh", "p"],
    ["--user", "--export", "bsh"],
    ["--exportsh", "p"],
    ["\u2013export", "sh", "p"],
    ["\u2014export=bsh", "p"],
    ["--undo"],
    ["--undo", "sh"],
  ];
  const throwing = [["--export", "pwsh", "p"]];
  for (const args of failing) {
    const expected = throwing.some((each) => each.join() === args.join())
      ? "throw 'swr failed';\n"
      : "false;\n";
    assert.equal(failingText(args), expected, args.join(" "));
  }
});

Deno.test("failingText() is undefined where a command follows, which may have options of these names", () => {
  const cases = [
    ["p", "prog", "--export"],
    ["p", "--", "--export", "bsh"],
    ["--profile", "p", "prog", "--export", "sh"],
    ["--profile=p", "prog", "--export", "sh"],
    ["--user", "prog", "--export", "sh"],
    ["--narrow", "prog", "--undo"],
    ["--expose", "prog", "--export", "sh"],
    ["--expose"],
  ];
  for (const args of cases) assert.equal(failingText(args), undefined, args.join(" "));
});

Deno.test("failingText() of another tool's subcommand fails where that one prints for eval", () => {
  const word = (word: string) => ({ word, after: [] });
  assert.equal(failingText(["export", "p"], word("export")), "false;\n");
  assert.equal(failingText(["env", "p"], word("env")), "false;\n");
  assert.equal(failingText(["credential-process", "p"], word("credential-process")), "false;\n");
  assert.equal(failingText(["--env", "p"], word("--env")), "false;\n");
  assert.equal(failingText(["--format=sh", "p"], word("--format=sh")), "false;\n");
  assert.equal(failingText(["exec", "p", "prog"], word("exec")), undefined);
  assert.equal(failingText(["nope", "prog"], word("nope")), undefined);
});

// What stdout gets if --export fails: a failing command of the shell that the arguments name.

import assert from "node:assert/strict";
import { failingText } from "../../src/options/export_failure.ts";

Deno.test("failingText() is a failing command of the shell, however the arguments go on", () => {
  const cases: [args: string[], text: string | undefined][] = [
    [["--export", "sh", "p"], "false;\n"],
    [["--export=fish"], "false;\n"],
    [["-q", "-d", "1h", "--export", "csh", "p"], "false;\n"],
    [["--region", "--export", "p", "sh"], undefined],
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

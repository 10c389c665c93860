import assert from "node:assert/strict";
import {
  cshQuoted,
  fishQuoted,
  powershellQuoted,
  singleQuoted,
} from "../../src/text/shell_quoting.ts";

Deno.test("each shell's own way to write a quote between single quotes", () => {
  assert.equal(singleQuoted("it's $(x) `y`"), "'it'\\''s $(x) `y`'");
  assert.equal(cshQuoted("it's!"), "'it'\\''s\\!'");
  assert.equal(fishQuoted("it's \\n"), "'it\\'s \\\\n'");
  assert.equal(powershellQuoted("it's \u2019"), "'it''s \u2019\u2019'");
});

Deno.test({
  name: "a POSIX shell reads singleQuoted() as the text itself",
  ignore: Deno.build.os === "windows",
  async fn() {
    for (const text of ["", "'", "a'b\"c", "\\", "$HOME `id` $(id)", "line\nbreak", "!x *?[a]"]) {
      const { stdout } = await new Deno.Command("/bin/sh", {
        args: ["-c", `printf %s ${singleQuoted(text)}`],
      }).output();
      assert.equal(new TextDecoder().decode(stdout), text);
    }
  },
});

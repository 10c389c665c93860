// What is PowerShell's own.

import assert from "node:assert/strict";
import * as powershell from "../../src/shells/powershell.ts";

Deno.test("powershell: whatever it takes for a quote is doubled, and a line break is no plain name", () => {
  const text = powershell.completion();
  assert.match(text, /\$generation::EscapeSingleQuotedStringContent\(\$text\)/);
  const [, set, into] = /-replace '(\[.*\])', '(.*)'/.exec(text)!;
  const doubled = "a'b\u2018c\u2019d\u201ae\u201bf\"g".replaceAll(
    new RegExp(set!, "g"),
    into!.replaceAll("$0", "$$&"),
  );
  assert.equal(doubled, "a''b\u2018\u2018c\u2019\u2019d\u201a\u201ae\u201b\u201bf\"g");
  // .NET's $ also matches before a last line break.
  assert.match(text, /\$text -match '\\A\S+\\z'/);
});

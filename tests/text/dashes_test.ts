// Dashes that are no hyphen, where an option was meant.

import assert from "node:assert/strict";
import { wrongDash } from "../../src/text/dashes.ts";

Deno.test("a word that begins with another dash is shown as the option it was", () => {
  for (
    const [word, option] of [
      ["\u2013d", "-d"],
      ["\u2014export", "--export"],
      ["\u2013\u2013export=sh", "--export=sh"],
      ["-\u2013quiet", "--quiet"],
      ["\u2212\u2212list", "--list"],
      ["\u2010r", "-r"],
    ]
  ) assert.match(wrongDash(word!)!, new RegExp(`type it as ${option}$`), word);
});

Deno.test("hyphens, names and dashes alone are left alone", () => {
  for (const word of ["-d", "--export", "a\u2013b", "p", "", "-", "--", "\u2014", "\u2013\u2013"]) {
    assert.equal(wrongDash(word), undefined, word);
  }
});

// What visible() leaves as it is, and what it writes out.

import assert from "node:assert/strict";
import { jsonText, readable, visible } from "../../src/text/visible.ts";
import { widthOf } from "../../src/text/width.ts";

Deno.test("what is read as written stays as it is", () => {
  const plain = [
    "prod ~!",
    "Zürich",
    "naïve cafe\u0301",
    "東京",
    "Δοκιμή",
    "עברית",
    "日本 🚀",
    "a … b",
  ];
  for (const text of plain) assert.equal(visible(text), text);
});

Deno.test("what steers a terminal, or cannot be seen, is written out", () => {
  const shown: Record<string, string> = {
    "a\tb": "a b",
    "\x1b[31m": "\\x1b[31m",
    "\r\n\x7f\x9b": "\\x0d\\x0a\\x7f\\x9b",
    "\u202eprod": "\\u202eprod",
    "\u2028\u2029\u200b\ufeff": "\\u2028\\u2029\\u200b\\ufeff",
    "soft\u00adhyphen": "soft\\xadhyphen",
    "\u180e\u034f\u17b4\u2064": "\\u180e\\u034f\\u17b4\\u2064",
    "\u3164\u115f\u1160\uffa0\u2800": "\\u3164\\u115f\\u1160\\uffa0\\u2800",
    "prod\u{e0041}\u{e007f}": "prod\\u{e0041}\\u{e007f}",
    "prod\u{e0100}\u{1d173}": "prod\\u{e0100}\\u{1d173}",
    // In emoji, too: one with it must not be taken for one without it.
    "\u{1f469}\u200d\u{1f4bb} \u2764\ufe0f": "\u{1f469}\\u200d\u{1f4bb} \u2764\\ufe0f",
    // Half of a pair.
    "a\ud83d": "a\\ud83d",
  };
  for (const [text, expected] of Object.entries(shown)) {
    assert.equal(visible(text), expected);
    assert.equal(visible(visible(text)), expected);
  }
});

Deno.test("what is shown takes the columns that are counted for it: nothing invisible is left", () => {
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (!/[\p{DI}\p{C}\p{Zl}\p{Zp}]/u.test(character) || /[\p{Cn}\p{Co}]/u.test(character)) {
      continue;
    }
    const text = visible(character);
    assert.match(text, /^[ -~]+$/, code.toString(16));
    assert.equal(widthOf(text), text.length);
  }
});

Deno.test("jsonText() means the same to a program, and shows nothing hidden", () => {
  const value = { name: "a\u202eb\x1b\u{e0041}é日\u200d", list: [1, "\n"] };
  const text = jsonText(value);
  assert.deepEqual(JSON.parse(text), value);
  assert.ok(text.includes("a\\u202eb\\u001b\\udb40\\udc41é日\\u200d"), text);
  assert.ok(text.endsWith("\n"));
});

Deno.test("readable() cuts what is quoted, keeps what is around it, and splits no character", () => {
  const long = "x".repeat(201);
  assert.equal(readable(`"${"x".repeat(200)}" is it`), `"${"x".repeat(200)}" is it`);
  const short = `"${"x".repeat(200)}…"`;
  assert.equal(readable(`"${long}" or "${long}" is none`), `${short} or ${short} is none`);
  assert.equal(readable(`"${"😀".repeat(300)}"`), `"${"😀".repeat(200)}…"`);
  for (
    const whole of [
      `"short" in ${long}, "short" in ${long}`,
      `eval "$(aws configure export-credentials --profile ${long})"`,
      `"${"😀".repeat(200)}"`,
    ]
  ) {
    assert.equal(readable(whole), whole);
  }
  assert.equal(readable(`"a\x1b"`), `"a\\x1b"`);
  assert.equal(readable('"a'.repeat(10_000)).length, 4097);
});

Deno.test("every blank but the ordinary one is seen", () => {
  assert.equal(visible("a\u00a0b\u3000c\u2003d e"), "a\\u00a0b\\u3000c\\u2003d e");
});

// Headers of the credentials file that some tool reads as a profile's name, however they are written.

import assert from "node:assert/strict";
import { headerLine } from "../../src/config/header_search.ts";

Deno.test("a header is found whatever blanks are before it or in it", () => {
  const forms = [
    "[dev]",
    "  [dev]",
    "\t[dev]",
    "\u00a0[dev]",
    "\ufeff[dev]",
    "\u3000 [dev]",
    "[ dev ]",
    "[dev\t]",
    "[\u00a0dev]",
    "[dev] # c",
    "[dev]#c",
    "[dev",
    '["dev"]',
    "['dev']",
  ];
  for (const form of forms) {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = `[default]${end}a = 1${end}${form}${end}b = 2${end}`;
      assert.equal(headerLine(text, "dev"), 3, JSON.stringify(form + end));
    }
  }
});

Deno.test("other names, comments and values are no such header", () => {
  for (
    const text of ["[dev2]", "[profile dev]", "# [dev]", "x = [dev]", "dev", "[Dev]", "[d ev]"]
  ) {
    assert.equal(headerLine(`[default]\n${text}\n`, "dev"), undefined, text);
  }
  assert.equal(headerLine(undefined, "dev"), undefined);
});

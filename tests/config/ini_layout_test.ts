// Which sections every tool reads in the same way, without a look at their lines.

import assert from "node:assert/strict";
import { isPlainSection, isPlainText, piecesOf } from "../../src/config/ini_layout.ts";

Deno.test("a header in the first column begins a piece", () => {
  assert.deepEqual(piecesOf("# a\n[b]\nx = [\n [c]\n[d]"), ["# a\n", "[b]\nx = [\n [c]\n", "[d]"]);
  assert.deepEqual(piecesOf("[a]\n"), ["[a]\n"]);
  // What is a setting to the AWS CLI begins none.
  for (const setting of ["[x = 1\n", "[x: 1\n", "[x = 1"]) {
    assert.deepEqual(piecesOf(`[a]\n${setting}`), [`[a]\n${setting}`]);
  }
  for (const header of ["[x", "[x\n", "[x = 1]\n", "[x] # y = 1", "[x=]", "["]) {
    assert.deepEqual(piecesOf(`[a]\n${header}`), ["[a]\n", header]);
  }
});

Deno.test("a section is plain if it is a name and lines key = value, and nothing else", () => {
  const plain = ["[a]\n", "[profile a.b/c@d]\n\nx = 1\ny=\nz = two words\n\n", "[default]\nx =1\n"];
  for (const piece of plain) assert.ok(isPlainSection(piece), piece);
  const lines = [
    " x = 1",
    "X = 1",
    "x: 1",
    "x = 1 # c",
    "x = 1 ;c",
    "# c",
    "x = a\tb",
    "x = é",
    "x",
  ];
  for (const line of lines) assert.ok(!isPlainSection(`[a]\n${line}\n`), line);
  const headers = ["[DEFAULT]", "[ a ]", "[profile  a]", '[profile "a"]', "[a] # c", "[a", "a]"];
  for (const header of headers) assert.ok(!isPlainSection(`${header}\nx = 1\n`), header);
  assert.ok(!isPlainSection("[a]\nx = 1"), "no line end");
  assert.ok(!isPlainSection(`[a]\nx = ${"y".repeat(1_000_000)}\n`), "too long to try");
});

Deno.test("a text is plain if its sections are, and nothing is there twice", () => {
  assert.ok(isPlainText("[a]\nx = 1\n\n[b]\nx = 1\n"));
  for (
    const text of ["", "# c\n[a]\n", "[a]\n[b]\n[a]\n", "[a]\nx = 1\nx = 2\n", "[a]\n x = 1\n"]
  ) {
    assert.ok(!isPlainText(text), text);
  }
});

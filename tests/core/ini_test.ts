// The grammar, case by case; AWS's own published cases are run by scripts/conformance.ts.

import assert from "node:assert/strict";
import fc from "fast-check";
import { formatIni, type IniFile, parseIni, subProperties } from "../../src/core/ini.ts";

function sections(file: IniFile): Record<string, Record<string, string>> {
  return Object.fromEntries(
    file.sections.map(({ header, properties }) => [
      header,
      Object.fromEntries([...properties.values()].map(({ key, value }) => [key, value])),
    ]),
  );
}

const parse = (text: string) => sections(parseIni(text, "f"));

Deno.test("parseIni() cuts comments that follow a blank, and keeps other signs", () => {
  assert.deepEqual(parse("[p] ; c\na = b#c # d\nb=x;y\n# c\n; c\nd = 1 = 2"), {
    p: { a: "b#c", b: "x;y", d: "1 = 2" },
  });
});

Deno.test("parseIni() lower-cases keys, lets the last of two win and merges sections of one name", () => {
  const file = parseIni("[p]\nREGION = a\nregion = b\n[q]\n[p]\nx = 1", "f");
  assert.deepEqual(sections(file), { p: { region: "b", x: "1" }, q: {} });
  assert.deepEqual(file.problems.map(({ line, severity }) => [line, severity]), [[3, "foreign"], [
    5,
    "foreign",
  ]]);
});

Deno.test("parseIni() joins continuations and nested blocks by line ends", () => {
  assert.deepEqual(parse("[p]\na = b\n  c\ns3 =\n\tx = 1\n  y = 2"), {
    p: { a: "b\nc", s3: "\nx = 1\ny = 2" },
  });
  assert.deepEqual([...subProperties("\nX = 1\n y=2 # c")], [["x", "1"], ["y", "2"]]);
});

Deno.test("parseIni() takes CRLF and a byte order mark", () => {
  assert.deepEqual(parse("\ufeff[p]\r\na = b\r\n\r\n"), { p: { a: "b" } });
});

Deno.test("parseIni() reports each bad line with its number and goes on", () => {
  const file = parseIni("a = 1\n[p\n[q]\n b = 1\nnonsense\n= 1\nc = 2\ns =\n x\n", "f");
  assert.deepEqual(file.problems.map(({ line, message, section }) => [line, message, section]), [
    [1, "Expected a profile definition", undefined],
    [2, "Profile definition must end with ']'", undefined],
    [4, "Expected a property definition, found continuation", "q"],
    [5, "Expected an '=' sign defining a property", "q"],
    [6, "Property did not have a name", "q"],
    [9, "Expected an '=' sign defining a sub-property", "q"],
  ]);
  assert.deepEqual(sections(file), { q: { c: "2", s: "" } });
});

Deno.test("parseIni() never throws, and what formatIni() prints parses to the same", () => {
  const piece = fc.constantFrom(
    "[",
    "]",
    "profile ",
    "a",
    "=",
    " ",
    "\t",
    "\n",
    "\r\n",
    "#",
    ";",
    "é",
    "\0",
    "[p]\n",
    "k = v\n",
    " x\n",
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
    const first = parseIni(pieces.join(""), "f");
    assert.deepEqual(parse(formatIni(first)), sections(first));
  }));
});

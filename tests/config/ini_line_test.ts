// Headers and settings of one line, and what is white space.

import assert from "node:assert/strict";
import {
  indentOf,
  isBlank,
  isCommentLine,
  isSkipped,
  lowerAscii,
  readHeader,
  readProperty,
  trim,
} from "../../src/config/ini_line.ts";

Deno.test("a header's name is trimmed and has one blank after its first word", () => {
  const read: Record<string, string> = {
    "[profile p]": "profile p",
    "[ profile \t p ] # note": "profile p",
    "[profile p];note": "profile p",
    "[profile 'a # b'] ; note": "profile 'a # b'",
    "\u00a0[profile p]\u00a0": "profile p",
    "[]": "",
  };
  for (const [line, header] of Object.entries(read)) {
    assert.deepEqual(readHeader(line), { header, closed: true }, line);
  }
});

Deno.test("a header that is not closed keeps the name that was meant", () => {
  for (const line of ["[profile p", "[profile p # note", "[profile p] trailing"]) {
    assert.deepEqual(readHeader(line), { header: "profile p", closed: false }, line);
  }
});

Deno.test("a setting is divided at its first equals sign; a comment needs a blank before it", () => {
  assert.deepEqual(readProperty("region = eu-west-1"), {
    key: "region",
    value: "eu-west-1",
    comment: false,
    plain: true,
  });
  assert.deepEqual(readProperty("Key=a=b#c ; note"), {
    key: "Key",
    value: "a=b#c",
    comment: true,
    plain: false,
  });
  assert.deepEqual(readProperty("key ="), { key: "key", value: "", comment: false, plain: true });
  assert.equal(readProperty("role_arn"), "no-equals");
  assert.equal(readProperty("role_arn # x = y"), "no-equals");
  assert.equal(readProperty(" = value"), "no-name");
});

Deno.test("white space is what Python takes for it", () => {
  const blanks = [0x09, 0x0b, 0x1c, 0x20, 0x85, 0xa0, 0x1680, 0x2000, 0x200a, 0x2028, 0x3000];
  for (const code of blanks) assert.ok(isBlank(code), code.toString(16));
  for (const code of [0x00, 0x1b, 0x41, 0x200b, 0x2060, 0xfeff, NaN]) {
    assert.ok(!isBlank(code), code.toString(16));
  }
  assert.equal(trim("\u3000 a b \u00a0"), "a b");
  assert.equal(indentOf("\t \u00a0x"), 3);
});

Deno.test("a comment counts for nothing in the first column, and is one of its own when indented", () => {
  assert.ok(isSkipped("# x", 0) && isSkipped("; x", 0) && isSkipped(" \t", 2));
  assert.ok(!isSkipped("  # x", 2));
  assert.ok(isCommentLine("  # x") && !isCommentLine("x # y"));
});

Deno.test("names are lowered in ASCII only", () => {
  assert.equal(lowerAscii("ROLE_Arn\u0130"), "role_arn\u0130");
});

// Whatever a file holds, the parser ends, throws nothing, and reads back what formatIni() prints.

import assert from "node:assert/strict";
import fc from "fast-check";
import { type IniFile, parseIni, subProperties } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { formatIni, problemsOf } from "../support/ini_text.ts";

/** Pieces of the grammar, so that most texts come close to a file, beside any text at all. */
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(..."[]=#;:\"' \t\n\r\0\ufeff\ufffdaAé.") },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "\r\n",
      "profile ",
      "[profile a]\n",
      "[default]\n",
      "[services s]\n",
      "[sso-session 'x y']",
      "aws_access_key_id = ",
      "k = v\n",
      "s3 =\n",
      "\n a = b",
      "\n  ",
      " # ",
      "__proto__",
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 8 }) },
);
const text = fc.array(piece, { maxLength: 80, size: "max" }).map((pieces) => pieces.join(""));

function content({ sections }: IniFile): unknown {
  return sections.map((section) => [
    section.header,
    [...section.read().properties.values()].map(({ key, value }) => [key, value]),
  ]);
}

/** The lines of each section, and of what is in it. */
function places({ sections }: IniFile): unknown {
  return sections.map((section) => [
    section.line,
    [...section.read().properties.values()].map(({ origin }) => origin.line),
  ]);
}

Deno.test("what formatIni() prints parses to the same sections and properties", () => {
  fc.assert(
    fc.property(text, (given) => {
      const file = parseIni(given, "f");
      const printed = formatIni(file);
      assert.deepEqual(content(parseIni(printed, "f")), content(file));
      assert.equal(formatIni(parseIni(printed, "f")), printed);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("every problem, section and property names a line that the file has", () => {
  fc.assert(fc.property(text, (given) => {
    const file = parseIni(given, "f");
    const last = given.split(/\r\n?|\n/).length;
    const numbers = [
      ...problemsOf(file).map(({ line }) => line),
      ...file.sections.flatMap((section) => [
        section.line,
        ...[...section.read().properties.values()].map(({ origin }) => origin.line),
      ]),
    ];
    assert.ok(numbers.every((line) => Number.isInteger(line) && line >= 1 && line <= last));
  }));
});

Deno.test("any two files make a configuration of which each setting names its file", () => {
  fc.assert(fc.property(text, text, (first, second) => {
    const { profiles } = readConfiguration(parseIni(first, "config"), parseIni(second, "creds"));
    assert.deepEqual([...profiles.all()].map(({ name }) => name), [...profiles.names]);
    for (const profile of profiles.all()) {
      for (const { whole, origin } of profile.settings.values()) {
        assert.match(origin.file, /^(config|creds)$/);
        assert.ok(subProperties(whole).size >= 0);
      }
      const { staticKeys } = profile;
      assert.equal(staticKeys?.accessKeyId.origin.file, staticKeys?.secretAccessKey.origin.file);
    }
  }));
});

Deno.test("an unusual amount of anything is read to its end", () => {
  const many = 100_000;
  const shapes: Record<string, string> = {
    "one long line": "a".repeat(10 * many),
    "one long header": `[profile ${"\t ".repeat(many)}`,
    "an unclosed quoted name": `[profile "${"a".repeat(many)}`,
    "many brackets": "[".repeat(many),
    "blanks before a comment": `[p]\na = ${" ".repeat(many)}#`,
    "many sections": Array.from({ length: many }, (_, index) => `[p${index}]\n`).join(""),
    "one section over and over": "[p]\n".repeat(many),
    "one key over and over": `[p]\n${"k = v\n".repeat(many)}`,
    "one value of many lines": `[p]\nk = v\n${" w\n".repeat(many)}`,
    "bad lines": "x\n".repeat(many),
    "line ends": "\r".repeat(many),
  };
  for (const [shape, given] of Object.entries(shapes)) {
    const file = parseIni(given, "f");
    assert.deepEqual(content(parseIni(formatIni(file), "f")), content(file), shape);
    assert.ok(problemsOf(file).length <= 40, shape);
  }
});

Deno.test("a bad byte in one line changes nothing about how the other lines are read", () => {
  fc.assert(
    fc.property(text, (given) => {
      const good = given.replaceAll(/[\0\ufeff\ufffd]/g, "");
      const short = parseIni(`#\n${good}`, "f");
      const long = parseIni(`#\ufffd\n${good}`, "f");
      assert.deepEqual(content(long), content(short));
      assert.deepEqual(places(long), places(short));
      assert.deepEqual(problemsOf(long).slice(1), problemsOf(short));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a line ends at LF, at CR LF and at CR alike", () => {
  fc.assert(fc.property(text, (given) => {
    const unix = given.replaceAll("\r", "");
    for (const end of ["\r\n", "\r"]) {
      const [one, other] = [unix, unix.replaceAll("\n", end)].map((each) => parseIni(each, "f"));
      assert.deepEqual(content(other!), content(one!));
      assert.deepEqual(problemsOf(other!), problemsOf(one!));
    }
  }));
});

Deno.test("in whatever order sections are asked for, they say the same", () => {
  fc.assert(fc.property(text, (given) => {
    const [one, other] = [parseIni(given, "f"), parseIni(given, "f")];
    other.sections.toReversed().forEach((section) => section.read());
    assert.deepEqual(content(other), content(one));
    assert.deepEqual(problemsOf(other), problemsOf(one));
  }));
});

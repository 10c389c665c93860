// The grammar, form by form; AWS's own published cases are run by scripts/conformance.ts.

import assert from "node:assert/strict";
import { parseIni, type Severity, subProperties } from "../../src/config/ini.ts";
import { formatIni, problemsOf } from "../support/ini_text.ts";

type Sections = Record<string, Record<string, string>>;

/** The sections; the same whether the last line is ended or not. */
function parse(text: string): Sections {
  assert.deepEqual(sectionsOf(`${text}\n`), sectionsOf(text));
  return sectionsOf(text);
}

function sectionsOf(text: string): Sections {
  return Object.fromEntries(
    parseIni(text, "f").sections.map((section) => [
      section.header,
      Object.fromEntries(
        [...section.read().properties.values()].map(({ key, whole }) => [key, whole]),
      ),
    ]),
  );
}

/** `[line, message, section]` of each problem, of that severity where one is given. */
function problems(text: string, severity?: Severity): unknown[][] {
  return problemsOf(parseIni(text, "f"))
    .filter((each) => severity === undefined || each.severity === severity)
    .map(({ line, message, section }) => [line, message, section]);
}

/** Lines of the problems of that severity; the same whether the last line is ended or not. */
function lines(text: string, severity: Severity): number[] {
  const [open, ended] = [text, `${text}\n`].map((each) =>
    problems(each, severity).map(([line]) => line as number)
  );
  assert.deepEqual(ended, open);
  return open!;
}

Deno.test("parseIni() reads nothing from an empty file, blank lines and comments in the first column", () => {
  for (const text of ["", "\n", "# a\n; [b]\n \t \n#c = d"]) {
    assert.deepEqual(parseIni(text, "f"), { path: "f", sections: [], preamble: [] });
  }
});

Deno.test("parseIni() trims blanks and tabs around and inside headers, keys and values", () => {
  assert.deepEqual(parse("[ \tprofile \t a\t] \nk\t = \tv w \t\n=x\nl="), {
    "profile a": { k: "v w", l: "" },
  });
});

Deno.test("parseIni() trims what Python takes for white space, and leaves every sign inside a value alone", () => {
  const value = '"a"=%b\u00a0\v\f é😂\u2028\ufeff';
  assert.deepEqual(parse(`[p]\nk\u00a0=\u3000${value}\u00a0\u2028\v\nl = \u00a0`), {
    p: { k: value, l: "" },
  });
});

Deno.test("parseIni() reads an indented property where it continues nothing, as the AWS CLI does", () => {
  for (const indent of ["  ", "\t", "\u00a0 "]) {
    assert.deepEqual(
      parse(`[p]\n${indent}a = 1\n${indent}b = 2\n${indent} c = 3\n${indent}# d\n`),
      {
        p: { a: "1", b: "2\nc = 3" },
      },
    );
    assert.deepEqual(problems(`[p]\n${indent}a = 1`), [
      [2, "AWS's SDKs for Java and Rust reject an indented setting here", "p"],
    ]);
    // Below a property in the first column an indented line continues it.
    assert.deepEqual(parse(`[p]\na = 1\n${indent}b = 2`), { p: { a: "1\nb = 2" } });
    assert.deepEqual(parse(`[p]\n${indent}a = 1\nb = 2`), { p: { a: "1", b: "2" } });
  }
  assert.deepEqual(lines("[p]\n  nonsense\n  a = 1", "error"), [2]);
});

Deno.test("parseIni() reads an indented header where it continues nothing: a whole file may be indented", () => {
  assert.deepEqual(parse("  [p]\n  a = 1\n  [q] # c\n  b = 2\n[r]\n  [s]\nc = 3"), {
    p: { a: "1" },
    q: { b: "2" },
    r: {},
    s: { c: "3" },
  });
  assert.deepEqual(parse("[p]\na = 1\n [q]\n b = 2"), { p: { a: "1\n[q]\nb = 2" } });
  assert.deepEqual(parse("\u00a0[p]\na = 1"), { p: { a: "1" } });
  assert.deepEqual(problems("  [p]\n"), [
    [1, "AWS's SDKs for Java and Rust reject an indented header", "p"],
  ]);
});

Deno.test("parseIni() cuts a value's comment after a blank only, a header's anywhere", () => {
  assert.deepEqual(
    parse("[p]# c\na = b#c # d\nb=x;y\t; z\nc = # d\nd =#e\n[q];]\n[r] # ]\n[s]\nf = ;g"),
    {
      p: { a: "b#c", b: "x;y", c: "", d: "#e" },
      q: {},
      r: {},
      s: { f: "" },
    },
  );
});

Deno.test("parseIni() lets a quoted name hold the signs that end a header", () => {
  assert.deepEqual(
    Object.keys(parse(`[profile "a # ]b"] # c\n[ profile  'x  y' ]\n[profile "x" y]`)),
    ['profile "a # ]b"', "profile 'x  y'", 'profile "x" y'],
  );
});

Deno.test("parseIni() lower-cases the ASCII letters of keys, lets the last of two win and merges sections", () => {
  const text = "[p]\nREGION = a\nregion = b\n[q]\n[p]\nx = 1\nregion = c";
  assert.deepEqual(parse(text), { p: { region: "c", x: "1" }, q: {} });
  assert.deepEqual(lines(text, "incompatible"), [3, 5, 7]);
  assert.deepEqual(
    parseIni(text, "f").sections[0]!.read().properties.get("region")!.origin.line,
    7,
  );
});

Deno.test("parseIni() joins continuations as they are written, over blank lines and comments between", () => {
  const text = "[p]\na = b # cut\n  c = d # kept\n\n# gone\n\t \n\te  \nf = g";
  assert.deepEqual(parse(text), { p: { a: "b\nc = d # kept\ne", f: "g" } });
});

Deno.test("parseIni() keeps the lines of a nested block as they are written", () => {
  const text = "[p]\ns3 = # opens\n  A = 1 # one\n\n\tb =\nx = 1";
  assert.deepEqual(parse(text), { p: { s3: "\nA = 1 # one\nb =", x: "1" } });
});

Deno.test("parseIni() reports each bad line with its number and section, and goes on", () => {
  assert.deepEqual(
    problems(
      "a = 1\n b = 1\n[q]\n b = 1\nnonsense\n more\n= 1\nc = 2\ns =\n x\n = 1\n y = 2\nk : v",
    ),
    [
      [1, "Expected a profile definition", undefined],
      [2, "Expected a profile definition", undefined],
      [4, "AWS's SDKs for Java and Rust reject an indented setting here", "q"],
      [5, "Expected an '=' sign defining a property", "q"],
      [7, "Property did not have a name", "q"],
      [10, "Expected an '=' sign defining a sub-property", "q"],
      [11, "Sub-property did not have a name", "q"],
      [13, "Expected an '=' sign defining a property", "q"],
    ],
  );
  assert.deepEqual(parse("[q]\nnonsense\n more\nc = 2\ns =\n x\n y = 2"), {
    q: { c: "2", s: "\ny = 2" },
  });
});

Deno.test("parseIni() does not give what follows a bad header to the section before", () => {
  for (const bad of ["[profile b", "[profile b # ]", "[profile b] c", "[profile b]]x ; y"]) {
    const text = `[profile a]\nx = 1\n${bad}\nx = 2`;
    assert.deepEqual(parse(text), { "profile a": { x: "1" }, "profile b": { x: "2" } }, bad);
    assert.deepEqual(problems(text), [[3, "Profile definition must end with ']'", "profile b"]]);
  }
});

Deno.test("a line that begins with a bracket and has none at its end is a setting if it has a sign of one, and an error", () => {
  for (const sign of ["=", ":"]) {
    const text = `[profile a]\n[role_arn ${sign} x\n  more\nregion = r`;
    assert.deepEqual(parse(text), { "profile a": { region: "r" } });
    assert.deepEqual(problems(text), [[2, "Profile definition must end with ']'", "profile a"]]);
  }
  assert.deepEqual(parse("[profile a]\n[b = c] # d\nregion = r"), {
    "profile a": {},
    "b = c": { region: "r" },
  });
});

Deno.test("parseIni() ignores a key that is not a legal name, with what continues it", () => {
  const text = "[p]\na b = 1\n c\nd = 2\né = 3";
  assert.deepEqual(parse(text), { p: { d: "2" } });
  assert.deepEqual(lines(text, "warning"), [2, 5]);
  assert.deepEqual(lines(text, "error"), []);
});

Deno.test("parseIni() takes CRLF, a lone CR and no line end at the end, and counts the lines right", () => {
  for (const end of ["\n", "\r\n", "\r"]) {
    const text = ["[p]", "a = b", "", "c =", " d = e", "nonsense"].join(end);
    assert.deepEqual(parse(text), { p: { a: "b", c: "\nd = e" } });
    assert.deepEqual(lines(text, "error"), [6]);
  }
});

Deno.test("parseIni() reads a file with a byte order mark, and says that the AWS CLI does not", () => {
  assert.deepEqual(parse("\ufeff[p]\na = b"), { p: { a: "b" } });
  assert.deepEqual(lines("\ufeff[p]\na = b", "incompatible"), [1]);
  assert.deepEqual(parse("[p]\na = \ufeff"), { p: { a: "\ufeff" } });
});

Deno.test("parseIni() rejects NUL and bytes that are no UTF-8, but not in a comment", () => {
  assert.deepEqual(lines("[p]\na = \0\n# \ufffd\n[q]\nb = \ufffd", "error"), [2, 5]);
  assert.deepEqual(lines("[p]\na = \0\n# \ufffd\n[q]\nb = \ufffd", "incompatible"), [3]);
  const utf16 = new TextDecoder().decode(new Uint8Array([0xff, 0xfe, 0x5b, 0, 0x70, 0, 0x5d, 0]));
  assert.match(problemsOf(parseIni(utf16, "f")).map(({ message }) => message).join(), /UTF-8/);
});

Deno.test("parseIni() knows the forms that the AWS CLI refuses or reads otherwise", () => {
  const forms = [
    "[ profile p]",
    "[DEFAULT]",
    "[p]\na = b # c",
    "[p]\na = b\na = c",
    "[p]\nx = 1\n[p]",
    "[p]\na:b = c",
    "[p]\na = b\n # c",
  ];
  for (const text of forms) assert.equal(lines(text, "incompatible").length, 1, text);
  for (const text of forms) assert.deepEqual(lines(text, "error"), [], text);
});

Deno.test("parseIni() lets nothing under a header continue what stood under another", () => {
  assert.deepEqual(parse("[p]\nk = v\n[q]\n[p]\n w\nl = x"), { p: { k: "v", l: "x" }, q: {} });
  assert.deepEqual(lines("[p]\nk = v\n[q]\n[p]\n w\nl = x", "error"), [5]);
});

Deno.test("parseIni() passes over an indented comment where the SDKs refuse it and nothing is lost", () => {
  const text = "[p]\n  # the first\na = 1\ns3 =\n  # the second\n  x = 1";
  assert.deepEqual(parse(text), { p: { a: "1", s3: "\nx = 1" } });
  assert.deepEqual(lines(text, "warning"), [2, 5]);
  assert.deepEqual(lines(text, "error"), []);
});

Deno.test("parseIni() keeps the first problems of a section, and an error after many others", () => {
  const text = `[p]\n${"a = b # c\n".repeat(5000)}nonsense\n[q]\nnonsense`;
  assert.ok(problemsOf(parseIni(text, "f")).length < 100);
  assert.deepEqual(lines(text, "error"), [5002, 5004]);
});

Deno.test("parseIni() reads ten thousand profiles, and nothing of a file with far more than anybody has", () => {
  const profiles = (count: number) =>
    Array.from({ length: count }, (_, index) => `[profile p${index}]\nregion = r\n`).join("");
  assert.equal(parseIni(profiles(10_000), "f").sections.length, 10_000);
  const { sections, preamble } = parseIni(profiles(260_000), "f");
  assert.deepEqual(sections, []);
  assert.deepEqual(preamble.map(({ severity }) => severity), ["error"]);
});

Deno.test("parseIni() keeps nothing of a file with far more settings than anybody has, wherever they stand", () => {
  const settings = (count: number) =>
    Array.from({ length: count }, (_, index) => `k${index}=v\n`).join("");
  for (
    const text of [settings(251_000), `${settings(130_000)}[services s]\n${settings(130_000)}`]
  ) {
    const { sections, preamble } = parseIni(`[services a]\n${text}[profile p]\nx = y\n`, "f");
    assert.deepEqual(sections, []);
    assert.deepEqual(preamble.map(({ severity }) => severity), ["error"]);
  }
  const { sections } = parseIni(`[a]\n${settings(200_000)}`, "f");
  assert.equal(sections[0]!.read().properties.size, 200_000);
});

Deno.test("subProperties() reads a nested block by lower-case keys, and nothing from a plain value", () => {
  assert.deepEqual(
    [...subProperties("\nX = 1\ny=2 # c\n= 3\n# d = 4\nnone\nz =")],
    [["x", "1"], ["y", "2"], ["# d", "4"], ["z", ""]],
  );
  assert.deepEqual([...subProperties("a = 1\nb = 2")], []);
});

Deno.test("formatIni() prints values that would begin a comment or a block so that they are read back", () => {
  const text = "[p]\na =#b\nc =;\n # d\ne =\n f = # g\n[]\nh = i\n\ti";
  assert.deepEqual(parse(formatIni(parseIni(text, "f"))), parse(text));
  assert.deepEqual(parse(text).p, { a: "#b", c: ";\n# d", e: "\nf = # g" });
});

Deno.test("a secret that slipped into a key is in no message", () => {
  const token = "IQoJb3JpZ2luX2VjEXAMPLEIQoJb3JpZ2luX2VjEXAMPLE";
  for (
    const line of [
      `aws_session_token: ${token}==`,
      `aws_session_token:${token}==`,
      `aws_session_token ${token}=`,
    ]
  ) {
    const problems = problemsOf(parseIni(`[x]\n${line}\n${line} # c\n`, "credentials"));
    assert.ok(problems.length > 0);
    const text = problems.map(({ message }) => message).join("\n").toLowerCase();
    assert.ok(!text.includes(token.slice(0, 8).toLowerCase()), text);
  }
});

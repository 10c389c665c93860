// What the AWS CLI rejects, and the text without it; compared with Python's own parser if that is on this machine.

import assert from "node:assert/strict";
import { acceptable, headerLine, rejectionOf } from "../../src/config/other_readers.ts";
import { seeds, seedsText } from "../support/fuzz.ts";
import { needs } from "../support/programs.ts";
import { randomFiles } from "../support/random_files.ts";

const TABLE: [text: string, line: number, why: RegExp, left: string][] = [
  [
    "[a]\nx = 1\n[b]\ny = 1\n[a]\nz = 1\n",
    5,
    /header \[a\] is there twice/,
    "[a]\nx = 1\nz = 1\n[b]\ny = 1\n",
  ],
  ["[a]\nx = 1\ny = 2\nX: 3\n", 4, /^x is there twice/, "[a]\ny = 2\nX: 3\n"],
  ["[a]\nx =\n  y = 1\nx =\n  z = 1\n", 4, /^x is/, "[a]\nx =\n  z = 1\n"],
  ["[a]\nx = 1\n[a]\n  y = 1\n    z", 3, /twice/, "[a]\nx = 1\ny = 1\n    z\n"],
  ["nonsense\n# c\n[a]\nx = 1\n", 1, /before the first/, "# c\n[a]\nx = 1\n"],
  ["x = 1\n  y\n[a]\n", 1, /before the first/, "[a]\n"],
  ["[a]\nnonsense\n  more\nx = 1", 2, /no '='/, "[a]\nx = 1\n"],
  ["[a]\n= 1\nx = 1\n", 2, /no '='/, "[a]\nx = 1\n"],
  ["[a]\nx = 1\n[b\ny = 1\n[c]\n", 3, /no end/, "[a]\nx = 1\n[c]\n"],
  ["[a]\nx = 1\n[a]\nx = 2", 3, /twice/, "[a]\nx = 2\n"],
  ["[a]\ns3 =\n  x: 1\n\n  y = 2\n", 3, /no '=', in a nested/, "[a]\ns3 =\n\n  y = 2\n"],
  ["[a]\ns3 =\n  # c\n  x\ny = 2\n", 4, /nested/, "[a]\ny = 2\n"],
  ["[a]\ns3: \u3000\n  x = 1\u20282\n", 3, /nested/, "[a]\n"],
  ["[a]\nx = 1\nx\x85= 2\nX\x1c: 3", 3, /^x is there twice/, "[a]\nX\x1c: 3\n"],
];

Deno.test("what the AWS CLI rejects is named by its line, and left out", () => {
  for (const [text, line, why, left] of TABLE) {
    const found = rejectionOf(text);
    assert.equal(found?.line, line, text);
    assert.match(found.why, why);
    assert.equal(acceptable(text), left);
    assert.equal(rejectionOf(left), undefined, left);
  }
});

Deno.test("a text that the AWS CLI reads stays as it is, byte for byte", () => {
  for (
    const text of [
      "",
      "# only\n",
      "[a]\r\nx = 1\r\n  more\r\n\r\n; c\r\n[b] # c\r\nx : 1\r\n",
      "  [a]\n  x = 1\n# c\n    more\n",
      "[a]\nx = 1\n[ a]\nx = 1\n[A]\nx = 2",
      "[a]\ns3 =\n\n  # c\n; c\n  x = 1\x0cy=\u2028\ny = 1\n  no sign\n",
    ]
  ) {
    assert.equal(rejectionOf(text), undefined, text);
    assert.equal(acceptable(text), text);
  }
});

const SCRIPT = `import configparser, json, sys
def nested(value):
    return all('=' in line for line in value.splitlines() if line.strip())
for line in sys.stdin:
    parser = configparser.RawConfigParser(default_section=None)
    try:
        parser.read_string(json.loads(line))
        values = [value for name in parser.sections() for _, value in parser.items(name)]
        print(1 if all(nested(value) for value in values if value.startswith('\\n')) else 0)
    except configparser.Error:
        print(0)
`;
const SEEDS = seeds();

Deno.test({
  ...needs("python3", `Python's parser agrees, and reads what is left: ${seedsText(SEEDS)}`),
  async fn() {
    const texts = SEEDS.flatMap((seed) => {
      const { config, credentials } = randomFiles(seed);
      return [config, credentials].map((text) => text.replaceAll(/\r\n?/g, "\n"));
    });
    const read = await readByPython([...texts, ...texts.map(acceptable)]);
    texts.forEach((text, at) => {
      assert.equal(rejectionOf(text) === undefined, read[at], text);
      assert.ok(read[texts.length + at], `${text}\n---\n${acceptable(text)}`);
    });
    assert.ok(read.slice(0, texts.length).some((each) => !each));
  },
});

async function readByPython(texts: readonly string[]): Promise<boolean[]> {
  const child = new Deno.Command("python3", {
    args: ["-c", SCRIPT],
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  const lines = texts.map((text) => `${JSON.stringify(text)}\n`).join("");
  const written = writer.write(new TextEncoder().encode(lines)).then(() => writer.close());
  const { stdout } = await child.output();
  await written;
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => line === "1");
}

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

// The notes of a release are cut from the changelog; tag, version and section must be one.

import assert from "node:assert/strict";
import { checkedNotes, checkShape, notesOf } from "../../scripts/notes.ts";
import { ROOT } from "../../scripts/project.ts";

const CHANGELOG = `# Changelog

## Unreleased

- soon

## 1.10.0 – 2026-03-01

- ten

## [1.9.0] - 2026-02-01

### Added

- nine

  \`\`\`
  ### no heading of ours
  \`\`\`

## 1.0.0

- without a day

## 0.9.0 – 2026-01-01
`;

Deno.test("a version's section, whole and without its heading", () => {
  assert.equal(notesOf("1.10.0", CHANGELOG), "- ten\n");
  assert.match(notesOf("1.9.0", CHANGELOG), /^### Added\n\n- nine\n[\s\S]*```\n$/);
  assert.equal(notesOf("1.10.0", CHANGELOG.replaceAll("\n", "\r\n")), "- ten\n");
});

Deno.test("a section that is missing, empty or without its day is an error", () => {
  assert.throws(() => notesOf("1.1.0", CHANGELOG), /no section for 1\.1\.0/);
  assert.throws(() => notesOf("0.9.0", CHANGELOG), /section for 0\.9\.0 .* is empty/);
  assert.throws(() => notesOf("1.0.0", CHANGELOG), /heading of 1\.0\.0 .* has no day/);
});

Deno.test("the tag is `v` and the version of deno.json", () => {
  assert.equal(checkedNotes("v1.10.0", "1.10.0", CHANGELOG), "- ten\n");
  for (const tag of ["1.10.0", "v1.9.0", "v1.10.0-rc1"]) {
    assert.throws(
      () => checkedNotes(tag, "1.10.0", CHANGELOG),
      /the tag is .* in deno\.json 1\.10/,
    );
  }
});

Deno.test("a changelog of another shape is an error", () => {
  const shapes: [string, RegExp][] = [
    ["# Changes\n\n## Unreleased\n", /does not open with/],
    ["# Changelog\n\n## 1.0.0 – 2026-01-01\n", /first section is not/],
    ["# Changelog\n\n## Unreleased\n\n## 1.0\n", /not a version: 1\.0/],
    ["# Changelog\n\n## Unreleased\n\n## What else\n", /not a heading/],
    ["# Changelog\n\n## Unreleased\n\n## 1.9.0\n\n## 1.10.0\n", /1\.10\.0 is below 1\.9\.0/],
    ["# Changelog\n\n## Unreleased\n\n## 1.9.0\n\n## 1.9.0\n", /1\.9\.0 is below 1\.9\.0/],
  ];
  for (const [text, says] of shapes) assert.throws(() => checkShape(text.split("\n")), says);
});

Deno.test("this repository's changelog has that shape", async () => {
  checkShape((await Deno.readTextFile(new URL("CHANGELOG.md", ROOT))).split(/\r?\n/));
});

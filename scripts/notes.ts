// `deno run -A scripts/notes.ts vX.Y.Z`: the notes of a release, which is that version's section of CHANGELOG.md.
// Rule: a tag, the version of deno.json and a section with a date are the same version, or there is no release.

import { readProject, ROOT } from "./project.ts";

/**
 * The section's lines without its heading. Throws if there is none, if it is empty, if its heading lacks the day
 * (`## 1.2.3 – 2026-01-31` or `## [1.2.3] - 2026-01-31`, as Keep a Changelog has it), and at what is wrong with the
 * file as a whole: it opens with `# Changelog`, then `## Unreleased`, then the versions, newest first.
 */
export function notesOf(version: string, changelog: string): string {
  const lines = changelog.split(/\r?\n/);
  checkShape(lines);
  const start = lines.findIndex((line) => headingOf(line)?.version === version);
  if (start < 0) throw new Error(`CHANGELOG.md has no section for ${version}`);
  if (headingOf(lines[start]!)?.day === undefined) {
    throw new Error(`the heading of ${version} in CHANGELOG.md has no day`);
  }
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("## "));
  const text = rest.slice(0, end < 0 ? undefined : end).join("\n").trim();
  if (text === "") throw new Error(`the section for ${version} in CHANGELOG.md is empty`);
  return `${text}\n`;
}

/** Throws if the tag, deno.json and the changelog do not name the same version. Returns the notes. */
export function checkedNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) {
    throw new Error(`the tag is ${tag}, the version in deno.json ${version}`);
  }
  return notesOf(version, changelog);
}

type Heading = { readonly version: string; readonly day?: string };

function headingOf(line: string): Heading | undefined {
  const found = /^## \[?([^\s\]]+)\]?(?:\s+[-–—]\s+(\d{4}-\d\d-\d\d))?\s*$/.exec(line);
  if (found === null) return undefined;
  return { version: found[1]!, ...(found[2] !== undefined && { day: found[2] }) };
}

/** Throws at a changelog of another shape. */
export function checkShape(lines: readonly string[]): void {
  if (lines[0] !== "# Changelog") throw new Error("CHANGELOG.md does not open with `# Changelog`");
  const sections = lines.filter((line) => line.startsWith("## "));
  const headings = sections.map((line) => {
    const heading = headingOf(line);
    if (heading === undefined) throw new Error(`not a heading of a version: ${line}`);
    return heading.version;
  });
  if (headings[0] !== "Unreleased") throw new Error("the first section is not `## Unreleased`");
  const versions = headings.slice(1);
  for (const [index, version] of versions.entries()) {
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`not a version: ${version}`);
    const newer = versions[index - 1];
    if (newer !== undefined && compare(newer, version) <= 0) {
      throw new Error(`${version} is below ${newer}`);
    }
  }
}

function compare(a: string, b: string): number {
  const [left, right] = [a, b].map((each) => each.split(".").map(Number));
  const at = left!.findIndex((part, index) => part !== right![index]);
  return at < 0 ? 0 : left![at]! - right![at]!;
}

if (import.meta.main) {
  const tag = Deno.args[0];
  if (tag === undefined || Deno.args.length !== 1) throw new Error("one argument: the tag");
  const { version } = await readProject();
  const changelog = await Deno.readTextFile(new URL("CHANGELOG.md", ROOT));
  await Deno.stdout.write(new TextEncoder().encode(checkedNotes(tag, version, changelog)));
}

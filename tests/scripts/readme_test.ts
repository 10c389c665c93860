// README.md and the other documents say nothing that cannot be typed, seen or followed.

import assert from "node:assert/strict";
import { requestOf } from "../../src/options/request_of.ts";

const ROOT = new URL("../../", import.meta.url);
const read = (path: string) => Deno.readTextFile(new URL(path, ROOT));
const DOCUMENTS = ["README.md", "CHANGELOG.md", ...markdownOf(".github")];

function markdownOf(folder: string): string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT)), ({ name }) => `${folder}/${name}`)
    .filter((path) => path.endsWith(".md")).toSorted();
}

/** The words after each `swr` in the document's code, without quotation marks and what a shell keeps to itself. */
function commandsOf(text: string): string[][] {
  const code = [...text.matchAll(/^ {4}(\S.*)$/gm), ...text.matchAll(/`([^`\n]+)`/g)];
  return code.flatMap(([, line]) => {
    const words = /(?:^|[\s(])swr((?:\s+[^\s|;()]+)*)/.exec(line!.replace(/\s+#.*$/, ""))?.[1];
    // Paths, and lines with a placeholder.
    if (words === undefined || /cd swr|[/]swr|…/.test(line!)) return [];
    return [words.replaceAll(/["']/g, "").split(/\s+/).filter((word) => word !== "")];
  });
}

Deno.test("each command of swr in README.md is one that swr understands", async () => {
  const commands = commandsOf(await read("README.md"));
  assert.ok(commands.length > 25, `${commands.length} commands`);
  for (const words of commands) {
    assert.doesNotThrow(() => requestOf(words), `swr ${words.join(" ")}`);
  }
});

Deno.test("pictures and links lead to files that are there", async () => {
  for (const document of DOCUMENTS) {
    const links = [...(await read(document)).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to]) =>
      to!
    );
    for (const link of links.filter((each) => !/^https?:/.test(each))) {
      const target = new URL(link, new URL(document, ROOT));
      assert.doesNotThrow(() => Deno.statSync(target), `${document}: ${link}`);
    }
  }
});

/** The lines of code without what is said beside them, and the code inside of sentences, each once. */
function codeOf(text: string): { lines: string[]; spans: string[] } {
  const lines = [...text.matchAll(/^ {4}(.*\S)$/gm)].map(([, line]) =>
    line!.replace(/(?:^|\s+)#.*$/, "").replace(/\s{4,}\(.*\)$/, "").trim()
  );
  const spans = new Set([...text.matchAll(/`([^`\n]+)`/g)].map(([, span]) => span!));
  return { lines: lines.filter((line) => line !== ""), spans: [...spans].toSorted() };
}

Deno.test("README.ja.md has the code of README.md, and nothing else; each links to the other at its top", async () => {
  const [english, japanese] = [await read("README.md"), await read(".github/README.ja.md")];
  assert.ok(english.startsWith("[日本語](.github/README.ja.md)\n"));
  assert.ok(japanese.startsWith("[English](../README.md)\n"));
  const [expected, found] = [codeOf(english), codeOf(japanese)];
  assert.ok(expected.lines.length > 50, `${expected.lines.length} lines`);
  assert.deepEqual(found.lines, expected.lines);
  assert.deepEqual(found.spans, expected.spans);
});

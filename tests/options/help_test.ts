import assert from "node:assert/strict";
import { helpPage, usagePage } from "../../src/options/help.ts";
import { type Option, OPTIONS } from "../../src/options/table.ts";

Deno.test("-h names every option of everyday use and fits a screen of 24 lines and 80 columns", () => {
  const lines = usagePage().trimEnd().split("\n");
  const options: readonly Option[] = OPTIONS;
  const everyday = options.filter(({ rare }) => !rare);
  assert.ok(everyday.length > 10);
  for (const { name } of everyday) assert.ok(usagePage().includes(`--${name}`), name);
  assert.ok(lines.includes(`${options.length - everyday.length} more options in --help`));
  assert.ok(lines.length <= 24, `${lines.length} lines`);
  for (const line of lines) assert.ok(line.length <= 80, line);
});

Deno.test("--help says of every option what the table says, in lines of 80 columns", () => {
  const words = helpPage().replaceAll(/\s+/g, " ");
  for (const { name, help } of OPTIONS) {
    assert.ok(words.includes(`--${name}`), name);
    assert.ok(words.includes(help.slice(1)), name);
  }
  for (const line of helpPage().split("\n")) assert.ok(line.length <= 80, line);
});

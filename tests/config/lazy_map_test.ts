// Values are made when they are asked for, and the work grows with what is asked, not with what is there.

import assert from "node:assert/strict";
import { LazyMap } from "../../src/config/lazy_map.ts";
import { parseIni } from "../../src/config/ini.ts";
import { readConfiguration } from "../../src/config/profile.ts";

function counted(keys: readonly string[]) {
  const made: string[] = [];
  const map = new LazyMap(new Set(keys), (key) => {
    made.push(key);
    return { key };
  });
  return { map, made };
}

Deno.test("a value is made when it is asked for, and kept where that is by its key", () => {
  const { map, made } = counted(["a", "b", "c"]);
  assert.equal(map.size, 3);
  assert.deepEqual([map.has("a"), map.has("x"), map.get("x")], [true, false, undefined]);
  assert.deepEqual(made, []);
  assert.equal(map.get("b"), map.get("b"));
  assert.deepEqual(made, ["b"]);
  for (let round = 0; round < 2; round++) {
    assert.equal([...map.values()][1], map.get("b"));
  }
  assert.deepEqual(made, ["b", "a", "c", "a", "c"]);
});

Deno.test("it goes through all of its values as a Map does, in the order of the keys", () => {
  const { map } = counted(["b", "a"]);
  const plain = new Map([["b", { key: "b" }], ["a", { key: "a" }]]);
  assert.deepEqual([...map], [...plain]);
  assert.deepEqual([...map.values()], [...plain.values()]);
  assert.deepEqual([...map.keys()], [...plain.keys()]);
  const seen: unknown[] = [];
  map.forEach((value, key) => seen.push([key, value]));
  assert.deepEqual(seen, [...plain]);
});

Deno.test("of ten thousand profiles, the one that is asked for is the one that is read", () => {
  const text = Array.from({ length: 10_000 }, (_, at) => `[profile p${at}]\nregion = r\n`).join("");
  const file = parseIni(text, "f");
  const read = new Set<string>();
  const sections = file.sections.map((section) => ({
    written: "x",
    header: section.header,
    line: section.line,
    read() {
      read.add(section.header);
      return section.read();
    },
  }));
  const configuration = readConfiguration({ ...file, sections }, undefined);
  assert.equal(configuration.profiles.size, 10_000);
  assert.deepEqual([...read], []);
  assert.equal(configuration.profiles.get("p7")!.settings.get("region")!.value, "r");
  assert.deepEqual([...read], ["profile p7"]);
  assert.deepEqual(configuration.problems, []);
  assert.equal(read.size, 10_000);
});

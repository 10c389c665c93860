// The house rules of .github/ARCHITECTURE.md, held by reading the imports of src/.

import assert from "node:assert/strict";
import { walk } from "./support/walk.ts";

const SRC = new URL("../src/", import.meta.url);
const LAYERS: Record<string, readonly string[]> = {
  "main.ts": ["cli", "io", "core", "deno.json"],
  cli: ["cli", "io", "core"],
  io: ["io", "core"],
  core: ["core"],
  worker: ["worker", "core"],
};

type Module = { path: string; layer: string; text: string; imports: string[] };

function modules(): Module[] {
  return walk(SRC).filter((path) => path.endsWith(".ts")).map((path) => {
    const text = Deno.readTextFileSync(new URL(path, SRC));
    const found = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*"([^",]+)"/g)].map((match) =>
      match[1]!
    );
    return { path, layer: path.split("/")[0]!, text, imports: found };
  });
}

Deno.test("imports go one way: main, cli, io, core; nobody imports the worker", () => {
  for (const { path, layer, imports } of modules()) {
    for (const specifier of imports.filter((each) => each.startsWith("."))) {
      const target = new URL(specifier, new URL(path, SRC)).href.replace(SRC.href, "");
      const room = target.endsWith("/deno.json") ? "deno.json" : target.split("/")[0]!;
      assert.ok(LAYERS[layer]!.includes(room), `${path} imports ${specifier}`);
    }
  }
});

Deno.test("npm and node: imports stand in the worker only", () => {
  for (const { path, layer, imports } of modules()) {
    const foreign = imports.filter((each) => !each.startsWith("."));
    if (layer === "worker") {
      assert.ok(foreign.every((each) => /^@(aws-sdk|smithy)\//.test(each)), path);
    } else assert.deepEqual(foreign, [], path);
  }
});

Deno.test("the Worker that signs in to the console runs our own code alone", () => {
  const byPath = new Map(modules().map((module) => [module.path, module]));
  const reached = new Set(["worker/signin_worker.ts"]);
  for (const path of reached) {
    const { text, imports } = byPath.get(path)!;
    assert.doesNotMatch(text, /\bimport\(/, path);
    assert.ok(imports.every((each) => each.startsWith(".")), path);
    for (const [, specifier] of text.matchAll(/^import (?!type )[^;]*?"([^"]+)";/gm)) {
      reached.add(new URL(specifier!, new URL(path, SRC)).href.replace(SRC.href, ""));
    }
  }
  assert.deepEqual([...reached], ["worker/signin_worker.ts", "worker/causes.ts"]);
});

Deno.test("core is pure: no Deno, no clock, no randomness", () => {
  for (const { path, layer, text } of modules()) {
    if (layer !== "core") continue;
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(
      code,
      /\bDeno\.|\bDate\.now\b|new Date\(\)|Math\.random|crypto\.|performance\./,
      path,
    );
  }
});

Deno.test("nothing loads Deno's node: layer by a timer (io/after.ts)", () => {
  for (const { path, text } of modules()) {
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(code, /\bset(Timeout|Interval|Immediate)\b/, path);
  }
});

Deno.test("core has no cycles, types aside", () => {
  const graph = new Map(
    modules().filter(({ layer }) => layer === "core").map(({ path, text }) => [
      path,
      [...text.matchAll(/import (?!type )[^"]*"\.\/([^"]+)"/g)].map((match) => `core/${match[1]}`),
    ]),
  );
  const visit = (path: string, above: readonly string[]) => {
    assert.ok(!above.includes(path), [...above, path].join(" → "));
    for (const next of graph.get(path) ?? []) visit(next, [...above, path]);
  };
  for (const path of graph.keys()) visit(path, []);
});

Deno.test("the C library is opened in main.ts only, and held by no module", () => {
  for (const { path, text } of modules()) {
    if (path !== "main.ts" && path !== "io/libc.ts") assert.doesNotMatch(text, /openLibc/, path);
    if (path !== "io/libc_library.ts") assert.doesNotMatch(text, /dlopen/, path);
    assert.doesNotMatch(text, /^(export )?(const|let|var) \w*(libc|library)\b/mi, path);
  }
});

Deno.test("every file opens with what lives there and has no forbidden name", () => {
  for (const { path, text } of modules()) {
    assert.match(text, /^\/\/ .+\n\/\/ /, path);
    assert.doesNotMatch(path, /util|helper|common|manager|index/, path);
  }
});

/** What the sentence "Imports X, Y and Z" of a file's opening names; undefined where there is none. */
function namedImports(text: string): string[] | undefined {
  const opening = /^(?:\/\/.*\n)+/.exec(text)![0].replaceAll(/\n?\/\/ ?/g, " ");
  const sentence = /\b(?:Pure: i|I)mports ([^.]+)\./.exec(opening)?.[1];
  return sentence?.split(/,\s+and\s+|,\s+|\s+and\s+/).map((each) => each.trim());
}

/** Which of the words of the sentence cover an import: its name, its layer, "its siblings", or "types". */
function covering(layer: string, specifier: string, typesOnly: boolean): string[] {
  const [room, name] = specifier.startsWith("./")
    ? [layer, specifier.slice(2, -3)]
    : [specifier.split("/")[1]!, specifier.split("/")[2]!.slice(0, -3)];
  const sibling = room === layer;
  return [...(sibling ? [name, "its siblings"] : [room]), ...(typesOnly ? ["types"] : [])];
}

Deno.test("what a file says it imports is what it imports", () => {
  const wrong = modules().filter(({ layer }) => /^(core|io|cli)$/.test(layer)).flatMap(
    ({ path, layer, text, imports }) => {
      const named = namedImports(text);
      if (named === undefined) return [`${path} does not say what it imports`];
      const typed = new Set(
        [...text.matchAll(/^import ([^;"]*?) from "([^"]+)"/gm)].filter(([, names]) =>
          names!.startsWith("type ") || /^\{(\s*type \w+,?)+\s*\}$/.test(names!)
        ).map(([, , specifier]) => specifier!),
      );
      const ways = imports.filter((each) => each.endsWith(".ts"))
        .map((each) => covering(layer, each, typed.has(each)));
      const unsaid = ways.filter((way) => !way.some((word) => named.includes(word)));
      const untrue = named.filter((word) =>
        word === "nothing" ? ways.length > 0 : !ways.some((way) => way.includes(word))
      );
      return [
        ...unsaid.map(([word]) => `${path} does not say that it imports ${word}`),
        ...untrue.map((word) => `${path} says that it imports ${word}`),
      ];
    },
  );
  assert.deepEqual(wrong, []);
});

Deno.test("what no other file uses is not exported", () => {
  const root = new URL("../", SRC);
  const files = ["src/", "tests/", "scripts/"].flatMap((folder) =>
    walk(new URL(folder, root)).filter((path) => path.endsWith(".ts")).map((path) => {
      const url = new URL(folder + path, root);
      const text = Deno.readTextFileSync(url);
      const targets = [...text.matchAll(/"(\.{1,2}\/[^"]+\.ts)"/g)].map((match) =>
        new URL(match[1]!, url).href
      );
      return { href: url.href, text, targets: new Set(targets) };
    })
  );
  const unused = files.filter(({ href }) => href.startsWith(SRC.href)).flatMap(({ href, text }) =>
    [...text.matchAll(/^export (?:async )?(?:type|class|function|const) (\w+)/gm)].filter((
      [, name],
    ) =>
      !files.some((file) => file.targets.has(href) && new RegExp(`\\b${name}\\b`).test(file.text))
    ).map(([, name]) => `${href.slice(SRC.href.length)}: ${name}`)
  );
  assert.deepEqual(unused, []);
});

Deno.test("the C libraries of io/libc_library.ts are those of the permission set", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const text = Deno.readTextFileSync(new URL("io/libc_library.ts", SRC));
  const named = new Set(
    [...text.matchAll(/"(\/[^"]*(?:libc\.so\.6|libSystem\.B\.dylib))"/g)].map((match) => match[1]!),
  );
  assert.deepEqual([...named].toSorted(), config.permissions.swr.ffi.toSorted());
});

Deno.test("every variable that swr sets, unsets or reads is in the permission set", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const allowed = new Set<string>(config.permissions.swr.env.allow);
  assert.equal(config.permissions.swr.env.ignore, true);
  const { touchedVariables } = await import("../src/core/child_env.ts");
  for (const name of touchedVariables()) assert.ok(allowed.has(name), name);
  for (const { path, text } of modules()) {
    for (
      const [, name] of text.matchAll(/(?:env|variable|givenBy|isOn|locate)\("([A-Z][A-Z_]+)"/g)
    ) {
      assert.ok(allowed.has(name!), `${path} reads ${name}`);
    }
  }
});

Deno.test("the permission set never writes, and names no wildcard that others could own a name under", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const { net, write, import: imports } = config.permissions.swr;
  assert.equal(write, undefined);
  assert.equal(imports, undefined);
  for (const host of net.filter((each: string) => each.includes("*"))) {
    assert.match(host, /^\*\.sts\.[a-z0-9-]+\.vpce\.amazonaws\.(com|com\.cn|eu):443$/);
  }
});

// The house rules of .github/ARCHITECTURE.md, held by reading the imports of src/.

import assert from "node:assert/strict";
import { walk } from "./support/walk.ts";

const SRC = new URL("../src/", import.meta.url);

/** The rooms in the order of the arrow; a room imports what is above its line, and itself. */
const ARROW = [
  ["text"],
  ["options", "os"],
  ["config", "terminal", "shells"],
  ["role"],
  ["credentials"],
  ["sts"],
  ["session"],
  ["console", "doctor"],
  ["cli"],
  ["main.ts"],
];
/** Rooms of values in, values out. */
const PURE = ["text", "options", "config", "role", "shells"];

type Module = { path: string; layer: string; text: string; imports: string[] };

function modules(): Module[] {
  return walk(SRC).filter((path) => path.endsWith(".ts")).map((path) => {
    const text = Deno.readTextFileSync(new URL(path, SRC));
    const found = [...text.matchAll(/(?:(?<!-)\bfrom|\bimport)\s*\(?\s*"([^",]+)"/g)].map((match) =>
      match[1]!
    );
    return { path, layer: path.split("/")[0]!, text, imports: found };
  });
}

Deno.test("imports go one way, along the arrow", () => {
  const height = new Map(ARROW.flatMap((rooms, at) => rooms.map((room) => [room, at])));
  for (const { path, layer, imports } of modules()) {
    assert.ok(height.has(layer), `${path} is in no room`);
    for (const target of targets(path, imports)) {
      if (target === "../deno.json") continue;
      const room = target.split("/")[0]!;
      const below = height.get(room)! < height.get(layer)!;
      assert.ok(room === layer || below, `${path} imports ${target}`);
    }
  }
});

Deno.test("pure rooms import nothing of os/", () => {
  for (const { path, layer, imports } of modules()) {
    if (!PURE.includes(layer)) continue;
    assert.deepEqual(targets(path, imports).filter((each) => each.startsWith("os/")), [], path);
  }
});

/** The modules that a module imports, as paths below src/. */
function targets(path: string, imports: readonly string[]): string[] {
  return imports.filter((each) => each.startsWith(".")).map((each) => {
    const { href } = new URL(each, new URL(path, SRC));
    return href.startsWith(SRC.href) ? href.slice(SRC.href.length) : "../deno.json";
  });
}

Deno.test("npm packages are imported in sts/worker/ only, and node: nowhere", () => {
  for (const { path, imports } of modules()) {
    const foreign = imports.filter((each) => !each.startsWith("."));
    if (path.startsWith("sts/worker/")) {
      assert.ok(foreign.every((each) => /^@(aws-sdk|smithy)\//.test(each)), path);
    } else assert.deepEqual(foreign, [], path);
  }
});

Deno.test("pure rooms have no Deno, no clock and no randomness", () => {
  for (const { path, layer, text } of modules()) {
    if (!PURE.includes(layer)) continue;
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(
      code,
      /\bDeno\.|\bDate\.now\b|new Date\(\)|Math\.random|crypto\.|performance\./,
      path,
    );
  }
});

Deno.test("Deno is used in os/, the Workers' own files and main.ts only", () => {
  for (const { path, layer, text } of modules()) {
    if (layer === "os" || path === "main.ts" || isWorkerFile(path)) continue;
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(code, /\bDeno[.[]/, path);
  }
});

function isWorkerFile(path: string): boolean {
  return path.startsWith("sts/worker/");
}

Deno.test("nothing loads Deno's node: layer by a timer (os/timer.ts)", () => {
  for (const { path, text } of modules()) {
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    assert.doesNotMatch(code, /\bset(Timeout|Interval|Immediate)\b/, path);
  }
});

Deno.test("there are no cycles, types aside", () => {
  const graph = new Map(
    modules().map(({ path, text }) => [
      path,
      targets(path, [...text.matchAll(/^import (?!type )[^;"]*"([^"]+)"/gm)].map(([, to]) => to!)),
    ]),
  );
  const done = new Set<string>();
  const visit = (path: string, above: readonly string[]) => {
    assert.ok(!above.includes(path), [...above, path].join(" → "));
    if (done.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...above, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
});

Deno.test("the C library is opened in main.ts only, and held by no module", () => {
  for (const { path, text } of modules()) {
    if (path !== "main.ts" && path !== "os/libc.ts") assert.doesNotMatch(text, /openLibc/, path);
    if (path !== "os/libc_process.ts") assert.doesNotMatch(text, /dlopen/, path);
    assert.doesNotMatch(text, /^(export )?(const|let|var) \w*(libc|library)\b/mi, path);
  }
});

Deno.test("syscall(2) is called by os/libc_keys.ts only, which knows the numbers", () => {
  for (const { path, text } of modules()) {
    const code = text.replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, "");
    if (path !== "os/libc_library.ts") assert.doesNotMatch(code, /["']syscall["']/, path);
    if (path !== "os/libc_library.ts" && path !== "os/libc_keys.ts") {
      assert.doesNotMatch(code, /\bkey(Reading|Making)\b/, path);
    }
  }
  const table = Deno.readTextFileSync(new URL("os/libc_library.ts", SRC));
  const purposes = [...table.matchAll(/^ {2}(\w+): \{$|"(syscall)"/gm)].reduce<string[]>(
    (found, [, purpose, call]) =>
      call === undefined ? [...found, purpose!] : [...found, `${found.at(-1)}!`],
    [],
  ).filter((each) => each.endsWith("!"));
  assert.deepEqual(purposes, ["keyReading!", "keyMaking!", "keyMaking!!"]);
});

Deno.test("every file opens with what lives there and has no forbidden name", () => {
  for (const { path, text } of modules()) {
    assert.match(text, /^\/\/ .+\n/, path);
    assert.doesNotMatch(path, /util|helper|common|manager|index/, path);
  }
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

Deno.test("the C libraries of os/libc_process.ts are those of the permission set", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const text = Deno.readTextFileSync(new URL("os/libc_process.ts", SRC));
  const named = new Set(
    [...text.matchAll(/"(\/[^"]*(?:libc\.so\.6|libSystem\.B\.dylib))"/g)].map((match) => match[1]!),
  );
  assert.deepEqual([...named].toSorted(), config.permissions.swr.ffi.toSorted());
});

Deno.test("every variable that swr sets, unsets or reads is in the permission set", async () => {
  const config = JSON.parse(await Deno.readTextFile(new URL("../deno.json", import.meta.url)));
  const allowed = new Set<string>(config.permissions.swr.env.allow);
  assert.equal(config.permissions.swr.env.ignore, true);
  const { managedVariables } = await import("../src/session/session_variables.ts");
  for (const name of managedVariables()) assert.ok(allowed.has(name), name);
  for (const { path, text } of modules()) {
    for (
      const [, name] of text.matchAll(
        /(?:env|variable|variableSetting|isOn|locate)\("([A-Z][A-Z_]+)"/g,
      )
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

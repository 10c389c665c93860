// The gate of the bundles, tried on a hostile SDK: what it does not let into a binary. And the program: what lies in
// which of its files.

import assert from "node:assert/strict";
import { sep } from "node:path";
import { programFiles, workerFiles } from "../../scripts/bundle.ts";
import { readProject } from "../../scripts/project.ts";
import { Sandbox } from "../support/sandbox.ts";

const EXPORTS = `export class STSClient {}
export class AssumeRoleCommand {}
export class GetCallerIdentityCommand {}
`;

/** The files of the Worker with that code in the SDK's place. */
async function withSdk(code: string, others: Readonly<Record<string, string>> = {}) {
  await using box = await Sandbox.create();
  for (const [name, text] of Object.entries(others)) await box.write(name, text);
  const instead = await box.write("sdk.js", `${EXPORTS}${code}\n`);
  return await workerFiles("sts_worker", { instead });
}

const WORKER = /^Error: sdk-\w+\.js starts a Worker$/;
const REFUSED: Readonly<Record<string, RegExp>> = {
  'new Worker("data:text/javascript,", { type: "module" });': WORKER,
  'const own = globalThis.Worker; new own("data:text/javascript,");': WORKER,
  'Reflect.construct(self["Worker"], ["data:text/javascript,"]);': WORKER,
  "await import(location.hash);": /^Error: sdk-\w+\.js computes what it imports: import\(/,
  'await import("./" + location.hash);': /^Error: sdk-\w+\.js computes what it imports: import\(/,
  "await import(`${location.hash}`);": /^Error: sdk-\w+\.js computes what it imports: import\(/,
  'import "node:fs";': /^Error: sdk-\w+\.js imports node:fs$/,
  'await import("node:fs");': /^Error: sdk-\w+\.js imports node:fs$/,
  'import * as me from "./sdk.js"; export * from "node:fs"; self.me = me;':
    /^Error: sdk-\w+\.js imports node:fs$/,
  'import "https://example.com/a.js";':
    /^Error: sdk-\w+\.js imports https:\/\/example\.com\/a\.js$/,
  'import "nowhere";': /Could not resolve 'nowhere'/,
};

for (const [code, says] of Object.entries(REFUSED)) {
  Deno.test(`an SDK is not bundled with ${code}`, async () => {
    await assert.rejects(withSdk(code), says);
  });
}

Deno.test("an SDK without any of that is bundled, in a file of its own beside the Worker's", async () => {
  const files = await withSdk('export const text = "a WorkerPool of words";');
  assert.equal(files[0]!.name, "sts_worker.js");
  assert.deepEqual(files[0]!.always, []);
  assert.ok(files.some(({ name }) => name.startsWith("sdk-")));
});

Deno.test("nothing of an SDK is evaluated before the Worker loads it", async () => {
  await using box = await Sandbox.create();
  const files = await withSdk('import("./more.js"); self.postMessage({ type: "evaluated" });', {
    "more.js": 'self.postMessage({ type: "evaluated, too" });',
  });
  for (const { name, text } of files) await box.write(name, text);
  const worker = new Worker(new URL(`file://${box.path("sts_worker.js")}`), { type: "module" });
  try {
    const heard: string[] = [];
    worker.onmessage = ({ data }) => heard.push(data.type);
    // Long enough to compile it.
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(heard, ["booted"]);
    worker.postMessage({ type: "load", url: "http://127.0.0.1:1", region: "x" });
    while (heard.length < 3) await new Promise((resolve) => setTimeout(resolve, 20));
    assert.deepEqual(heard, ["booted", "evaluated", "evaluated, too"]);
  } finally {
    worker.terminate();
  }
});

Deno.test("an SDK is not bundled that shares a module with the Worker: it would be evaluated when that boots", async () => {
  const causes = new URL("../../src/text/causes.ts", import.meta.url).pathname;
  await assert.rejects(
    withSdk(`import { causes } from ${JSON.stringify(causes)}; self.causes = causes;`),
    /^Error: sts_worker\.js takes along \.\/sdk-\w+\.js$/,
  );
});

Deno.test("the program is a few files until the question, and one for each mode", async () => {
  const files = await programFiles({});
  assert.equal(files[0]!.name, "main.js");
  assert.deepEqual(files[0]!.always, []);
  const fileOf = (path: string) => {
    const ending = path.replace("/", sep);
    return files.find(({ inputs }) => inputs.some((each) => each.endsWith(ending)))!.name;
  };
  const switchFile = fileOf("cli/switch.ts");
  for (const path of ["sts/mfa_code.ts", "session/session.ts"]) {
    assert.equal(fileOf(path), switchFile, path);
  }
  assert.equal(fileOf("config/load.ts"), fileOf("role/chain.ts"));
  const modes = ["cli/doctor.ts", "cli/init.ts", "cli/list.ts", "cli/status.ts", "sts/client.ts"];
  const apart = new Set(["main.js", switchFile, fileOf("config/load.ts"), ...modes.map(fileOf)]);
  assert.equal(apart.size, 3 + modes.length, [...apart].join());
});

Deno.test("of deno.json the program has the version and the commit, and no more", async () => {
  const files = await programFiles({});
  const { version } = await readProject();
  assert.ok(files[0]!.text.includes(`version:\`${version}\`,commit:\``), version);
  for (const { name, text } of files) assert.doesNotMatch(text, /\bdeno run\b|\bnpm:/, name);
});

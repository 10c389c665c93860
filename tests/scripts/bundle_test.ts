// The gate of the bundles, tried on a hostile SDK: what it does not let into a binary.

import assert from "node:assert/strict";
import * as esbuild from "esbuild";
import { workerFiles } from "../../scripts/bundle.ts";
import { Sandbox } from "../support/sandbox.ts";

const EXPORTS = `export class STSClient {}
export class AssumeRoleCommand {}
export class GetCallerIdentityCommand {}
`;

/** The files of the Worker with that code in the SDK's place. */
async function withSdk(code: string) {
  await using box = await Sandbox.create();
  const instead = await box.write("sdk.js", `${EXPORTS}${code}\n`);
  try {
    return await workerFiles("sts_worker", { instead });
  } finally {
    await esbuild.stop();
  }
}

const WORKER = /^Error: (sdk|chunk)-\w+\.js starts a Worker$/;
const REFUSED: Readonly<Record<string, RegExp>> = {
  'new Worker("data:text/javascript,", { type: "module" });': WORKER,
  'const own = globalThis.Worker; new own("data:text/javascript,");': WORKER,
  'Reflect.construct(self["Worker"], ["data:text/javascript,"]);': WORKER,
  "await import(location.hash);": /^Error: sdk-\w+\.js computes what it imports: import\(/,
  'import "node:fs";': /^Error: sdk-\w+\.js imports node:fs$/,
};

for (const [code, says] of Object.entries(REFUSED)) {
  Deno.test(`an SDK is not bundled with ${code}`, async () => {
    await assert.rejects(withSdk(code), says);
  });
}

Deno.test("an SDK without any of that is bundled, in a file of its own beside the Worker's", async () => {
  const files = await withSdk('export const text = "a WorkerPool of words";');
  assert.equal(files[0]!.name, "sts_worker.js");
  assert.ok(files.some(({ name }) => name.startsWith("sdk-")));
});

// `deno task demo`: swr in action without an AWS account. The last line without a terminal is `demo: ok`.
// Rule: imports nothing that has to be fetched, so that a first run says what it waits for.

import { fileURLToPath } from "node:url";

const ROOT = new URL("../", import.meta.url);
/** What the demo runs: its scene, and swr with the Worker. */
const MODULES = ["scripts/demo/scene.ts", "src/main.ts", "src/sts/worker/sts_worker.ts"];

/** Whether everything that the demo imports is in Deno's cache, or could be put there with these options. */
async function cache(...options: string[]): Promise<{ success: boolean; why: string }> {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["cache", "-q", "--frozen", "--node-modules-dir=none", ...options, ...MODULES],
    cwd: fileURLToPath(ROOT),
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  return { success, why: new TextDecoder().decode(stderr).trim() };
}

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}

/** Fetches what is missing; false if that fails, which is said. */
async function ready(): Promise<boolean> {
  if ((await cache("--cached-only")).success) return true;
  say("first run: fetching the AWS SDK and what the stand-in for STS needs …");
  const { success, why } = await cache();
  if (!success) say(`demo: failed, the packages cannot be fetched: ${why}`);
  return success;
}

if (!await ready()) Deno.exit(1);
// Computed, so that Deno does not fetch the scene's packages before the line above is printed.
const { playDemo } = await import(new URL("scripts/demo/scene.ts", ROOT).href);
Deno.exit(await playDemo());

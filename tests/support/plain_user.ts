// A user without any privilege, as whom a test looks at another process of the same user. Rule: the user who runs the
// tests is one unless they are root; root becomes another user, or, where that user cannot read Deno's cache, gives up
// every capability, which makes the kernel refuse as it refuses anyone (capabilities(7)).

import { has } from "./programs.ts";
import type { Sandbox } from "./sandbox.ts";

const NOBODY = 65534;
const WITHOUT_CAPABILITIES = ["--bounding-set=-all", "--inh-caps=-all"];

/** The words that run a command so, or why there is no way to. */
export type PlainUser = { readonly words: readonly string[] } | { readonly missing: string };

/** The way to be a plain user here; the sandbox becomes that user's own. */
export async function plainUser(box: Sandbox): Promise<PlainUser> {
  if (Deno.build.os !== "linux") return { missing: "the promise is for Linux" };
  if (Deno.uid() !== 0) return { words: [] };
  if (!has("setpriv")) return { missing: "run by root, and setpriv is not on this machine" };
  const other = [
    "setpriv",
    `--reuid=${NOBODY}`,
    `--regid=${NOBODY}`,
    "--clear-groups",
    ...WITHOUT_CAPABILITIES,
  ];
  const reads = ["sh", "-c", 'for each; do [ -r "$each" ] || exit 1; done', "sh"];
  const files = [Deno.execPath(), `${box.env.DENO_DIR}/npm`, new URL("../../src", import.meta.url)];
  if (await succeeds([...other, ...reads, ...files.map(pathOf)])) {
    await give(box.dir);
    return { words: other };
  }
  const powerless = ["setpriv", ...WITHOUT_CAPABILITIES];
  return await succeeds([...powerless, "true"])
    ? { words: powerless }
    : { missing: "run by root, and capabilities cannot be given up here" };
}

function pathOf(place: string | URL): string {
  return typeof place === "string" ? place : decodeURIComponent(place.pathname);
}

async function succeeds([command = "", ...args]: readonly string[]): Promise<boolean> {
  const { success } = await new Deno.Command(command, { args, stderr: "null", stdout: "null" })
    .output();
  return success;
}

async function give(folder: string): Promise<void> {
  await Deno.chown(folder, NOBODY, NOBODY);
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) await give(`${folder}/${name}`);
    else await Deno.chown(`${folder}/${name}`, NOBODY, NOBODY);
  }
}

// `deno task docs`: writes the manual page and the completions into dist/, rendered from the table of options.
// `deno task docs --snapshot` renews what tests/scripts/docs_test.ts compares with.

import { completionFiles } from "./docs/completion_files.ts";
import { helpPage, usagePage } from "../src/options/help.ts";
import { manualPage } from "./docs/manual.ts";
import { run } from "./compile.ts";

const ROOT = new URL("../", import.meta.url);

/** The files by their path below dist/. */
export async function documents(): Promise<Map<string, string>> {
  const { version } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  return new Map([
    ["man/swr.1", manualPage(version, await commitDate())],
    ...[...completionFiles()].map((
      [name, text],
    ): [string, string] => [`completions/${name}`, text]),
  ]);
}

/** Writes the files below the folder. */
export async function writeDocuments(folder: URL): Promise<string[]> {
  const files = await documents();
  for (const [path, text] of files) {
    await Deno.mkdir(new URL(`${path}/..`, folder), { recursive: true });
    await Deno.writeTextFile(new URL(path, folder), text);
  }
  return [...files.keys()];
}

/** The day of the commit (or of SOURCE_DATE_EPOCH), so that a commit gives the same page. */
async function commitDate(): Promise<string> {
  const epoch = Deno.env.get("SOURCE_DATE_EPOCH") ??
    (await run("git", ["log", "-1", "--format=%ct"]).catch(() => "0")).trim();
  return new Date(Number(epoch) * 1000).toISOString().slice(0, 10);
}

/** What the table says to a reader, for a reviewer to see what a change of it changes. */
export function snapshots(): Map<string, string> {
  return new Map([
    ["usage.txt", usagePage()],
    ["help.txt", helpPage()],
    ["swr.1", manualPage("0.0.0", "2000-01-01")],
  ]);
}

/** The folder of the snapshots. */
export const SNAPSHOTS = new URL("tests/snapshots/", ROOT);

async function writeSnapshots(): Promise<string[]> {
  await Deno.mkdir(SNAPSHOTS, { recursive: true });
  for (const [name, text] of snapshots()) await Deno.writeTextFile(new URL(name, SNAPSHOTS), text);
  return [...snapshots().keys()];
}

if (import.meta.main) {
  const renew = Deno.args[0] === "--snapshot";
  const folder = renew ? "tests/snapshots/" : "dist/";
  const written = renew ? await writeSnapshots() : await writeDocuments(new URL(folder, ROOT));
  // deno-lint-ignore no-console
  for (const path of written) console.log(`${folder}${path}`);
}

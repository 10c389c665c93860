// From the bundles to one binary that carries the permission set `swr` of deno.json.
// Rule: no flag here widens what the binary may do, and it can import its own files only; the code cache, which any user
// could plant, is off.

import { builtinModules } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Bundle } from "./bundle.ts";

const ROOT = new URL("../", import.meta.url);

/** The Deno that compiles: one beside the base runtime in DENORT_BIN if there is one, since their formats must match. */
function compiler(): string {
  const denort = Deno.env.get("DENORT_BIN");
  const beside = denort?.replace(/denort(\.exe)?$/, "deno$1");
  return beside !== undefined && isFile(beside) ? beside : Deno.execPath();
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Runs a program in the repository's folder, with these variables besides; its standard output. */
export async function run(
  command: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    cwd: ROOT,
    ...(env !== undefined && { env: { ...env } }),
  }).output();
  const decoder = new TextDecoder();
  if (!success) throw new Error(`${command} ${args[0]} failed:\n${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
}

/**
 * The V8 flags of the task `swr` in deno.json, which the binary has too: for a process that lives a tenth of a second. A
 * file is compiled as a whole, the SDK's while main plans the switch: compiled when it is called, a function costs a
 * switch 2 to 5 ms more, and spares --status one. (V8's comment for single files, allFunctionsCalledOnLoad, has no
 * effect in Deno.) Nothing is compiled to machine code before it has been called a thousand times (the first such
 * function costs 3 ms, whichever it is), and nothing by TurboFan, whose code pays after seconds; and the young generation
 * begins larger. None of them touches what a program may do.
 */
export async function v8Flags(): Promise<string[]> {
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const flags = (tasks.swr.command as string).split(" ").filter((word) =>
    word.startsWith("--v8-flags=")
  );
  if (flags.length !== 1) throw new Error("the task `swr` in deno.json names no V8 flags");
  return flags;
}

/**
 * The path of a configuration beside the bundle: deno.json's permissions, and an import map by which the files of the
 * bundle are all that can be imported. Without it a compiled Deno looks on the disk for a file that it does not hold,
 * and asks for no permission; and every module of Node's is there, `node:net` among them, which opens a descriptor by
 * its number.
 */
async function configFor({ main, parts, workers }: Bundle): Promise<string> {
  const { unstable, permissions } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  const nothing = [
    "file:///",
    ...builtinModules.map((name) => `node:${name.replace(/^node:/, "")}`),
  ];
  const own = [main, ...parts, ...workers].map((path) => `./${basename(path)}`);
  const imports = Object.fromEntries([
    ...nothing.map((specifier) => [specifier, null]),
    ...own.map((specifier) => [specifier, specifier]),
  ]);
  const path = join(dirname(main), "deno.json");
  await Deno.writeTextFile(path, JSON.stringify({ unstable, permissions, imports }, null, 2));
  return path;
}

/**
 * Compiles for the target, or for this machine. `output` is an absolute path, or one inside the repository;
 * `runtime` the base runtime, else DENORT_BIN, else what Deno downloads.
 */
export async function compile(
  bundle: Bundle,
  output: string,
  target?: string,
  runtime?: string,
): Promise<void> {
  // 2.9 bakes the program's name in; an older Deno, used for trying the build, does not know the flag.
  const named = /^deno 2\.[0-8]\./.test(await run(compiler(), ["--version"]))
    ? []
    : ["--app-name", "swr"];
  await run(compiler(), [
    "compile",
    "--quiet",
    "--config",
    await configFor(bundle),
    "--no-lock",
    "--no-check",
    "--no-remote",
    "--no-npm",
    "--no-prompt",
    "--no-code-cache",
    "-P=swr",
    ...await v8Flags(),
    ...named,
    ...(target === undefined ? [] : ["--target", target]),
    ...bundle.workers.flatMap((worker) => ["--include", worker]),
    "--output",
    output,
    bundle.main,
  ], runtime === undefined ? undefined : { DENORT_BIN: runtime });
}

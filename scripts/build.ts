// `deno task build [--all | --target TRIPLE…] [--release] [--verify]`: bundles the sources and compiles them into dist/.
// Rule: the binary carries the permission set `swr` of deno.json, and what was built for this machine is
// started once before it counts as built. `--release` refuses whatever is not pinned; it is what release.yml runs.

import { bundle } from "./bundle.ts";
import { compile, run, v8Flags } from "./compile.ts";
import { DENO_VERSION, pathInRoot, type Project, readProject, ROOT } from "./project.ts";
import { checkedRuntime, knownRuntimes, runtimeName } from "./runtime.ts";
import { binaryPath, chosenTargets, type Target } from "./targets.ts";
import { verify } from "./verify.ts";

/** Compares permissions and V8 flags in the binary with those of deno.json, as far as they can be read in clear. */
async function inspectBinary(binary: string): Promise<void> {
  const text = new TextDecoder("latin1").decode(await Deno.readFile(new URL(binary, ROOT)));
  const found = text.match(/"permissions":(\{[^}]*\})/)?.[1];
  if (found === undefined) throw new Error(`${binary} does not show its permissions`);
  const baked = JSON.parse(found) as Record<string, string[] | null>;
  const { swr } = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT))).permissions;
  const same = (a: unknown, b: unknown) =>
    JSON.stringify([a].flat().toSorted()) === JSON.stringify([b].flat().toSorted());
  if (!same(baked.allow_net, swr.net)) throw new Error(`${binary} has other hosts than deno.json`);
  if (!same(baked.allow_env, swr.env.allow)) {
    throw new Error(`${binary} has other variables than deno.json`);
  }
  if (!same(baked.allow_ffi, swr.ffi)) {
    throw new Error(`${binary} has other libraries than deno.json`);
  }
  for (const kind of ["allow_all", "allow_write"]) {
    if (baked[kind]) throw new Error(`${binary} has ${kind}`);
  }
  const [flags = ""] = await v8Flags();
  for (const flag of flags.slice("--v8-flags=".length).split(",")) {
    if (!text.includes(JSON.stringify(flag))) throw new Error(`${binary} lacks V8's ${flag}`);
  }
}

/** What a release must not be built from. Throws at the first. */
function refuseUnpinned({ commit }: Project): void {
  if (Deno.version.deno !== DENO_VERSION) {
    throw new Error(`this is Deno ${Deno.version.deno}, a release is built by ${DENO_VERSION}`);
  }
  if (Deno.env.get("DENORT_BIN")) {
    throw new Error("DENORT_BIN is set, a release takes its base runtime from Deno's release");
  }
  if (!/^[0-9a-f]{12}$/.test(commit)) throw new Error(`the commit is ${commit}`);
}

/** The base runtime to build on; undefined if Deno is left to find one; a message then says so. */
async function runtimeFor(target: Target, release: boolean): Promise<string | undefined> {
  const sums = await knownRuntimes();
  const given = Deno.env.get("DENORT_BIN") || undefined;
  if (release || (given === undefined && sums.has(runtimeName(target)))) {
    const folder = pathInRoot("dist/runtime");
    // A mirror may serve the files: the sums decide.
    const releases = Deno.env.get("DENO_RELEASES");
    return await checkedRuntime(target, { sums, folder, ...(releases && { releases }) });
  }
  const what = given === undefined ? `${runtimeName(target)} as Deno downloads it` : "DENORT_BIN";
  say(`the base runtime, ${what}, has not been checked: do not distribute this binary`);
  return undefined;
}

async function build(targets: readonly Target[], release: boolean): Promise<void> {
  const project = await readProject();
  if (release) refuseUnpinned(project);
  const built = await bundle(pathInRoot("dist/bundle"));
  // The time of a file is part of the binary: the commit's own, so that a commit gives the same bytes.
  for (const path of [built.main, ...built.parts, ...built.workers]) {
    await Deno.utime(path, project.epoch, project.epoch);
  }
  for (const target of targets) {
    const native = target === Deno.build.target;
    const binary = binaryPath(target);
    const runtime = await runtimeFor(target, release);
    await compile(built, binary, native ? undefined : target, runtime).catch((error) => {
      throw explained(error, runtime);
    });
    await inspectBinary(binary);
    const started = native
      ? (await run(pathInRoot(binary), ["--version"])).trim().replace("\n", ", ")
      : "not started here";
    say(`${binary}: ${started}`);
  }
}

/** Deno's own failure, or one sentence if it could not fetch the base runtime. */
function explained(error: Error, runtime: string | undefined): Error {
  const fetched = runtime === undefined && !Deno.env.get("DENORT_BIN");
  if (!fetched || !/denort|dl\.deno\.land|download/i.test(error.message)) return error;
  return new Error(
    "the base runtime (denort) cannot be downloaded: set DENORT_BIN to the path of a denort of this Deno's version",
  );
}

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}

if (import.meta.main) {
  const flags = new Set(["--release", "--verify"]);
  const given = new Set(Deno.args.filter((word) => flags.has(word)));
  const targets = chosenTargets(Deno.args.filter((word) => !flags.has(word)));
  try {
    await build(targets, given.has("--release"));
    if (given.has("--verify")) say(await verify(targets));
  } catch (error) {
    // deno-lint-ignore no-console
    console.error(`build: ${error instanceof Error ? error.message : error}`);
    Deno.exit(1);
  }
}

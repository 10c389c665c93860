// `deno task build [--target TRIPLE | --all]`: bundles the sources and compiles them into dist/.
// Rule: the binary carries the permission set `swr` of deno.json, and what was built for this machine is
// started once before it counts as built.

import { bundle } from "./bundle.ts";
import { compile, run } from "./compile.ts";

const ROOT = new URL("../", import.meta.url);

const TARGETS = [
  "x86_64-unknown-linux-gnu",
  "aarch64-unknown-linux-gnu",
  "x86_64-apple-darwin",
  "aarch64-apple-darwin",
  "x86_64-pc-windows-msvc",
  "aarch64-pc-windows-msvc",
] as const;

type Target = (typeof TARGETS)[number];

function chosenTargets(args: readonly string[]): Target[] {
  if (args.length === 0) return [Deno.build.target as Target];
  if (args[0] === "--all" && args.length === 1) return [...TARGETS];
  const target = TARGETS.find((each) => args[0] === "--target" && each === args[1]);
  if (target !== undefined && args.length === 2) return [target];
  throw new Error(`usage: build [--all | --target TRIPLE], TRIPLE one of ${TARGETS.join(", ")}`);
}

/** Compares the permissions inside the binary with those of deno.json, as far as they can be read in clear. */
async function inspectPermissions(binary: string): Promise<void> {
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
}

async function main(): Promise<void> {
  const targets = chosenTargets(Deno.args);
  const built = await bundle(new URL("dist/bundle", ROOT).pathname);
  // The time of the file is part of the binary: the commit's own, so that a commit gives the same bytes.
  const epoch = Deno.env.get("SOURCE_DATE_EPOCH") ??
    (await run("git", ["log", "-1", "--format=%ct"]).catch(() => "0")).trim();
  for (const path of [built.main, ...built.workers]) {
    await Deno.utime(path, Number(epoch), Number(epoch));
  }
  for (const target of targets) {
    const native = target === Deno.build.target;
    const name = native ? "swr" : `swr-${target}`;
    const binary = `dist/${name}${target.includes("windows") ? ".exe" : ""}`;
    await compile(built, binary, native ? undefined : target);
    await inspectPermissions(binary);
    const started = native
      ? (await run(new URL(binary, ROOT).pathname, ["--version"])).trim()
      : "not started here";
    // deno-lint-ignore no-console
    console.log(`${binary}: ${started}`);
  }
}

await main();

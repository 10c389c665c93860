// `deno task build --verify`: the same commit gives the same bytes, on any machine and in any folder.
// Rule: the two builds differ in all that a builder may choose, and their files are compared byte for byte.
//
// What makes builds of Deno 2.9.6 differ, tried one by one:
// - the time of the bundled files, which Deno stores in the binary to the millisecond: set to the commit's (build.ts);
// - the name of the output file, stored as the program's name unless there is an `--app-name` (compile.ts);
// - `deno compile --bundle`, whose entry has a random name: the bundle is made beforehand (bundle.ts);
// - relative paths in a permission set, made absolute from deno.json's folder: swr's set names none (deno.json).
// Folder, modes and umask, time zone, language and user make none.

import { run } from "./compile.ts";
import { readProject, ROOT } from "./project.ts";
import { sha256 } from "./sums.ts";
import { binaryPath, type Target } from "./targets.ts";

type Builder = {
  /** Where the checkout lies, below a private folder. */
  readonly folder: string;
  /** Milliseconds since 1970 that its files were last written at. */
  readonly time: number;
  readonly umask: string;
  readonly env: Readonly<Record<string, string>>;
};

const BUILDERS: readonly [Builder, Builder] = [
  { folder: "a", time: 1e12, umask: "022", env: { TZ: "UTC", LANG: "C", USER: "one" } },
  {
    folder: "another builder/déjà vu/swr",
    time: 1.6e12 + 123,
    umask: "077",
    env: { TZ: "Asia/Tokyo", LANG: "ja_JP.UTF-8", USER: "two" },
  },
];

/** Builds the files of the checkout in two places. What was compared, in one line; throws if bytes differ. */
export async function verify(targets: readonly Target[]): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "swr-verify-" });
  try {
    const sums = [];
    for (const builder of BUILDERS) sums.push(await buildElsewhere(root, builder, targets));
    const [one, two] = sums as [Map<string, string>, Map<string, string>];
    const different = [...one.keys()].filter((path) => one.get(path) !== two.get(path));
    if (different.length > 0) {
      throw new Error(`built twice, not the same bytes: ${different.join(", ")}`);
    }
    // And the same again as what is in dist/.
    for (const [path, sum] of one) {
      if (await sumOf(new URL(path, ROOT)) !== sum) {
        throw new Error(`${path} is not what its sources give: built with another commit or Deno?`);
      }
    }
    const binaries = [...one.keys()].filter((path) => !path.startsWith("dist/bundle/"));
    const others = one.size - binaries.length;
    return `built in two more places, the same bytes: ${
      binaries.join(", ")
    } and ${others} files of bundles`;
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function buildElsewhere(root: string, builder: Builder, targets: readonly Target[]) {
  const folder = `${root}/${builder.folder}`;
  await copyCheckout(folder, builder.time);
  const { commit, epoch } = await readProject();
  // A copy has no git to ask.
  const known = { SWR_COMMIT: commit, SOURCE_DATE_EPOCH: String(epoch) };
  const words = ["run", "--quiet", "-A", "--node-modules-dir=none", `${folder}/scripts/build.ts`];
  const chosen = targets.flatMap((target) => ["--target", target]);
  const env = { ...builder.env, ...known };
  if (Deno.build.os === "windows") await run(Deno.execPath(), [...words, ...chosen], env);
  else {
    const script = `umask ${builder.umask} && exec "$0" "$@"`;
    await run("/bin/sh", ["-c", script, Deno.execPath(), ...words, ...chosen], env);
  }
  const bundles = [...Deno.readDirSync(`${folder}/dist/bundle`)].map(({ name }) => name).toSorted();
  const paths = [...bundles.map((name) => `dist/bundle/${name}`), ...targets.map(binaryPath)];
  const sums = new Map<string, string>();
  for (const path of paths) sums.set(path, await sumOf(`${folder}/${path}`));
  return sums;
}

/** What git has or would take in, as it is now, with other times. */
async function copyCheckout(folder: string, time: number): Promise<void> {
  const listed = await run("git", ["ls-files", "-z", "-c", "-o", "--exclude-standard"]);
  for (const path of listed.split("\0").filter(Boolean)) {
    const bytes = await Deno.readFile(new URL(path, ROOT)).catch(() => undefined);
    // Listed by git, but removed since.
    if (bytes === undefined) continue;
    const copy = `${folder}/${path}`;
    await Deno.mkdir(copy.replace(/\/[^/]*$/, ""), { recursive: true });
    await Deno.writeFile(copy, bytes);
    await Deno.utime(copy, new Date(time), new Date(time));
  }
}

async function sumOf(path: string | URL): Promise<string> {
  return await sha256(await Deno.readFile(path));
}

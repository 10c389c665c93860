// Three files out of the sources: the program, the Worker with the SDK in it, and the one for the console's sign-in.
// Rule: nothing is resolved at run time; what a bundle still imports is on the list below, or the build stops.

import * as esbuild from "esbuild";
import { packagesOf } from "./packages.ts";
import { pathInRoot, readProject, ROOT } from "./project.ts";

/** What the SDK asks of Deno's node: layer. All else asks nothing. */
const NODE_MODULES_OF_WORKER = new Set([
  "node:async_hooks",
  "node:buffer",
  "node:child_process",
  "node:crypto",
  "node:fs",
  "node:fs/promises",
  "node:http",
  "node:https",
  "node:http2",
  "node:os",
  "node:path",
  "node:process",
  "node:stream",
  "node:url",
  "node:util",
  "node:zlib",
]);

/** The Workers, by the names of their modules, and what each may import. */
const WORKERS: Readonly<Record<string, ReadonlySet<string>>> = {
  sts_worker: NODE_MODULES_OF_WORKER,
  signin_worker: new Set(),
};

export type Bundle = { readonly main: string; readonly workers: readonly string[] };

/**
 * The paths of the bundles, written into the folder. `instead` puts another file in the SDK's place, unseen
 * by the gate: the tests try a hostile one.
 */
export async function bundle(folder: string, instead?: string): Promise<Bundle> {
  const packages = await Deno.makeTempDir({ prefix: "swr-packages-" });
  try {
    await installPackages(packages);
    await Deno.mkdir(folder, { recursive: true });
    const program = await build("src/main.ts", packages);
    inspect("main.js", program, new Set());
    let text = program.text;
    const inputs = [...program.inputs];
    const workers: string[] = [];
    for (const [name, allowed] of Object.entries(WORKERS)) {
      const hostile = name === "sts_worker" ? instead : undefined;
      const worker = await build(`src/worker/${name}.ts`, packages, hostile);
      if (hostile === undefined) inspect(`${name}.js`, worker, allowed);
      const source = `"../worker/${name}.ts"`;
      if (text.split(source).length !== 2) throw new Error(`main.js does not name ${source} once`);
      text = text.replace(source, `"./${name}.js"`);
      inputs.push(...worker.inputs);
      workers.push(`${folder}/${name}.js`);
      await Deno.writeTextFile(`${folder}/${name}.js`, worker.text);
    }
    const main = `${folder}/main.js`;
    await Deno.writeTextFile(main, text);
    const inside = await packagesOf(inputs, pathInRoot("."));
    await Deno.writeTextFile(`${folder}/packages.json`, JSON.stringify(inside, null, 2));
    return { main, workers };
  } finally {
    await esbuild.stop();
    await Deno.remove(packages, { recursive: true });
  }
}

/** The SDK as files on disk, in the versions of deno.lock: esbuild does not know Deno's cache. */
async function installPackages(folder: string): Promise<void> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  await Deno.writeTextFile(
    `${folder}/deno.json`,
    JSON.stringify({ imports: config.imports, nodeModulesDir: "auto" }),
  );
  await Deno.copyFile(new URL("deno.lock", ROOT), `${folder}/deno.lock`);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--quiet", "--frozen"],
    cwd: folder,
  }).output();
  if (!success) throw new Error(`deno install failed: ${new TextDecoder().decode(stderr)}`);
}

type Built = {
  readonly text: string;
  readonly imports: readonly string[];
  /** The files whose code is in the text. */
  readonly inputs: readonly string[];
};

async function build(entry: string, packages: string, instead?: string): Promise<Built> {
  const result = await esbuild.build({
    entryPoints: [entry],
    absWorkingDir: pathInRoot(".").replace(/[/\\]$/, ""),
    nodePaths: [`${packages}/node_modules`],
    ...(instead !== undefined && { alias: { "@aws-sdk/client-sts": instead } }),
    bundle: true,
    write: false,
    outdir: "dist",
    metafile: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "esnext",
    // The SDK's ES modules: its CommonJS ones need a `require` that a bundle does not have.
    mainFields: ["module", "main"],
    conditions: ["module", "import"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    plugins: [versionOnly],
  });
  const [output] = Object.values(result.metafile.outputs);
  return {
    text: result.outputFiles[0]!.text,
    imports: output!.imports.filter(({ external }) => external).map(({ path }) => path),
    inputs: Object.entries(output!.inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  };
}

/** Of deno.json the program needs the version, and what it was built from: tasks and permissions stay out of the bundle. */
const versionOnly: esbuild.Plugin = {
  name: "version only",
  setup(build) {
    build.onLoad({ filter: /[/\\\\]deno\.json$/ }, async () => {
      const { version, commit } = await readProject();
      return { contents: JSON.stringify({ version, commit }), loader: "json" };
    });
  },
};

/** Stops at an import, a Worker or a computed import that was not meant to be there. */
function inspect(name: string, { text, imports }: Built, allowed: ReadonlySet<string>): void {
  const foreign = imports.filter((each) =>
    !allowed.has(each.startsWith("node:") ? each : `node:${each}`)
  );
  if (foreign.length > 0) throw new Error(`${name} imports ${[...new Set(foreign)].join(", ")}`);
  const computed = text.match(/\bimport\((?!["'])[^)]{0,60}/);
  if (computed !== null) throw new Error(`${name} computes what it imports: ${computed[0]}`);
  const workers = text.match(/new Worker\(/g)?.length ?? 0;
  if (workers !== (name === "main.js" ? Object.keys(WORKERS).length : 0)) {
    throw new Error(`${name} starts ${workers} Workers`);
  }
}

// Three files out of the sources: the program, the Worker with the SDK in it, and the one for the console's sign-in.
// Rule: nothing is resolved at run time: a bundle that still imports anything stops the build.

import * as esbuild from "esbuild";
import { packagesOf } from "./packages.ts";
import { pathInRoot, readProject, ROOT } from "./project.ts";

/** The Workers, by the names of their modules. */
const WORKERS = ["sts_worker", "signin_worker"] as const;

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
    let { text, imports } = await build("src/main.ts", packages);
    inspect("main.js", { text, imports });
    const workers: string[] = [];
    for (const name of WORKERS) {
      const hostile = name === "sts_worker" ? instead : undefined;
      const worker = await build(`src/worker/${name}.ts`, packages, hostile);
      if (hostile === undefined) inspect(`${name}.js`, worker);
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
    // The SDK's own build for browsers, as ES modules: half the size, and without Deno's node: layer, which alone takes
    // some 35 ms to load (2.9). Nothing in it opens a file, starts a process, or looks for credentials.
    platform: "browser",
    // Left standing, so that inspect() sees them.
    external: ["node:*"],
    target: "esnext",
    mainFields: ["browser", "module", "main"],
    conditions: ["browser", "module", "import"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    plugins: [versionOnly, ownXmlParser],
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

/** A browser's DOMParser is not there in Deno: the SDK's other parser, which is plain JavaScript, does for both. */
const ownXmlParser: esbuild.Plugin = {
  name: "own XML parser",
  setup(build) {
    build.onResolve({ filter: /^\.\/xml-parser$/ }, ({ resolveDir }) => {
      return { path: `${resolveDir}/xml-parser.js` };
    });
  },
};

/** Stops at an import, a Worker or a computed import that was not meant to be there. */
function inspect(name: string, { text, imports }: Built): void {
  if (imports.length > 0) throw new Error(`${name} imports ${[...new Set(imports)].join(", ")}`);
  const computed = text.match(/\bimport\((?!["'])[^)]{0,60}/);
  if (computed !== null) throw new Error(`${name} computes what it imports: ${computed[0]}`);
  const workers = text.match(/new Worker\(/g)?.length ?? 0;
  if (workers !== (name === "main.js" ? Object.keys(WORKERS).length : 0)) {
    throw new Error(`${name} starts ${workers} Workers`);
  }
}

// Files out of the sources: the program with a file for each mode's story, the Worker with the SDK in it, and the one
// for the console's sign-in.
// Rule: nothing is resolved at run time: a bundle that still imports anything stops the build.

import * as esbuild from "esbuild";
import { packagesOf } from "./packages.ts";
import { pathInRoot, readProject, ROOT } from "./project.ts";

/** The Workers, by the names of their modules. */
const WORKERS = ["sts_worker", "signin_worker"] as const;
type WorkerName = (typeof WORKERS)[number];

/** Paths: the program's first file, those it imports when they are wanted, and the Workers'. */
export type Bundle = {
  readonly main: string;
  readonly parts: readonly string[];
  readonly workers: readonly string[];
};

/**
 * The paths of the bundles, written into the folder. `instead` puts another file in the SDK's place, unseen
 * by the gate: the tests try a hostile one.
 */
export async function bundle(folder: string, instead?: string): Promise<Bundle> {
  // Beside the bundles: where the packages lie, seen from the sources, goes into the names of the files.
  const packages = `${folder}-packages`;
  try {
    for (const each of [packages, folder]) {
      await Deno.remove(each, { recursive: true }).catch(() => {});
      await Deno.mkdir(each, { recursive: true });
    }
    await installPackages(packages);
    const program = await buildFiles("src/main.ts", { packages });
    program.forEach(inspect);
    const workers: Built[] = [];
    for (const name of WORKERS) {
      const hostile = name === "sts_worker" && instead !== undefined;
      const files = hostile
        ? await buildFiles(pathOf(name), { packages, instead })
        : await workerFiles(name, { packages });
      workers.push(...files);
    }
    const named = program.map((part) => ({ ...part, text: pointToWorkers(part.text) }));
    const starts = program.map(({ text }) => text.match(/new Worker\(/g)?.length ?? 0);
    const pointed = named.filter(({ text }, at) => text !== program[at]!.text).length;
    if (starts.reduce((sum, each) => sum + each) !== WORKERS.length || pointed !== WORKERS.length) {
      throw new Error("the program does not start each of its Workers at one place");
    }
    const write = async ({ name, text }: Built) => {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    };
    const inputs = [...program, ...workers].flatMap((file) => file.inputs);
    const inside = await packagesOf([...new Set(inputs)], pathInRoot("."));
    await Deno.writeTextFile(`${folder}/packages.json`, JSON.stringify(inside, null, 2));
    const [main, ...parts] = await Promise.all(named.map(write));
    return { main: main!, parts, workers: await Promise.all(workers.map(write)) };
  } finally {
    await esbuild.stop();
    await Deno.remove(packages, { recursive: true });
  }
}

/** The bundles lie beside each other, the sources do not. */
function pointToWorkers(text: string): string {
  return WORKERS.reduce(
    (made, name) => made.replace(`"../worker/${name}.ts"`, `"./${name}.js"`),
    text,
  );
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

/** One file. */
type Built = {
  readonly name: string;
  readonly text: string;
  /** What it takes from outside the bundle. */
  readonly imports: readonly string[];
  /** The files whose code is in the text. */
  readonly inputs: readonly string[];
};

type Sources = {
  /** Where npm's packages lie. */
  readonly packages?: string;
  /** The file that takes the SDK's place. */
  readonly instead?: string;
};

/** The entry's own file first, then those that it imports when they are wanted; in memory, not inspected. */
async function buildFiles(entry: string, { packages, instead }: Sources): Promise<Built[]> {
  const result = await esbuild.build({
    entryPoints: [entry],
    absWorkingDir: pathInRoot(".").replace(/[/\\]$/, ""),
    ...(packages !== undefined && { nodePaths: [`${packages}/node_modules`] }),
    ...(instead !== undefined && { alias: { "@aws-sdk/client-sts": instead } }),
    bundle: true,
    write: false,
    outdir: "dist",
    metafile: true,
    minify: true,
    // A mode waits for its own code only: V8 looks through all that is loaded, some 3 ms for 100 KB.
    splitting: true,
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
  const built = result.outputFiles.map(({ path, text }) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    const { imports, inputs } = result.metafile.outputs[`dist/${name}`]!;
    return {
      name,
      text,
      imports: imports.filter(({ external }) => external).map(({ path }) => path),
      inputs: Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
        .map(([path]) => path),
    };
  });
  const first = entry.slice(entry.lastIndexOf("/") + 1).replace(/\.ts$/, ".js");
  return built.toSorted((a, b) => Number(b.name === first) - Number(a.name === first));
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

/** Stops at an import or a computed import that was not meant to be there. */
function inspect({ name, text, imports }: Built): void {
  if (imports.length > 0) throw new Error(`${name} imports ${[...new Set(imports)].join(", ")}`);
  const computed = text.match(/\bimport\((?!["'])[^)]{0,60}/);
  if (computed !== null) throw new Error(`${name} computes what it imports: ${computed[0]}`);
}

/** What a Worker is made of. Throws where one of its files, whatever it is called, speaks of starting another. */
export async function workerFiles(name: WorkerName, sources: Sources): Promise<Built[]> {
  const files = await buildFiles(pathOf(name), sources);
  files.forEach(inspect);
  const starter = files.find(({ text }) => /\bWorker\b/.test(text));
  if (starter !== undefined) throw new Error(`${starter.name} starts a Worker`);
  return files;
}

function pathOf(name: WorkerName): string {
  return `src/worker/${name}.ts`;
}

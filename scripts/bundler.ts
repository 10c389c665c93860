// What rolldown makes of one entry: its own file, which holds all that is evaluated with it, and the files of what is
// imported when it is wanted.
// Rule: the same sources give the same files wherever they and the packages lie; whatever rolldown warns of is an error.

import { type CodeSplittingGroup, type OutputChunk, type Plugin, rolldown } from "rolldown";
import { parseSync } from "rolldown/utils";
import { pathInRoot, readProject } from "./project.ts";

/** One file. */
export type Built = {
  readonly name: string;
  readonly text: string;
  /** The files beside it that it always takes along. */
  readonly always: readonly string[];
  /** What it takes from outside the bundle. */
  readonly imports: readonly string[];
  /** The absolute paths of the files whose code is in the text. */
  readonly inputs: readonly string[];
};

export type Sources = {
  /** Where npm's packages lie. */
  readonly packages?: string;
  /** The file that takes the SDK's place. */
  readonly instead?: string;
};

/** Of a file's name in the bundle, the modules that are in it with all that they import. */
export type Groups = Readonly<Record<string, readonly string[]>>;

/** The SDK's module, in the words of its package. */
export const SDK = "@aws-sdk/client-sts/dist-es/index.js";

/** The entry's own file first, then those that it imports when they are wanted; in memory, not inspected. */
export async function buildFiles(
  entry: string,
  groups: Groups,
  { packages, instead }: Sources,
): Promise<Built[]> {
  await using build = await rolldown({
    input: entry,
    cwd: pathInRoot("."),
    // The SDK's own build for browsers, as ES modules: half the size, and without Deno's node: layer, which alone takes
    // some 35 ms to load (2.9). Nothing in it opens a file, starts a process, or looks for credentials.
    platform: "browser",
    resolve: {
      mainFields: ["browser", "module", "main"],
      conditionNames: ["browser", "module", "import"],
      modules: ["node_modules", ...(packages === undefined ? [] : [`${packages}/node_modules`])],
      ...(instead !== undefined && { alias: { "@aws-sdk/client-sts": instead } }),
    },
    // Left standing, so that inspect() sees them.
    external: [/^node:/],
    moduleTypes: { ".zsh": "text", ".bash": "text", ".fish": "text", ".ps1": "text" },
    // None of a folder above.
    tsconfig: false,
    // Else the entry's exports get a file of their own.
    preserveEntrySignatures: false,
    onLog(level, log) {
      // It has an effect from source; here TOGETHER decides which file a module is in.
      if (log.code === "INEFFECTIVE_DYNAMIC_IMPORT") return;
      if (level === "warn") throw new Error(log.message);
    },
    plugins: [versionOnly, ownXmlParser, gated],
  });
  const { output } = await build.generate({
    format: "esm",
    minify: true,
    comments: false,
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    hashCharacters: "base36",
    codeSplitting: {
      groups: Object.entries(groups).map(([name, modules]) => groupOf(name, modules, instead)),
    },
  });
  const beside = new Set(output.map(({ fileName }) => `./${fileName}`));
  return output.map((chunk) => {
    if (chunk.type !== "chunk") {
      throw new Error(`${entry} gives ${chunk.fileName}, which is no code`);
    }
    return builtOf(chunk, beside);
  });
}

function groupOf(name: string, modules: readonly string[], instead?: string): CodeSplittingGroup {
  const ends = modules.map((path) => `/${path}`);
  const isInstead = (id: string) => id === instead && modules.includes(SDK);
  const test = (id: string) =>
    isInstead(id) || ends.some((end) => id.replaceAll("\\", "/").endsWith(end));
  return { name, test, includeDependenciesRecursively: true };
}

function builtOf({ fileName, code, modules }: OutputChunk, beside: ReadonlySet<string>): Built {
  const { always, wanted } = importsOf(fileName, code);
  return {
    name: fileName,
    text: code,
    always: always.filter((from) => beside.has(from)),
    imports: [...always, ...wanted].filter((from) => !beside.has(from)),
    inputs: Object.entries(modules).filter(([, { renderedLength }]) => renderedLength > 0)
      .map(([path]) => path),
  };
}

/**
 * What the text imports before it is evaluated, and when it is wanted, where that is a literal. Read from the text: of
 * `export * from "node:fs"` rolldown 1.3.2 makes an import that its own list of the file's imports does not name.
 */
function importsOf(name: string, text: string): { always: string[]; wanted: string[] } {
  const { module, errors } = parseSync(name, text);
  if (errors.length > 0) throw new Error(`${name}: ${errors[0]!.message}`);
  const entries = module.staticExports.flatMap((each) => each.entries);
  const always = [...module.staticImports, ...entries]
    .flatMap(({ moduleRequest }) => moduleRequest?.value ?? []);
  const wanted = module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) =>
    /^(["'`])([^"'`$\\]*)\1$/.exec(text.slice(start, end))?.[2] ?? []
  );
  return { always, wanted };
}

/** Of deno.json the program needs the version, and what it was built from: tasks and permissions stay out of the bundle. */
const versionOnly: Plugin = {
  name: "version only",
  load: {
    filter: { id: /[/\\]deno\.json$/ },
    async handler() {
      const { version, commit } = await readProject();
      return { code: JSON.stringify({ version, commit }), moduleType: "json" };
    },
  },
};

/** A bundle has the gate that src/sts/worker/gate.ts speaks of (scripts/bundle.ts). */
const gated: Plugin = {
  name: "gated",
  transform: {
    filter: { id: /[/\\]sts[/\\]worker[/\\]gate\.ts$/ },
    handler: (code) => code.replace(/\bGATED: boolean = false\b/, "GATED: boolean = true"),
  },
};

/** A browser's DOMParser is not there in Deno: the SDK's other parser, which is plain JavaScript, does for both. */
const ownXmlParser: Plugin = {
  name: "own XML parser",
  resolveId: {
    filter: { id: /^\.\/xml-parser$/ },
    handler(_, importer) {
      return importer!.replace(/[^/\\]*$/, "xml-parser.js");
    },
  },
};

// Files out of the sources: the program with a file for each mode, and the Worker with the SDK in a file that waits at
// a gate until main has given up its permissions.
// Rule: nothing is resolved at run time: a bundle that still imports anything stops the build.

import { buildFiles, type Built, type Groups, SDK, type Sources } from "./bundler.ts";
import { GATE } from "../src/sts/worker/gate.ts";
import { packagesOf } from "./packages.ts";
import { ROOT } from "./project.ts";

/** The Workers, by the names of their modules, and where each module is. */
const WORKERS = {
  sts_worker: "src/sts/worker/sts_worker.ts",
} as const;
type WorkerName = keyof typeof WORKERS;
const WORKER_NAMES = Object.keys(WORKERS) as WorkerName[];

/**
 * The files that hold what is evaluated together, by the modules that begin it. A file costs a third of a millisecond,
 * and every 10 KB in it about as much: five files until the question (the C library's is needed by --status too), one
 * for what a session loads while the code is typed, and one for each mode.
 */
const TOGETHER: Groups = {
  main: [
    "src/main.ts",
    // Called by every program that uses the session.
    "src/cli/session_keys.ts",
    // Small, and shared by modes: each would be a file of its own.
    "src/cli/secrets.ts",
    "src/cli/terminal_guard.ts",
    "src/credentials/credentials.ts",
    "src/os/files.ts",
    "src/os/libc_process.ts",
    "src/text/times.ts",
    "src/text/quoting.ts",
    "src/text/width.ts",
  ],
  // What every mode reads its arguments by, but the one that programs of a session run.
  options: ["src/options/request_of.ts"],
  // What a switch and a listing want to know of AWS's files.
  profiles: [
    "src/config/load.ts",
    "src/role/chain.ts",
    "src/role/parameters.ts",
    "src/role/served_source.ts",
  ],
  // direnv.ts needs nothing of the first file: rolldown would take its own runtime out of that.
  switch: ["src/cli/switch.ts", "src/session/view_file.ts", "src/session/direnv.ts"],
  libc: ["src/os/libc.ts", "src/os/libc_files.ts"],
  // What a program of a keyless session gets its keys by.
  keys: ["src/session/own_keys.ts", "src/os/libc_keys.ts"],
  list: ["src/cli/list.ts"],
  status: ["src/cli/status.ts", "src/session/status.ts"],
  // What makes the Worker: before the switch is loaded, if nothing is asked.
  start: ["src/sts/start.ts", "src/os/libc_streams.ts"],
  assume: [
    "src/sts/client.ts",
    "src/sts/assume.ts",
    "src/credentials/resolve.ts",
    "src/session/enter.ts",
  ],
  sdk: [SDK],
};

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
  const packages = `${folder}-packages`;
  try {
    for (const each of [packages, folder]) {
      await Deno.remove(each, { recursive: true }).catch(() => {});
      await Deno.mkdir(each, { recursive: true });
    }
    await installPackages(packages);
    const program = pointToWorkers(await programFiles({ packages }));
    const workers: Built[] = [];
    for (const name of WORKER_NAMES) {
      const hostile = name === "sts_worker" && instead !== undefined;
      const files = hostile
        ? withGate(await buildFiles(WORKERS[name], TOGETHER, { packages, instead }))
        : await workerFiles(name, { packages });
      workers.push(...files);
    }
    const write = async ({ name, text }: Built) => {
      await Deno.writeTextFile(`${folder}/${name}`, text);
      return `${folder}/${name}`;
    };
    const inside = await packagesOf([...program, ...workers].flatMap((file) => file.inputs));
    await Deno.writeTextFile(`${folder}/packages.json`, JSON.stringify(inside, null, 2));
    const [main, ...parts] = await Promise.all(program.map(write));
    return { main: main!, parts, workers: await Promise.all(workers.map(write)) };
  } finally {
    await Deno.remove(packages, { recursive: true });
  }
}

/** What a way through swr loads besides the first file, and how many files that may be, the first included. */
type Way = { readonly modules: readonly string[]; readonly most: number };

const LIBC = "os/libc.ts";
const SECRETS = "cli/secrets.ts";
const ARGUMENTS = "options/request_of.ts";

/** A module in the wrong file takes others along, which no test of behaviour notices: 10 ms of --status once. */
const WAYS: Readonly<Record<string, Way>> = {
  "the question": {
    modules: [
      ARGUMENTS,
      SECRETS,
      "cli/switch.ts",
      "session/view_file.ts",
      LIBC,
      "os/libc_files.ts",
    ],
    most: 5,
  },
  "--list": { modules: [ARGUMENTS, SECRETS, "cli/list.ts", "os/libc_process.ts"], most: 4 },
  "--status": { modules: [ARGUMENTS, SECRETS, "cli/status.ts", LIBC], most: 4 },
  "--session-keys": { modules: [SECRETS, "cli/session_keys.ts", "os/libc_process.ts"], most: 1 },
  "--init": { modules: [ARGUMENTS, "cli/init.ts"], most: 3 },
  "--help": { modules: [ARGUMENTS, "options/help.ts"], most: 3 },
};

/** What the program is made of, the file first that is loaded first. */
export async function programFiles(sources: Sources): Promise<Built[]> {
  const files = await buildFiles("src/main.ts", TOGETHER, sources);
  files.forEach((file) => inspect(file, files));
  const [main] = files;
  if (main!.always.length > 0) {
    throw new Error(
      `${main!.name} takes other files along (${
        main!.always.join(", ")
      }): is there a top-level await?`,
    );
  }
  for (const [way, { modules, most }] of Object.entries(WAYS)) {
    const loaded = new Set([`./${main!.name}`]);
    for (const file of modules.map((module) => fileWith(module, files))) {
      for (const name of [`./${file.name}`, ...file.always]) loaded.add(name);
    }
    if (loaded.size > most) throw new Error(`for ${way} come ${[...loaded].join(", ")}`);
  }
  return files;
}

function fileWith(module: string, files: readonly Built[]): Built {
  const found = files.find(({ inputs }) =>
    inputs.some((path) => path.replaceAll("\\", "/").endsWith(`/src/${module}`))
  );
  if (found === undefined) throw new Error(`no file holds ${module}`);
  return found;
}

/** The bundles lie beside each other, the sources do not. */
function pointToWorkers(program: readonly Built[]): Built[] {
  const found: string[] = [];
  const pointed = program.map((file) => ({
    ...file,
    text: file.text.replaceAll(/(["'`])\.\/(?:worker\/)?(\w+_worker)\.ts\1/g, (_, quote, name) => {
      found.push(name);
      return `${quote}./${name}.js${quote}`;
    }),
  }));
  const starts = program.flatMap(({ text }) => text.match(/\bnew Worker\(/g) ?? []);
  const once = found.toSorted().join() === WORKER_NAMES.toSorted().join();
  if (!once || starts.length !== WORKER_NAMES.length) {
    throw new Error("the program does not start each of its Workers at one place");
  }
  return pointed;
}

/** The SDK as files on disk, in the versions of deno.lock: rolldown does not know Deno's cache. */
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

/** Stops at an import or a computed import that was not meant to be there. */
function inspect({ name, text, imports }: Built, files: readonly Built[]): void {
  if (imports.length > 0) throw new Error(`${name} imports ${[...new Set(imports)].join(", ")}`);
  const literal = files.flatMap((file) =>
    ["'", '"', "`"].map((quote) => `(${quote}./${file.name}${quote})`)
  );
  for (const { 0: found, index } of text.matchAll(/\bimport(?:\.(?:defer|source))?\s*(?=\()/g)) {
    const after = text.slice(index + found.length);
    if (found.trim() !== "import" || !literal.some((each) => after.startsWith(each))) {
      throw new Error(`${name} computes what it imports: ${found}${after.slice(0, 60)}`);
    }
  }
}

/** What waits until the Worker says that the SDK may be evaluated (src/sts/worker/gate.ts). */
const GATE_FILE: Built = {
  name: "gate.js",
  text: `await globalThis.${GATE};\n`,
  always: [],
  imports: [],
  inputs: [],
};

/** The files of the Worker, those beside its own each beginning with the import of the gate, and the gate. */
function withGate([own, ...beside]: readonly Built[]): Built[] {
  const gated = beside.map((file) => ({
    ...file,
    text: `import"./${GATE_FILE.name}";${file.text}`,
  }));
  return [own!, ...gated, GATE_FILE];
}

/** What a Worker is made of. Throws if one of its files, whatever its name, names the class of Workers. */
export async function workerFiles(name: WorkerName, sources: Sources): Promise<Built[]> {
  const files = withGate(await buildFiles(WORKERS[name], TOGETHER, sources));
  files.forEach((file) => inspect(file, files));
  // Whatever is beside the Worker's own file waits until it is imported, third-party code first of all.
  const [{ name: own, always }] = files as [Built];
  if (always.length > 0) throw new Error(`${own} takes along ${always.join(", ")}`);
  const starter = files.find(({ text }) => /\bWorker\b/.test(text));
  if (starter !== undefined) throw new Error(`${starter.name} starts a Worker`);
  return files;
}

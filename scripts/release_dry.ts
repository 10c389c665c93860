// `deno task release:dry`: everything up to publishing for what can be built here, then what a user does with it:
// install.sh takes it from a web server on loopback into an empty folder, and the end-to-end tests run on what it installed.
// Rule: the very command that release.yml runs for each target, there with `--release`, which refuses whatever is not
// pinned; nothing leaves this machine. Targets are chosen as for `deno task build`; `--skip-tests` stops after installing.

import { pathInRoot, readProject, ROOT } from "./project.ts";
import { serveReleases } from "./release_server.ts";
import { archiveFolder, archiveName, chosenTargets, isWindows, type Target } from "./targets.ts";

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(`release:dry: ${text}`);
}

/** Runs a program in the repository's folder with the terminal as it is. Throws if it fails. */
async function step(what: string, command: string, args: string[], env?: Record<string, string>) {
  say(what);
  const options = { args, cwd: ROOT, ...(env !== undefined && { env }) };
  const { code } = await new Deno.Command(command, options).spawn().status;
  if (code !== 0) throw new Error(`${what}: status ${code}`);
}

async function script(what: string, name: string, ...args: string[]) {
  await step(what, Deno.execPath(), [
    "run",
    "-q",
    "-A",
    "--node-modules-dir=none",
    `scripts/${name}`,
    ...args,
  ]);
}

/** The notes are there already when the version has its section: from the commit that is tagged on. */
async function notes(version: string): Promise<void> {
  const words = ["run", "-q", "-A", "--node-modules-dir=none", "scripts/notes.ts", `v${version}`];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: words,
    cwd: ROOT,
  }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  say(success ? `notes of ${version}:\n${text}` : `no notes yet: ${/Error: (.*)/.exec(text)?.[1]}`);
}

async function installAndTest(version: string, tests: boolean): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "swr-installed-" });
  try {
    const program = await install(version, folder);
    if (!tests) return;
    const words = ["test", "-A", "--node-modules-dir=none", "--parallel", "--quiet", "tests/e2e"];
    const env = { SWR_BIN: program };
    await step("the end-to-end tests on what was installed", Deno.execPath(), words, env);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Installs what was packaged, as a user does, into the folder; the path of the program. */
async function install(version: string, folder: string): Promise<string> {
  const target = Deno.build.target as Target;
  if (isWindows(target)) {
    const archive = `dist/release/${archiveName(version, target)}`;
    // Windows' own tar takes zip archives.
    await step("unpack", "tar", ["-xf", archive, "-C", folder]);
    return `${folder}/${archiveFolder(version, target)}/swr.exe`;
  }
  await using server = serveReleases(pathInRoot("dist/release"), version);
  const words = ["dist/release/install.sh", "--bin-dir", folder];
  await step("install.sh", "/bin/sh", words, { SWR_RELEASES: server.url });
  return `${folder}/swr`;
}

async function main(args: readonly string[]): Promise<void> {
  const flags = ["--release", "--skip-tests"];
  const given = new Set(args.filter((word) => flags.includes(word)));
  const chosen = args.filter((word) => !flags.includes(word));
  const targets = chosenTargets(chosen);
  const { version, commit } = await readProject();
  say(`${version}, commit ${commit}, ${targets.join(", ")}`);
  await notes(version);
  const release = given.has("--release") ? ["--release"] : [];
  await script("build, and twice more elsewhere", "build.ts", "--verify", ...release, ...chosen);
  await script("package", "package.ts", ...chosen);
  if (targets.some((each) => each === Deno.build.target)) {
    await installAndTest(version, !given.has("--skip-tests"));
  }
  say("done: dist/release/ holds what would be published");
}

if (import.meta.main) await main(Deno.args);

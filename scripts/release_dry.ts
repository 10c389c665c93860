// `deno task release:dry`: everything up to publishing for what can be built here, then what a user does with it:
// install.sh takes it from a web server on loopback into an empty folder, and the end-to-end tests run on what it installed.
// Rule: the same commands as release.yml; nothing leaves this machine. `--skip-tests` stops after installing.

import { pathInRoot, readProject, ROOT } from "./project.ts";
import { serveReleases } from "./release_server.ts";

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(`release:dry: ${text}`);
}

/** Runs a program in the repository's folder with the terminal as it is. Throws where it fails. */
async function step(what: string, command: string, args: string[], env?: Record<string, string>) {
  say(what);
  const options = { args, cwd: ROOT, ...(env !== undefined && { env }) };
  const { code } = await new Deno.Command(command, options).spawn().status;
  if (code !== 0) throw new Error(`${what}: status ${code}`);
}

async function script(what: string, name: string, ...args: string[]) {
  await step(what, Deno.execPath(), ["run", "-q", "-A", `scripts/${name}`, ...args]);
}

/** The notes are there already when the version has its section: from the commit that is tagged on. */
async function notes(version: string): Promise<void> {
  const words = ["run", "-q", "-A", "scripts/notes.ts", `v${version}`];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: words,
    cwd: ROOT,
  }).output();
  const text = new TextDecoder().decode(success ? stdout : stderr);
  say(success ? `notes of ${version}:\n${text}` : `no notes yet: ${/Error: (.*)/.exec(text)?.[1]}`);
}

async function installAndTest(version: string, tests: boolean): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "swr-installed-" });
  const server = serveReleases(pathInRoot("dist/release"), version);
  try {
    const env = { SWR_RELEASES: server.url };
    await step("install.sh", "/bin/sh", ["dist/release/install.sh", "--bin-dir", folder], env);
    if (!tests) return;
    const words = ["test", "-A", "--parallel", "--quiet", "tests/e2e"];
    const swr = { SWR_BIN: `${folder}/swr` };
    await step("the end-to-end tests on what was installed", Deno.execPath(), words, swr);
  } finally {
    await server.stop();
    await Deno.remove(folder, { recursive: true });
  }
}

async function main(args: readonly string[]): Promise<void> {
  const tests = !args.includes("--skip-tests");
  const { version, commit } = await readProject();
  say(`${version}, commit ${commit}`);
  await notes(version);
  await script("build, twice more elsewhere", "build.ts", "--verify");
  await script("package", "package.ts");
  if (Deno.build.os === "windows") return say("install.sh is not for Windows: not tried");
  await installAndTest(version, tests);
  say("done: dist/release/ is what would be published for this system");
}

if (import.meta.main) await main(Deno.args);

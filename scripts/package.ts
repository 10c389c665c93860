// `deno task package [--all | --target TRIPLE…]`: what is in dist/ as the archives of a release, in dist/release/, with
// the list of what is inside, install.sh and SHA256SUMS. `--sums` renews SHA256SUMS alone.
// Rule: the same binaries give the same bytes, and a binary that was left over from another commit is refused.

import { Buffer } from "node:buffer";
import { type ArchiveFile, tarGz, zip } from "./archive.ts";
import { documents } from "./docs.ts";
import { thirdPartyLicenses } from "./licences.ts";
import type { BundledPackage } from "./packages.ts";
import { DENO_VERSION, type Project, readProject, ROOT } from "./project.ts";
import { knownRuntimes } from "./runtime.ts";
import { sbom } from "./sbom.ts";
import { formatSums, sha256 } from "./sums.ts";
import {
  archiveFolder,
  archiveName,
  binaryPath,
  chosenTargets,
  isWindows,
  type Target,
} from "./targets.ts";

const RELEASE = new URL("dist/release/", ROOT);

async function bytesOf(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(new URL(path, ROOT));
}

async function bundledPackages(): Promise<BundledPackage[]> {
  return JSON.parse(await Deno.readTextFile(new URL("dist/bundle/packages.json", ROOT)));
}

/** What every archive holds besides the binary. */
async function commonFiles(packages: readonly BundledPackage[]): Promise<ArchiveFile[]> {
  const written = await documents();
  const files = await Promise.all(
    ["LICENSE", "README.md", "CHANGELOG.md"].map(async (path) => ({
      path,
      bytes: await bytesOf(path),
    })),
  );
  const encoder = new TextEncoder();
  const text = (path: string, content: string) => ({ path, bytes: encoder.encode(content) });
  return [
    ...files,
    text("THIRD-PARTY-LICENSES", thirdPartyLicenses(packages, DENO_VERSION)),
    ...[...written].map(([path, content]) => text(path, content)),
  ];
}

/** The binary, which must hold the bundle in dist/, which must be of this commit. */
async function currentBinary(target: Target, { commit }: Project): Promise<ArchiveFile> {
  const bytes = await bytesOf(binaryPath(target));
  const bundle = Buffer.from(await bytesOf("dist/bundle/main.js"));
  const named = ['"', "'", "`"].some((quote) => bundle.includes(quote + commit + quote));
  if (!named || !Buffer.from(bytes.buffer).includes(bundle)) {
    throw new Error(`${binaryPath(target)} was not built from commit ${commit}: build it again`);
  }
  return { path: isWindows(target) ? "swr.exe" : "swr", bytes, executable: true };
}

async function writeArchive(target: Target, common: readonly ArchiveFile[], project: Project) {
  const binary = await currentBinary(target, project);
  const folder = archiveFolder(project.version, target);
  const write = isWindows(target) ? zip : tarGz;
  const name = archiveName(project.version, target);
  const bytes = await write(folder, [binary, ...common], project.epoch);
  await Deno.writeFile(new URL(name, RELEASE), bytes);
  return name;
}

async function writeSbom(packages: readonly BundledPackage[], project: Project): Promise<string> {
  const lock = JSON.parse(await Deno.readTextFile(new URL("deno.lock", ROOT)));
  const runtimes = await knownRuntimes();
  const text = await sbom({ project, deno: DENO_VERSION, packages, lock, runtimes });
  const name = `swr-${project.version}.cdx.json`;
  await Deno.writeTextFile(new URL(name, RELEASE), text);
  return name;
}

/** The sums of all that lies in dist/release/, in the format of `sha256sum -c`. */
async function writeSums(): Promise<string> {
  const sums = new Map<string, string>();
  for await (const { name } of Deno.readDir(RELEASE)) {
    if (name === "SHA256SUMS") continue;
    sums.set(name, await sha256(await Deno.readFile(new URL(name, RELEASE))));
  }
  await Deno.writeTextFile(new URL("SHA256SUMS", RELEASE), formatSums(sums));
  return "SHA256SUMS";
}

function say(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}

async function main(args: readonly string[]): Promise<void> {
  const written: string[] = [];
  if (args[0] !== "--sums") {
    const targets = chosenTargets(args);
    await Deno.remove(RELEASE, { recursive: true }).catch(() => {});
    await Deno.mkdir(RELEASE, { recursive: true });
    const project = await readProject();
    const packages = await bundledPackages();
    const common = await commonFiles(packages);
    for (const target of targets) written.push(await writeArchive(target, common, project));
    written.push(await writeSbom(packages, project));
    await Deno.copyFile(new URL("scripts/install.sh", ROOT), new URL("install.sh", RELEASE));
    written.push("install.sh");
  }
  written.push(await writeSums());
  for (const name of written) say(`dist/release/${name}`);
}

if (import.meta.main) await main(Deno.args);

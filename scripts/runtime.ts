// The base runtime (denort) that a binary is made of: fetched, compared with the sums committed in denort.sha256, unpacked.
// Rule: a release is built on a runtime of a known sum or not at all; Deno itself downloads one unchecked.
// `deno run -A scripts/runtime.ts` renews denort.sha256 from the sums that Deno publishes.

import { unzipSync } from "fflate";
import { DENO_VERSION, ROOT } from "./project.ts";
import { parseSums, sha256, type Sums } from "./sums.ts";
import { isWindows, type Target, TARGETS } from "./targets.ts";

const SUMS = new URL("scripts/denort.sha256", ROOT);
const RELEASES = "https://github.com/denoland/deno/releases/download";

/** The runtime's archive below Deno's releases, and its name in denort.sha256: the version is part of it. */
export function runtimeName(target: Target): string {
  return `v${DENO_VERSION}/denort-${target}.zip`;
}

export async function knownRuntimes(): Promise<Sums> {
  return parseSums(await Deno.readTextFile(SUMS));
}

export type RuntimeSource = {
  readonly sums: Sums;
  /** Where the archives are, without a slash at the end; Deno's releases when left out. */
  readonly releases?: string;
  /** A folder to unpack into. */
  readonly folder: string;
};

/** The path of the unpacked runtime. Throws if its sum is not known, or differs. */
export async function checkedRuntime(target: Target, source: RuntimeSource): Promise<string> {
  const name = runtimeName(target);
  const wanted = source.sums.get(name);
  if (wanted === undefined) {
    throw new Error(`the sum of ${name} is not in scripts/denort.sha256`);
  }
  const zip = await download(`${source.releases ?? RELEASES}/${name}`);
  const found = await sha256(zip);
  if (found !== wanted) {
    throw new Error(
      `${name} has the sum ${found}, not the ${wanted} of scripts/denort.sha256: it is not what Deno published`,
    );
  }
  const file = isWindows(target) ? "denort.exe" : "denort";
  const bytes = unzipSync(zip, { filter: (entry) => entry.name === file })[file];
  if (bytes === undefined) throw new Error(`${name} holds no ${file}`);
  const folder = `${source.folder}/${target}`;
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeFile(`${folder}/${file}`, bytes, { mode: 0o755 });
  return `${folder}/${file}`;
}

async function download(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url);
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`${url} answers ${response.status}`);
  }
  return await response.bytes();
}

/** denort.sha256 with its comments kept and the sums of the pinned Deno, as published, below them. */
export async function renewedSums(text: string, releases: string = RELEASES): Promise<string> {
  const comments = text.split("\n").filter((line) => line.startsWith("#"));
  const lines = await Promise.all(TARGETS.map(async (target) => {
    const name = runtimeName(target);
    const published = new TextDecoder().decode(await download(`${releases}/${name}.sha256sum`));
    // Either sha256sum's own line, or that of PowerShell's Get-FileHash.
    const sum = /\b[0-9a-f]{64}\b/i.exec(published)?.[0].toLowerCase();
    if (sum === undefined) throw new Error(`${name}.sha256sum holds no sum`);
    return `${sum}  ${name}`;
  }));
  const kept = comments.filter((line) => !/not been fetched|until they|oneself says/.test(line));
  return `${[...kept, ...lines].join("\n")}\n`;
}

if (import.meta.main) {
  await Deno.writeTextFile(SUMS, await renewedSums(await Deno.readTextFile(SUMS)));
}

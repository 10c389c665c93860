// The report on memory and sizes. Rule: nothing of swr stays beside the command, and that is measured, not assumed.

import { type AwsCli, said, type Way } from "./contenders.ts";
import { leftBehind, missingTime, peakMemory } from "./memory.ts";
import { inRepository, type Stage } from "./stage.ts";
import { table } from "./table.ts";

type Plan = {
  readonly ways: readonly Way[];
  readonly clis: readonly AwsCli[];
  readonly rounds: number;
};

/** (e): the peak of a whole switch, and what stays while the session is open. */
export async function memorySection(stage: Stage, { ways, clis, rounds }: Plan): Promise<string> {
  if (Deno.build.os !== "linux") return "Memory is measured on Linux only.\n";
  const missing = await missingTime();
  if (missing !== undefined) return `Memory is left out: ${missing}.\n`;
  const env = () => ({ ...stage.env, SWR_MFA_TOKEN: stage.sts.shownCode() });
  const rows: string[][] = [];
  for (const { name, swr, floor } of ways) {
    const peak = await peakMemory({ name, words: floor, env: env() }, rounds);
    rows.push([`floor, ${name}`, peak.toFixed(0), "", ""]);
    rows.push(await row(`swr, ${name}`, [...swr, "-q", "p"], env, rounds));
  }
  for (const { name, path } of clis) {
    const words = () => ["env", `AWS=${path}`, "sh", stage.wrapper, stage.sts.shownCode()];
    rows.push(await row(`wrapper around ${name}`, words(), env, Math.ceil(rounds / 3)));
  }
  const head = ["", "peak of a switch, MiB", "processes that stay", "MiB that stay"];
  return `### Memory\n\n${table(head, rows)}`;
}

async function row(
  name: string,
  words: readonly string[],
  env: () => Record<string, string>,
  rounds: number,
): Promise<string[]> {
  const peak = await peakMemory({ name, words: [...words, "true"], env: env() }, rounds);
  const { processes, mebibytes } = await leftBehind(env(), (command) => [...words, ...command]);
  return [name, peak.toFixed(0), String(processes), mebibytes.toFixed(1)];
}

/** (f): what is downloaded and what lies on the disk. */
export async function sizeSection(ways: readonly Way[]): Promise<string> {
  const rows: string[][] = [];
  if (!ways.some(({ name }) => name === "binary")) return "";
  for (const way of ways.filter(({ name }) => name === "binary")) {
    for (
      const [name, path] of [["swr", way.swr[0]!], ["the empty program", way.floor[0]!]] as const
    ) {
      const packed = new Response(
        (await Deno.open(path)).readable.pipeThrough(new CompressionStream("gzip")),
      );
      const bytes = (await packed.arrayBuffer()).byteLength;
      rows.push([name, mebi((await Deno.stat(path)).size), mebi(bytes)]);
    }
  }
  rows.push(["of it, swr and the AWS SDK", `${Math.round(await bundleSize() / 1024)} KiB`, ""]);
  return `### Size\n\n${table(["", "size", "gzip"], rows)}`;
}

/** The bytes of the files that the binary is made of. */
async function bundleSize(): Promise<number> {
  const folder = inRepository("dist/bundle");
  let size = 0;
  for await (const { name } of Deno.readDir(folder)) {
    if (name.endsWith(".js")) size += (await Deno.stat(`${folder}/${name}`)).size;
  }
  return size;
}

function mebi(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

/** What the figures were measured on. */
export async function machine(ways: readonly Way[]): Promise<string> {
  const cpus = navigator.hardwareConcurrency;
  const inside = ways.some(({ name }) => name === "binary")
    ? `, the binary with ${await compilingDeno()}`
    : "";
  return `${Deno.build.target}, ${cpus} processors, load ${
    Deno.loadavg()[0]!.toFixed(1)
  } at the start; from source with Deno ${Deno.version.deno}${inside}.\n`;
}

/** The Deno that compiled: the one beside DENORT_BIN, else this one. */
async function compilingDeno(): Promise<string> {
  const denort = Deno.env.get("DENORT_BIN");
  const deno = denort ? denort.replace(/denort$/, "deno") : Deno.execPath();
  const version = /^deno (\S+)/.exec(await said([deno, "--version"]) ?? "")?.[1];
  return `Deno ${version ?? "of unknown version"}`;
}

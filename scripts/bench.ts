// `deno task bench [--quick] [--write] [--only WORD]`: measures swr against its floor and its alternatives, on this
// machine and against the STS double, and prints the tables. --write puts them into .github/PERFORMANCE.md.
// Rule: never a test. A slow or busy machine gives other figures, not a failure.

import { modesSection, switchSection } from "./bench/commands.ts";
import { findAwsClis, findWays } from "./bench/contenders.ts";
import { distanceSection, feltSection } from "./bench/felt.ts";
import { peerSection } from "./bench/peer_section.ts";
import { findPeers } from "./bench/peers.ts";
import { inRepository, openStage } from "./bench/stage.ts";
import { withReport } from "./bench/table.ts";
import { machine, memorySection, sizeSection } from "./bench/weight.ts";
import { missingHyperfine } from "./bench/whole.ts";

const PAGE = inRepository(".github/PERFORMANCE.md");

async function main(args: readonly string[]): Promise<void> {
  const quick = args.includes("--quick");
  const only = args.includes("--only") ? args[args.indexOf("--only") + 1] ?? "" : "";
  const { ways, missing } = await findWays();
  const clis = await findAwsClis();
  if (clis.length === 0) missing.push("AWS CLI: aws is not on PATH");
  const hyperfine = await missingHyperfine();
  if (hyperfine !== undefined) missing.push(`whole commands: ${hyperfine}`);
  await using stage = await openStage();
  const { peers, missing: absent } = await findPeers(stage);
  missing.push(...absent);
  const plan = (rounds: number) => ({
    ways,
    clis,
    rounds: quick ? Math.ceil(rounds / 4) : rounds,
  });
  const peerPlan = (rounds: number) => ({
    way: ways.at(-1)!,
    peers,
    wholeCommands: hyperfine === undefined,
    rounds: plan(rounds).rounds,
  });
  const sections: [string, () => Promise<string>][] = [
    ["machine", () => machine(ways)],
    ["felt", () => feltSection(stage, plan(40))],
    ["distance", () => distanceSection(plan(12))],
    ["switch", () => hyperfine ? nothing() : switchSection(stage, plan(40))],
    ["modes", () => hyperfine ? nothing() : modesSection(stage, plan(40))],
    ["peers", () => peerSection(stage, peerPlan(20))],
    ["memory", () => memorySection(stage, plan(8))],
    ["size", () => sizeSection(ways)],
  ];
  const parts: string[] = [];
  for (const [, section] of sections.filter(([name]) => name.includes(only))) {
    const text = await section();
    print(text);
    parts.push(text);
  }
  const left = missing.map((each) => `- ${each}\n`).join("");
  if (left !== "") parts.push(`Left out:\n\n${left}`);
  print(left);
  if (!args.includes("--write")) return;
  await Deno.writeTextFile(PAGE, withReport(await Deno.readTextFile(PAGE), parts.join("\n")));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", PAGE] }).output();
}

function nothing(): Promise<string> {
  return Promise.resolve("");
}

function print(text: string): void {
  // deno-lint-ignore no-console
  console.log(text);
}

await main(Deno.args);
Deno.exit(0);

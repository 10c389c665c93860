// The report on swr beside its peers: the same switch with the code given, the question and Enter at three distances,
// memory, and what each leaves on the disk.
// Rule: all by plain HTTP, which each of them can be led to, and where swr is slower is shown too.

import { KEYS } from "../../tests/support/sts_world.ts";
import type { Way } from "./contenders.ts";
import { openWire } from "./delay.ts";
import { known, median, medianRatio } from "./figures.ts";
import { type Asker, DONE, measureAskers } from "./interactive.ts";
import { leftBehind, missingTime, peakMemory } from "./memory.ts";
import { forget, type Peer } from "./peers.ts";
import type { Stage } from "./stage.ts";
import { milliseconds, table } from "./table.ts";
import { type Command, measureCommands } from "./whole.ts";

const ROUND_TRIPS = [20, 80, 200];

/** How long each may take beside the user's typing. */
const TYPING_MS = 400;

type Plan = {
  readonly way: Way;
  readonly peers: readonly Peer[];
  readonly rounds: number;
  readonly wholeCommands: boolean;
};

/** The tables; none without a peer. */
export async function peerSection(stage: Stage, plan: Plan): Promise<string> {
  if (plan.peers.length === 0) return "";
  const all = [swrAsPeer(stage, plan.way), ...plan.peers];
  return [
    "### Beside other programs\n",
    "Each makes the same switch, by plain HTTP; whatever it kept is removed before each run.\n",
    plan.wholeCommands ? await givenTable(stage, all, plan.rounds) : "",
    await askedTable(stage, all, plan.rounds),
    await memoryTable(stage, all, plan.rounds),
  ].join("\n");
}

/** The first of the rows: what the others are compared with. */
function swrAsPeer(stage: Stage, { name, swr }: Way): Peer {
  return {
    name: `swr, ${name}`,
    home: stage.box.home,
    env: stage.env,
    given: (code, command) => [...swr, "-q", "-t", code, "p", ...command],
    asked: { words: (command) => [...swr, "-q", "p", ...command], question: "Enter MFA code" },
    keeps: [],
  };
}

async function givenTable(stage: Stage, peers: readonly Peer[], rounds: number): Promise<string> {
  const code = stage.sts.shownCode();
  const commands = peers.map((peer): Command => ({
    name: peer.name,
    // Each in its own environment, and swr as well.
    words: ["env", "-i", ...assigned(peer.env), ...peer.given(code, ["true"])],
    prepare: `rm -rf ${peer.keeps.join(" ")}`,
  }));
  const series = await measureCommands(commands, { rounds, env: () => stage.env });
  const own = series.get(peers[0]!.name)!;
  const rows = [...series.values()].map((each) => [
    each.name,
    milliseconds(median(known(each.wall))),
    milliseconds(median(known(each.cpu))),
    each === own ? "" : times(medianRatio(each, own)),
  ]);
  return table(["`swr p true`, the code given, ms", "median", "CPU", "times swr's"], rows);
}

function assigned(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).map(([name, value]) => `${name}=${value}`);
}

async function askedTable(stage: Stage, peers: readonly Peer[], rounds: number): Promise<string> {
  const rows: string[][] = [];
  const asking = peers.filter(({ asked }) => asked !== undefined);
  for (const roundTrip of [0, ...ROUND_TRIPS]) {
    await using wire = openWire(Number(new URL(stage.sts.url).port), roundTrip);
    const url = `http://127.0.0.1:${wire.port}`;
    const askers = asking.map((peer): Asker => ({
      name: peer.name,
      words: peer.asked!.words(["/bin/echo", DONE]),
      env: { ...peer.env, AWS_ENDPOINT_URL: url, AWS_ENDPOINT_URL_STS: url },
      question: peer.asked!.question,
      answer: () => stage.sts.code(),
      prepare: () => forget(peer),
      settled: () => new Promise((resolve) => setTimeout(resolve, TYPING_MS + 3 * roundTrip)),
    }));
    const felt = await measureAskers(askers, Math.ceil(rounds / 4));
    const own = felt.get(peers[0]!.name)!;
    for (const [name, { prompt, enter }] of felt) {
      rows.push([
        name,
        `${roundTrip}`,
        milliseconds(median(known(prompt.wall))),
        milliseconds(median(known(enter.wall))),
        name === peers[0]!.name ? "" : times(medianRatio(enter, own.enter)),
      ]);
    }
  }
  const head = ["ms", "round trip", "to the question", "Enter to the command", "times swr's"];
  return table(head, rows);
}

async function memoryTable(stage: Stage, peers: readonly Peer[], rounds: number): Promise<string> {
  const missing = Deno.build.os === "linux" ? await missingTime() : "memory: Linux only";
  if (missing !== undefined) return `Memory is left out: ${missing}.\n`;
  const rows: string[][] = [];
  for (const peer of peers) {
    await forget(peer);
    const before = filesIn(peer.home);
    const code = stage.sts.shownCode();
    const words = peer.given(code, ["true"]);
    const peak = await peakMemory({ name: peer.name, words, env: peer.env }, 1);
    const left = changed(before, filesIn(peer.home));
    const issued = stage.sts.world.sessions.map(({ secretAccessKey }) => secretAccessKey);
    const secrets = [KEYS.AWS_SECRET_ACCESS_KEY, ...issued, code];
    const clear = left.filter((path) => shows(path, secrets));
    const more = Math.ceil(rounds / 10);
    const peaks = [peak];
    for (let round = 1; round < more; round++) {
      await forget(peer);
      peaks.push(await peakMemory({ name: peer.name, words, env: peer.env }, 1));
    }
    await forget(peer);
    const stays = await leftBehind(peer.env, (command) => peer.given(code, command));
    rows.push([
      peer.name,
      median(peaks).toFixed(0),
      String(stays.processes),
      stays.mebibytes.toFixed(1),
      left.map((path) => `\`~${path.slice(peer.home.length)}\``).join(", ") || "none",
      clear.length === 0 ? "nothing" : `**${clear.length} of them**`,
    ]);
  }
  const head = [
    "",
    "peak, MiB",
    "processes that stay",
    "MiB that stay",
    "files that it leaves",
    "with a secret or the code in clear",
  ];
  return table(head, rows);
}

/** The files below a folder, each with its time and size. */
export function filesIn(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const { name, isDirectory, isFile } of Deno.readDirSync(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) { for (const [each, state] of filesIn(path)) found.set(each, state); }
    if (!isFile) continue;
    const { mtime, size } = Deno.statSync(path);
    found.set(path, `${mtime?.getTime()} ${size}`);
  }
  return found;
}

/** The files that are new or were written. */
export function changed(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] {
  return [...after].filter(([path, state]) => before.get(path) !== state).map(([path]) => path);
}

/** Whether the file shows one of the secrets, in JSON too. */
export function shows(path: string, secrets: readonly string[]): boolean {
  const text = Deno.readTextFileSync(path).replaceAll("\\/", "/");
  return secrets.some((secret) => text.includes(secret));
}

function times(ratio: number): string {
  return ratio < 10 ? ratio.toFixed(2) : ratio.toFixed(0);
}

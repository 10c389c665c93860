// The report on what is felt at the terminal: the prompt, and Enter to the command, near STS and far from it.
// Rule: each program gets the same double, and a user slow enough for everything that can be done beforehand.

import type { AwsCli, Way } from "./contenders.ts";
import { openWire } from "./delay.ts";
import { median, medianDifference, medianRatio } from "./figures.ts";
import { type Asker, DONE, type Felt, measureAskers } from "./interactive.ts";
import { openStage, type Stage } from "./stage.ts";
import { milliseconds, type Row, table, timesTable, verdict } from "./table.ts";

const PROMPT_MOST = 15;
const ENTER_MOST = 25;

/** How long the SDK may take to load beside the connection, before the user types. */
const TYPING_MS = 400;

const COMMAND = ["/bin/echo", DONE];

/** (a) and (b): the tables of the prompt and of Enter, STS on this machine. */
export async function feltSection(
  stage: Stage,
  { ways, clis, rounds }: { ways: readonly Way[]; clis: readonly AwsCli[]; rounds: number },
): Promise<string> {
  const typist = { env: stage.env, question: "Enter MFA code", answer: () => stage.sts.code() };
  const askers: Asker[] = ways.flatMap(({ name, swr, floor }) => [
    { name: `floor, ${name}`, words: [...floor, "word"], env: stage.env, question: "word" },
    { ...typist, name: `swr, ${name}`, words: [...swr, "p", ...COMMAND], settled: settling(stage) },
  ]);
  for (const { name, path } of clis) {
    askers.push({
      ...typist,
      name: `wrapper around ${name}`,
      words: ["sh", stage.wrapper, "", ...COMMAND],
      env: { ...stage.env, AWS: path },
      every: 5,
    });
  }
  askers.push({
    ...typist,
    name: "`sh -c`, which only reads a line",
    words: ["sh", "-c", `printf 'Enter MFA code: '; read -r x; exec ${COMMAND.join(" ")}`],
  });
  const felt = await measureAskers(askers, rounds);
  return [
    "### From the start to the question for the code\n",
    timesTable("over its floor", promptRows(felt, ways)),
    "### From Enter to the first output of the command, STS on this machine\n",
    timesTable("over `sh -c`", enterRows(felt)),
    ratios(felt, ways, clis),
  ].join("\n");
}

function promptRows(felt: ReadonlyMap<string, Felt>, ways: readonly Way[]): Row[] {
  return [...felt].map(([name, { prompt }]) => {
    const way = ways.find((each) => name === `swr, ${each.name}`);
    if (way === undefined) return { name, series: prompt };
    const floor = felt.get(`floor, ${way.name}`)!.prompt;
    return { name, series: prompt, over: medianDifference(prompt, floor), most: PROMPT_MOST };
  });
}

function enterRows(felt: ReadonlyMap<string, Felt>): Row[] {
  const least = felt.get("`sh -c`, which only reads a line")!.enter;
  return [...felt].filter(([name]) => !name.startsWith("floor")).map(([name, { enter }]) => ({
    name,
    series: enter,
    ...(enter !== least && { over: medianDifference(enter, least) }),
    ...(name.startsWith("swr") && { most: ENTER_MOST }),
  }));
}

function ratios(
  felt: ReadonlyMap<string, Felt>,
  ways: readonly Way[],
  clis: readonly AwsCli[],
): string {
  const rows = clis.map((cli) => {
    const wrapper = felt.get(`wrapper around ${cli.name}`)!.enter;
    const times = ways.map(({ name }) => medianRatio(wrapper, felt.get(`swr, ${name}`)!.enter));
    return [`wrapper around ${cli.name}`, ...times.map((each) => each.toFixed(0))];
  });
  return table(["times as long from Enter on", ...ways.map(({ name }) => `swr, ${name}`)], rows);
}

/** (b) with a wire of some length, TLS included: what is paid beyond one round trip. */
export async function distanceSection(
  { ways, rounds }: { ways: readonly Way[]; rounds: number },
): Promise<string> {
  await using stage = await openStage({ https: true });
  const rows: string[][] = [];
  for (const roundTrip of [20, 80, 200]) {
    await using wire = openWire(Number(new URL(stage.sts.url).port), roundTrip);
    const env = { ...stage.env, AWS_ENDPOINT_URL_STS: `https://127.0.0.1:${wire.port}` };
    const askers = ways.map(({ name, swr }): Asker => ({
      name,
      words: [...swr, "p", ...COMMAND],
      env,
      question: "Enter MFA code",
      answer: () => stage.sts.code(),
      settled: settling(stage, roundTrip),
    }));
    for (const [name, { enter }] of await measureAskers(askers, rounds)) {
      const wall = enter.wall.filter((each) => each !== undefined);
      const beyond = median(wall) - roundTrip;
      rows.push([
        `swr, ${name}`,
        `${roundTrip}`,
        milliseconds(median(wall)),
        milliseconds(Math.min(...wall)),
        milliseconds(beyond),
        verdict(beyond, ENTER_MOST),
      ]);
    }
  }
  const head = ["ms", "round trip", "median", "least", "beyond one round trip", "target"];
  return `### From Enter to the command, by TLS and from afar\n\n${table(head, rows)}`;
}

/** Waits for the request that opens the connection, for its answer to arrive, and for the SDK. */
function settling(stage: Stage, roundTrip = 0): () => Promise<void> {
  return async () => {
    const since = Date.now() - 2000;
    const opened = () =>
      stage.sts.requests.some(({ method, time }) => method === "HEAD" && time > since);
    while (!opened()) await pause(5);
    await pause(TYPING_MS + roundTrip);
    stage.sts.requests.length = 0;
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

// The report on whole commands: a switch with its alternatives, and the modes that people's prompts and scripts call.
// Rule: what is compared ran in the same rounds.

import type { AwsCli, Way } from "./contenders.ts";
import { medianDifference, medianRatio, type Series } from "./figures.ts";
import type { Stage } from "./stage.ts";
import { type Row, table, timesTable } from "./table.ts";
import { type Command, measureCommands } from "./whole.ts";

const SWITCH_MOST = 60;
const MODE_MOST = 10;
const LARGE_MOST = 100;
const FASTER_LEAST = 10;

type Plan = {
  readonly ways: readonly Way[];
  readonly clis: readonly AwsCli[];
  readonly rounds: number;
};

/** (c): `swr p true` with the code given, beside what people use instead. */
export async function switchSection(
  stage: Stage,
  { ways, clis, rounds }: Plan,
): Promise<string> {
  const commands: Command[] = ways.flatMap(({ name, swr, floor }) => [
    { name: `floor, ${name}`, words: floor },
    { name: `\`swr p true\`, ${name}`, words: [...swr, "p", "true"] },
  ]);
  commands.push({ name: "`sh -c true`", words: ["sh", "-c", "true"] });
  for (const { name, path, knowsEndpoint } of clis) {
    const wrapped = [
      "env",
      `AWS=${path}`,
      "sh",
      "-c",
      'exec sh "$0" "$SWR_MFA_TOKEN" true',
      stage.wrapper,
    ];
    commands.push({ name: `wrapper around ${name}`, words: wrapped, every: 5 });
    if (!knowsEndpoint) continue;
    // Its cache cannot be switched off: it is taken away before each run.
    const forgetful = ["sh", "-c", 'rm -rf "$HOME/.aws/cli"; exec "$0" "$@"', path];
    commands.push({
      name: `\`aws --profile\` (${name}), no code, one call`,
      words: [...forgetful, "--profile", "reader", "sts", "get-caller-identity"],
      every: 5,
    });
  }
  const series = await measureCommands(commands, {
    rounds,
    env: () => ({ ...stage.env, SWR_MFA_TOKEN: stage.sts.shownCode() }),
  });
  const rows = overFloor(series, ways, () => SWITCH_MOST);
  const ratios = clis.map(({ name }) => {
    const wrapper = series.get(`wrapper around ${name}`)!;
    const times = ways.map((way) =>
      medianRatio(wrapper, series.get(`\`swr p true\`, ${way.name}`)!)
    );
    const verdicts = times.map((each) =>
      `${each.toFixed(1)}${each < FASTER_LEAST ? " (missed)" : ""}`
    );
    return [`wrapper around ${name}`, ...verdicts];
  });
  const head = [
    `times as long (target: ≥ ${FASTER_LEAST})`,
    ...ways.map(({ name }) => `swr, ${name}`),
  ];
  return [
    "### `swr p true`, the code given\n",
    timesTable("over its floor", rows),
    table(head, ratios),
  ].join(
    "\n",
  );
}

/** (d) and growth: the modes that do not switch. */
export async function modesSection(stage: Stage, { ways, rounds }: Plan): Promise<string> {
  const inSession = await measure(ways, rounds, stage.session, [
    ["--version", ["--version"]],
    ["--status", ["--status"]],
    ["--list, 100 profiles", ["--list"]],
    ["credential helper", ["--session-keys", "--", "p"]],
    ["--init zsh", ["--init", "zsh"]],
    ["--help", ["--help"]],
  ]);
  const large = await measure(ways, rounds, stage.large, [["--list, 10,000 profiles", ["--list"]]]);
  return [
    "### The modes that do not switch\n",
    timesTable("over its floor", overFloor(inSession, ways, () => MODE_MOST)),
    "### Ten thousand profiles\n",
    timesTable("over its floor", overFloor(large, ways, () => LARGE_MOST)),
  ].join("\n");
}

type Modes = readonly (readonly [name: string, args: readonly string[]])[];

async function measure(
  ways: readonly Way[],
  rounds: number,
  env: Readonly<Record<string, string>>,
  modes: Modes,
): Promise<Map<string, Series>> {
  const there = await available(ways[0]!, env, modes);
  const commands = ways.flatMap((way): Command[] => [
    { name: `floor, ${way.name}`, words: way.floor },
    ...there.map(([name, args]) => ({
      name: `${name}, ${way.name}`,
      words: [...way.swr, ...args],
    })),
  ]);
  return await measureCommands(commands, { rounds, env: () => env });
}

/** The modes that this swr knows. */
async function available(
  way: Way,
  env: Readonly<Record<string, string>>,
  modes: Modes,
): Promise<Modes> {
  const tried = await Promise.all(modes.map(async (mode) => {
    const [command = "", ...args] = [...way.swr, ...mode[1]];
    const quiet = { stdin: "null", stdout: "null", stderr: "null" } as const;
    const output = await new Deno.Command(command, {
      args,
      clearEnv: true,
      env: { ...env },
      ...quiet,
    }).output();
    return { mode, known: output.success };
  }));
  return tried.filter(({ known }) => known).map(({ mode }) => mode);
}

/** Each series with what it took more than the floor of its way; a series of no way has no floor. */
function overFloor(
  series: ReadonlyMap<string, Series>,
  ways: readonly Way[],
  most: () => number,
): Row[] {
  return [...series].map(([name, each]) => {
    const way = ways.find((way) => name.endsWith(`, ${way.name}`));
    if (way === undefined || name.startsWith("floor")) return { name, series: each };
    const floor = series.get(`floor, ${way.name}`)!;
    return { name, series: each, over: medianDifference(each, floor), most: most() };
  });
}

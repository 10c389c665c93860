// Whole commands, from start to end, by hyperfine. Rule: one run of each in turn, round after round, so that a busy
// moment of the machine falls on all of them.

import { missingProgram } from "./contenders.ts";
import { newSeries, type Series } from "./figures.ts";

export type Command = {
  readonly name: string;
  readonly words: readonly string[];
  /** Run before each start, by sh, and not measured. */
  readonly prepare?: string;
  /** Only every so many rounds: what takes a second. */
  readonly every?: number;
};

/** Why whole commands cannot be measured here; undefined if they can. */
export async function missingHyperfine(): Promise<string | undefined> {
  return await missingProgram("hyperfine", "hyperfine (`apt-get install hyperfine`)");
}

/** Runs all in turn, so many rounds; each must succeed with that status. `env` is asked before each round. */
export async function measureCommands(
  commands: readonly Command[],
  { rounds, env }: { rounds: number; env: () => Readonly<Record<string, string>> },
): Promise<Map<string, Series>> {
  const series = new Map(commands.map(({ name }) => [name, newSeries(name)]));
  // The first round fills the caches of the kernel and of Deno, and does not count.
  for (let round = -1; round < rounds; round++) {
    const chosen = commands.filter(({ every = 1 }) => round < 0 || round % every === 0);
    const results = await oneRound(chosen, env());
    if (round < 0) continue;
    for (const { name } of commands) {
      const at = chosen.findIndex((each) => each.name === name);
      series.get(name)!.wall.push(results[at]?.wall);
      series.get(name)!.cpu.push(results[at]?.cpu);
    }
  }
  return series;
}

type Result = { readonly wall: number; readonly cpu: number };

async function oneRound(
  commands: readonly Command[],
  env: Readonly<Record<string, string>>,
): Promise<Result[]> {
  const file = await Deno.makeTempFile({ prefix: "swr-bench-" });
  try {
    const { success, stderr } = await new Deno.Command("hyperfine", {
      args: ["-N", "--runs", "1", "--style", "none", "--export-json", file].concat(
        commands.some(({ prepare }) => prepare !== undefined)
          ? commands.flatMap((
            { prepare = "" },
          ) => ["--prepare", `sh -c ${quoted(`: ;${prepare}`)}`])
          : [],
        commands.map(({ words }) => words.map(quoted).join(" ")),
      ),
      clearEnv: true,
      env: { ...env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) throw new Error(`hyperfine: ${new TextDecoder().decode(stderr)}`);
    const { results } = JSON.parse(await Deno.readTextFile(file)) as {
      results: { mean: number; user: number; system: number }[];
    };
    return results.map(({ mean, user, system }) => ({
      wall: mean * 1000,
      cpu: (user + system) * 1000,
    }));
  } finally {
    await Deno.remove(file);
  }
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

// Memory: the most that a whole switch takes, and what stays beside the command while the session is open.
// Rule: the kernel's own counts; what stays is measured against the same command started bare. Linux only.

import { missingProgram } from "./contenders.ts";
import { median } from "./figures.ts";

export type Subject = {
  readonly name: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** GNU time, not the shell's word. */
const TIME = "/usr/bin/time";

/** Why peaks cannot be measured here; undefined if they can. */
export async function missingTime(): Promise<string | undefined> {
  return await missingProgram(TIME, "GNU time (`apt-get install time`)");
}

/** The peak of the resident set in MiB (getrusage's ru_maxrss, over exec), the median of the rounds. */
export async function peakMemory(subject: Subject, rounds: number): Promise<number> {
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const { success, stderr } = await new Deno.Command(TIME, {
      args: ["-f", "%M", ...subject.words],
      clearEnv: true,
      env: { ...subject.env },
      stdin: "null",
      stdout: "null",
      stderr: "piped",
    }).output();
    const text = new TextDecoder().decode(stderr).trim();
    if (!success) throw new Error(`${subject.name}: ${text}`);
    peaks.push(Number(text.split("\n").at(-1)) / 1024);
  }
  return median(peaks);
}

/** What stays while `sleep` is the command: processes besides it, and MiB of proportional memory more than bare. */
export async function leftBehind(
  env: Subject["env"],
  through: (command: readonly string[]) => readonly string[],
): Promise<{ processes: number; mebibytes: number }> {
  const sleep = ["sleep", "3600"];
  const bare = await sleeping(sleep, env);
  const inside = await sleeping(through(sleep), env);
  return {
    processes: inside.processes - bare.processes,
    mebibytes: Math.max(0, inside.mebibytes - bare.mebibytes),
  };
}

async function sleeping(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ processes: number; mebibytes: number }> {
  const child = new Deno.Command(command, {
    args,
    clearEnv: true,
    env: { ...env },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  try {
    let tree = processes(child.pid);
    while (!tree.some((pid) => read(`/proc/${pid}/comm`).trim() === "sleep")) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      tree = processes(child.pid);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    tree = processes(child.pid);
    const kibibytes = tree.map((pid) =>
      Number(/^Pss:\\s+(\\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0)
    );
    return {
      processes: tree.length,
      mebibytes: kibibytes.reduce((sum, each) => sum + each, 0) / 1024,
    };
  } finally {
    for (const pid of processes(child.pid).toReversed()) Deno.kill(pid, "SIGKILL");
    await child.status;
  }
}

/** The process and all below it. */
function processes(pid: number): number[] {
  const below = read(`/proc/${pid}/task/${pid}/children`).split(" ").filter(Boolean).map(Number);
  return [pid, ...below.flatMap(processes)];
}

function read(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return "";
  }
}

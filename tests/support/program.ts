// How the program under test is started: from source with the permission set that ships, or the binary that SWR_BIN names.
// Rule: every end-to-end test starts swr through this file, so that both ways stand the same tests.
// May import node:, the pty and the sandbox's kind of environment.
import { fileURLToPath } from "node:url";
import { oneAtATime } from "./fork.ts";
import type { Sandbox } from "./sandbox.ts";
import { openTerminal, type Terminal, type TerminalOptions } from "./pty.ts";

/** What a program without a terminal gets: its whole environment, its folder, and its standard input. */
export type RunOptions = {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input, to its end; /dev/null when left out. */
  readonly stdin?: string | Uint8Array<ArrayBuffer>;
  /** Milliseconds after which the run counts as hung; a safety net, 60 000 when left out. */
  readonly timeout?: number;
};

/** How a run ended. `status` is 128 + the signal's number when `signal` killed it, as a shell reports it. */
export type RunResult = {
  readonly status: number;
  readonly signal: Deno.Signal | null;
  readonly stdout: string;
  readonly stderr: string;
};

const SAFETY_NET_MS = 60_000;
const ROOT = new URL("../../", import.meta.url);

/** True when the program under test is the compiled binary that SWR_BIN names. */
export const isBinary: boolean = Boolean(Deno.env.get("SWR_BIN"));

/** The words that start swr, to be followed by its arguments. */
export function swrCommand(): string[] {
  const binary = Deno.env.get("SWR_BIN");
  if (binary) return [Deno.realPathSync(binary)];
  const config = fileURLToPath(new URL("deno.json", ROOT));
  const main = fileURLToPath(new URL("src/main.ts", ROOT));
  // --frozen: many runs at once must not rewrite deno.lock, and what it holds needs no look at a registry.
  return [...sourceWords(), "--config", config, "--frozen", main];
}

/** How the task `swr` of deno.json begins, before its configuration and main module. */
export function sourceWords(): string[] {
  const { tasks } = JSON.parse(Deno.readTextFileSync(new URL("deno.json", ROOT)));
  const { command } = tasks.swr;
  const [deno, ...words] = (command as string).split(" ");
  if (deno !== "deno" || words.pop() !== "src/main.ts") throw new Error(`odd task: ${command}`);
  return [Deno.execPath(), ...words];
}

/** The words that start swr from source if the C library is unavailable: its permission set lacks it. */
export async function swrWithoutLibc(box: Sandbox): Promise<string[]> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", ROOT)));
  config.permissions.swr.ffi = false;
  const file = await box.write("deno.json", JSON.stringify(config));
  const [lock, main] = ["deno.lock", "src/main.ts"].map((each) =>
    fileURLToPath(new URL(each, ROOT))
  );
  return [...sourceWords(), "--lock", lock!, "--frozen", "--config", file, main!];
}

/** Runs swr without any terminal: a session of its own, so that /dev/tty cannot be opened. */
export function runSwr(args: readonly string[], options: RunOptions): Promise<RunResult> {
  return runWithoutTerminal([...swrCommand(), ...args], options);
}

/** Runs any command as runSwr() does; for tests that need a word before swr (`nohup`, `env -i`, `sh -c`). */
export async function runWithoutTerminal(
  command: readonly string[],
  { env, cwd, stdin, timeout = SAFETY_NET_MS }: RunOptions,
): Promise<RunResult> {
  const child = oneAtATime(() => start(command, env, cwd, stdin === undefined ? "null" : "piped"));
  let hung = false;
  const net = setTimeout(() => {
    hung = true;
    child.kill("SIGKILL");
  }, timeout);
  const [output] = await Promise.all([child.output(), feed(child, stdin)]);
  clearTimeout(net);
  const stdout = new TextDecoder().decode(output.stdout);
  const stderr = new TextDecoder().decode(output.stderr);
  if (hung) {
    throw new Error(`no end after ${timeout} ms: ${command.join(" ")}\n${stdout}\n${stderr}`);
  }
  return { status: output.code, signal: output.signal, stdout, stderr };
}

/** Runs swr on a pseudo-terminal of its own. */
export function swrInTerminal(
  args: readonly string[],
  options: Omit<TerminalOptions, "command" | "args">,
): Terminal {
  const [command = "", ...words] = swrCommand();
  return openTerminal({ ...options, command, args: [...words, ...args] });
}

/** Words as text for a POSIX shell, each quoted so that it arrives as it is: `sh -c "… | ${shellWords([...swrCommand(), "p"])}"`. */
export function shellWords(words: readonly string[]): string {
  return words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
}

function start(
  [file = "", ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string | undefined,
  stdin: "null" | "piped",
): Deno.ChildProcess {
  return new Deno.Command(file, {
    args,
    clearEnv: true,
    env,
    ...(cwd === undefined ? {} : { cwd }),
    // setsid(2): the new session has no controlling terminal.
    detached: true,
    stdin,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

async function feed(child: Deno.ChildProcess, stdin: RunOptions["stdin"]): Promise<void> {
  if (stdin === undefined) return;
  const bytes = typeof stdin === "string" ? new TextEncoder().encode(stdin) : stdin;
  try {
    const writer = child.stdin.getWriter();
    await writer.write(bytes);
    await writer.close();
  } catch (error) {
    // A program may end without reading its input; what it did is the test's business.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

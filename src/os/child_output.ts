// What a program prints, within bounds.
// Rule: neither its end nor the end of its output can be waited for alone, since a process that it started may hold the
// pipe open, and it may print for ever; it is ended if it goes beyond its limits.

import { IS_WINDOWS } from "./process.ts";
import { endTree } from "./process_tree.ts";
import { after } from "./timer.ts";

/**
 * How the program runs. Its environment is the one given and no other; on Windows it is swr's own as well, from which
 * takeVariables() has taken the credentials.
 */
type ChildOptions = {
  readonly args: readonly string[];
  /** The arguments are a command line already (Windows). */
  readonly windowsRawArguments?: boolean;
  readonly env: Record<string, string>;
  readonly stdin: "inherit" | "null";
  readonly stderr: "inherit" | "null";
};

/** How it went: it ended, it printed more than it may, or it took longer. */
type ChildOutcome =
  | {
    readonly kind: "ended";
    readonly code: number;
    readonly signal: Deno.Signal | null;
    readonly text: string;
  }
  | { readonly kind: "flooded" }
  | { readonly kind: "late" };

/** What a program printed before it ended is in the pipe already: this is enough to read it. */
const DRAIN_MS = 200;

/** Runs the program at that path within the limits. Rejects with Deno's error if it cannot be started. */
export async function childOutput(
  path: string,
  { args, windowsRawArguments = false, env, stdin, stderr }: ChildOptions,
  limits: { readonly bytes: number; readonly milliseconds: number },
): Promise<ChildOutcome> {
  const child = new Deno.Command(path, {
    args: [...args],
    windowsRawArguments,
    clearEnv: !IS_WINDOWS,
    env,
    stdin,
    stderr,
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const output = readAll(reader, limits.bytes);
  const [late, rest] = [timer(limits.milliseconds), timer(DRAIN_MS)];
  try {
    const first = await Promise.race([output.end, child.status, late.start()]);
    if (first === "flooded") return tooFar(child, "flooded");
    const status = first === "late" ? first : await Promise.race([child.status, late.start()]);
    if (status === "late") return tooFar(child, "late");
    if (await Promise.race([output.end, rest.start()]) === "flooded") {
      return tooFar(child, "flooded");
    }
    return { kind: "ended", code: status.code, signal: status.signal, text: output.text() };
  } finally {
    late.stop();
    rest.stop();
    end(child);
    reader.cancel().catch(() => {});
  }
}

/** Ends it with what it has started, which would hold the terminal. */
function tooFar<Kind extends "late" | "flooded">(child: Deno.ChildProcess, kind: Kind) {
  endTree(child.pid);
  return { kind };
}

/** Reads until the end, or to the limit; the text is what has come so far. */
function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, most: number) {
  const chunks: Uint8Array[] = [];
  const read = async (): Promise<"all" | "flooded"> => {
    for (let size = 0;;) {
      const { done, value } = await reader.read();
      if (done) return "all";
      size += value.length;
      if (size > most) return "flooded";
      chunks.push(value);
    }
  };
  const text = () => {
    const decoder = new TextDecoder();
    return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join("") +
      decoder.decode();
  };
  return { end: read(), text };
}

function timer(milliseconds: number) {
  let stop = () => {};
  let rung: Promise<"late"> | undefined;
  return {
    start: () =>
      rung ??= new Promise<"late">((resolve) => {
        stop = after(milliseconds, () => resolve("late"));
      }),
    stop: () => stop(),
  };
}

function end(child: Deno.ChildProcess): void {
  try {
    child.kill("SIGKILL");
  } catch {
    // It has ended.
  }
}

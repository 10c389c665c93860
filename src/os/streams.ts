// The standard streams: data on stdout, messages on stderr, and how both are kept from the Worker. It needs no
// permission to write to them and to read from stdin; a shell may run what is written to stdout, and what waits on stdin
// is the command's.
// Rule: from hideStreams() to showStreams() the descriptors 0, 1 and 2 lead nowhere, and what swr writes goes to
// copies that exec closes; before third-party code runs these are kept from it too.

import { SwrError } from "../text/errors.ts";
import type { Libc } from "./libc.ts";
import type { HiddenStreams } from "./libc_streams.ts";
import { Errno, SYSTEM } from "./process.ts";
import { FULL_STREAM_MS, pause } from "./timer.ts";

/** Writes all of it; 0, or errno. */
type Write = (bytes: Uint8Array) => number;

type Stream = "stdin" | "stdout" | "stderr";

/** The way to the two streams while they are hidden; nothing else of the C library can be reached by it. */
let hidden:
  | {
    readonly streams: HiddenStreams;
    readonly out: Write;
    readonly error: Write;
    /** The streams that are terminals. */
    readonly terminals: ReadonlySet<Stream>;
  }
  | undefined;

/** Whether the stream is a terminal, hidden or not. */
export function isTerminal(stream: Stream): boolean {
  return hidden?.terminals.has(stream) ?? Deno[stream].isTerminal();
}

/** Whether stdin and stderr are terminals. */
export function isInteractive(): boolean {
  return isTerminal("stdin") && isTerminal("stderr");
}

/** The size of the terminal's window, asked each time, since it may change; 80 by 24 if it is unknown. */
export function terminalSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // None of the standard streams is a terminal.
  }
  return { columns: 80, rows: 24 };
}

/** Reads once from stdin; undefined at its end. */
export async function readInput(most: number): Promise<Uint8Array | undefined> {
  const buffer = new Uint8Array(most);
  const length = await Deno.stdin.read(buffer);
  return length === null ? undefined : buffer.subarray(0, length);
}

/**
 * Hides the three streams from whatever else runs in this process. Without libc they stay where they are. SwrError
 * "config" if it is there and they cannot be hidden.
 */
export async function hideStreams(libc: Libc | undefined): Promise<void> {
  if (libc === undefined) return;
  const all = ["stdin", "stdout", "stderr"] as const;
  const terminals = new Set(all.filter((stream) => Deno[stream].isTerminal()));
  const streams = await libc.hideStreams();
  if (streams === undefined) {
    throw new SwrError(
      "streams-exposed",
      "stdin, stdout and stderr cannot be kept from the AWS SDK",
      [
        "/dev/null cannot be opened, or too many files are open: `ls -l /dev/null`, `ulimit -n`",
      ],
    );
  }
  hidden = {
    streams,
    terminals,
    out: (bytes) => libc.write(streams.stdout, bytes),
    error: (bytes) => libc.write(streams.stderr, bytes),
  };
}

/** Does the work with the streams as they were before they were hidden. Never while third-party code runs. */
export async function withStreams<T>(
  libc: Libc | undefined,
  work: () => T | Promise<T>,
): Promise<T> {
  if (hidden === undefined) return await work();
  showStreams();
  try {
    return await work();
  } finally {
    await hideStreams(libc);
  }
}

/**
 * Keeps the copies from the Workers that are there. To be called while libraries may be opened. False if the system
 * does not let it: then a Worker could find them by their numbers.
 */
export function hideStreamsFromWorkers(): boolean {
  return hidden?.streams.hideFromOtherThreads() ?? false;
}

/** Puts them back, for the program that comes next. */
export function showStreams(): void {
  hidden?.streams.show();
  hidden = undefined;
}

/** Writes data to stdout. SwrError "output" if it does not arrive, unless the reader has simply gone. */
export function writeOut(text: string): void {
  const bytes = new TextEncoder().encode(text);
  const errno = hidden === undefined ? writeTo(Deno.stdout, bytes) : hidden.out(bytes);
  if (errno === 0 || errno === Errno.EPIPE) return;
  throw new SwrError("stdout-unwritable", "stdout cannot be written to", [
    "the output is incomplete: is the disk full, or stdout closed?",
  ]);
}

/** Writes to stderr. A failure is ignored: there is no other place to report it. */
export function writeError(text: string): void {
  const bytes = new TextEncoder().encode(text);
  if (hidden === undefined) writeTo(Deno.stderr, bytes);
  else hidden.error(bytes);
}

/** What a pipe takes whole or not at all (PIPE_BUF, <limits.h>). */
const WHOLE_IN_A_PIPE = SYSTEM === "darwin" ? 512 : 4096;

/**
 * Whole lines that fit into a pipe at once. Of more, Deno (2.9) keeps a part in a buffer of its own when the pipe is full,
 * and does not tell of how much.
 */
function pieceOf(bytes: Uint8Array): Uint8Array {
  const most = bytes.subarray(0, WHOLE_IN_A_PIPE);
  const lines = most.lastIndexOf(LINE_FEED) + 1;
  return lines > 0 ? most.subarray(0, lines) : most;
}

const LINE_FEED = 10;

function writeTo(stream: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): number {
  for (let rest = bytes; rest.length > 0;) {
    try {
      rest = rest.subarray(stream.writeSync(pieceOf(rest)));
    } catch (error) {
      // Another program has made the stream non-blocking, and it is full.
      if (error instanceof Deno.errors.WouldBlock) pause(FULL_STREAM_MS);
      else return error instanceof Deno.errors.BrokenPipe ? Errno.EPIPE : -1;
    }
  }
  return 0;
}

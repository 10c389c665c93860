// The controlling terminal: what is asked there, and what is said on stderr.
// Rules of all messages: a question goes to the terminal, never to stdin or stdout, so that pipes pass through;
// everything else goes to stderr as `swr: what happened`, why and what to do indented below it; no capital at the
// beginning and no full stop at the end; stdout is for data alone; no message holds a secret key, a token or a code;
// what was not written by swr itself is made readable on its way out (text/visible.ts).

import { headline, type SwrError } from "../text/errors.ts";
import { COLOURS, type Paint, PLAIN } from "../text/colours.ts";
import { readable } from "../text/visible.ts";
import type { Libc } from "../os/libc.ts";
import { Signal } from "../os/libc_symbols.ts";
import { writeError, writeOut } from "../os/streams.ts";
import { variable } from "../os/variable.ts";

export type Terminal = {
  /** Asks one line, echo on; undefined at the end of the file. */
  ask(question: string): Promise<string | undefined>;
  /** Throws away what was typed ahead. */
  discardInput(): void;
};

const LONGEST_LINE = 4096;

/** The controlling terminal; undefined where there is none to ask on. */
export function openTerminal(libc: Libc | undefined): Terminal | undefined {
  if (libc === undefined) return Deno.stdin.isTerminal() ? standardInput() : undefined;
  const descriptor = libc.openTerminal();
  if (descriptor === undefined) return undefined;
  const write = (text: string) => libc.write(descriptor, new TextEncoder().encode(text));
  return {
    async ask(question) {
      // Ctrl-C ends swr as it ends any program, but leaves the cursor at the beginning of a line.
      const interrupted = () => {
        write("\n");
        libc.dieBySignal(Signal.SIGINT);
      };
      // Listening to one signal, Deno handles them all: what was ignored must stay so, here and in the session.
      const ignored = libc.ignoredSignals();
      // After Ctrl-Z and fg the question stands somewhere above.
      const resumed = () => write(question);
      Deno.addSignalListener("SIGCONT", resumed);
      if (!ignored.includes(Signal.SIGINT)) Deno.addSignalListener("SIGINT", interrupted);
      libc.ignore(ignored);
      // Behind all that: a Ctrl-Z may follow at once.
      write(question);
      // The terminal stays in its cooked mode and hands out one line: what is typed behind it is the shell's.
      const line = await libc.read(descriptor, LONGEST_LINE);
      Deno.removeSignalListener("SIGCONT", resumed);
      if (!ignored.includes(Signal.SIGINT)) Deno.removeSignalListener("SIGINT", interrupted);
      if (line === undefined) write("\n");
      return line && new TextDecoder().decode(line).replace(/\r?\n$/, "");
    },
    discardInput: () => libc.discardInput(descriptor),
  };
}

/** Where libc is not to be had (Windows): standard input, if that is a terminal. */
function standardInput(): Terminal {
  return {
    async ask(question) {
      await Deno.stderr.write(new TextEncoder().encode(question));
      const buffer = new Uint8Array(LONGEST_LINE);
      const read = await Deno.stdin.read(buffer);
      return read === null
        ? undefined
        : new TextDecoder().decode(buffer.subarray(0, read)).replace(/\r?\n$/, "");
    },
    discardInput() {},
  };
}

/** A message on stderr: the first line after `swr: `, the others indented below it; whatever is in it made readable. */
export function say(message: string, below: readonly string[] = []): void {
  const lines = [`swr: ${readable(message)}`, ...below.map((line) => `  ${readable(line)}`)];
  writeError(`${lines.join("\n")}\n`);
}

/** An error on stderr, its hints below it. */
export function sayError(error: SwrError): void {
  if (error.message !== "") say(headline(error), error.hints);
}

/** The colours for the controlling terminal: none under NO_COLOR, or where it has none. */
export function terminalPaint(): Paint {
  return variable("NO_COLOR") || variable("TERM") === "dumb" ? PLAIN : COLOURS;
}

/** The colours for data on stdout: none in a pipe. */
export function stdoutPaint(): Paint {
  return Deno.stdout.isTerminal() ? terminalPaint() : PLAIN;
}

/** Data on stdout. SwrError "output" where it cannot be written. */
export function print(text: string): void {
  writeOut(text);
}

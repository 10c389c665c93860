// The question for one line, on the controlling terminal.
// Rule: it is written to the terminal and read from it, never from stdin or to stdout, so that pipes pass through.

import type { Libc } from "../os/libc.ts";
import { IS_WINDOWS, onSignal, Signal } from "../os/process.ts";
import { SwrError } from "../text/errors.ts";
import { mask } from "../text/mask.ts";
import { isTerminal, readInput, writeError } from "../os/streams.ts";

export type Terminal = {
  /** Asks one line, echo on; undefined at the end of the file. */
  ask(question: string): Promise<string | undefined>;
  /** Throws away what was typed ahead; false if that is not possible. */
  discardInput(): boolean;
};

const LONGEST_LINE = 4096;

/** The controlling terminal; undefined if there is none to ask on. */
export function openTerminal(
  libc: Libc | undefined,
  beforeInterrupt = () => {},
): Terminal | undefined {
  if (libc === undefined) return isTerminal("stdin") ? standardInput() : undefined;
  const descriptor = libc.openTerminal();
  if (descriptor === undefined) return undefined;
  const write = (text: string) => libc.write(descriptor, new TextEncoder().encode(text));
  return {
    async ask(wanted) {
      const question = mask(wanted);
      // Ctrl-C ends swr as it ends any program, but leaves the cursor at the beginning of a line.
      const interrupted = () => {
        write("\n");
        beforeInterrupt();
        libc.dieBySignal(Signal.SIGINT);
      };
      // Listening to one signal, Deno handles them all: what was ignored must stay so, here and in the session.
      const ignored = libc.ignoredSignals();
      // After Ctrl-Z and fg the question is somewhere above.
      const resumed = () => write(question);
      const listening = [onSignal("SIGCONT", resumed)];
      if (!ignored.includes(Signal.SIGINT)) listening.push(onSignal("SIGINT", interrupted));
      libc.ignore(ignored);
      // After all that: a Ctrl-Z may follow at once.
      write(question);
      // The terminal stays in its cooked mode and hands out one line: what is typed after it is the shell's.
      const line = await libc.read(descriptor, LONGEST_LINE);
      listening.forEach((end) => end());
      if (line === undefined) write("\n");
      return line && new TextDecoder().decode(line).replace(/\r?\n$/, "");
    },
    discardInput() {
      libc.discardInput(descriptor);
      return true;
    },
  };
}

/** Without libc (Windows): standard input, if that is a terminal. */
function standardInput(): Terminal {
  return {
    async ask(question) {
      writeError(mask(question));
      const line =
        await (IS_WINDOWS ? orInterrupt(readInput(LONGEST_LINE)) : readInput(LONGEST_LINE));
      return line && new TextDecoder().decode(line).replace(/\r?\n$/, "");
    },
    discardInput: () => false,
  };
}

/** Windows would end swr at Ctrl-C at once, and what evaluates an export would not fail. SwrError "canceled" instead. */
async function orInterrupt<Value>(input: Promise<Value>): Promise<Value> {
  const interrupt = Promise.withResolvers<never>();
  const end = onSignal("SIGINT", () => {
    writeError("\n");
    interrupt.reject(new SwrError("canceled", "interrupted"));
  });
  try {
    return await Promise.race([input, interrupt.promise]);
  } finally {
    end();
  }
}

// The two figures a user feels, on a pseudo-terminal: how soon the question appears, and how soon after Enter the
// command runs. Rule: one of each in turn, round after round; the user is slow enough for the connection to be open.

import { openTerminal, type Terminal } from "../../tests/support/pty.ts";
import { newSeries, type Series } from "./figures.ts";

/** A program that asks, and then runs a command which says DONE. */
export type Asker = {
  readonly name: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it asks with. */
  readonly question: string;
  /** What is typed, Enter left out; undefined for a program that says its word and ends. */
  readonly answer?: () => string;
  /** Resolves when everything has been done that can be done before the answer. */
  readonly settled?: () => Promise<void>;
  /** Done before each start, and not measured. */
  readonly prepare?: () => Promise<void>;
  /** Only every so many rounds: what takes a second. */
  readonly every?: number;
};

export const DONE = "the-command-runs";

/** From the start to the question, and from Enter to the first output of the command. */
export type Felt = { readonly prompt: Series; readonly enter: Series };

/** Measures all of them in turn, so many rounds. */
export async function measureAskers(
  askers: readonly Asker[],
  rounds: number,
): Promise<Map<string, Felt>> {
  const felt = new Map(
    askers.map(({ name }) => [name, { prompt: newSeries(name), enter: newSeries(name) }]),
  );
  for (let round = -1; round < rounds; round++) {
    for (const asker of askers) {
      const left = round >= 0 && round % (asker.every ?? 1) !== 0;
      const times = left ? undefined : await askOnce(asker);
      if (round < 0) continue;
      felt.get(asker.name)!.prompt.wall.push(times?.prompt);
      felt.get(asker.name)!.enter.wall.push(times?.enter);
    }
  }
  return felt;
}

async function askOnce(
  { words: [command = "", ...args], env, question, answer, prepare, settled }: Asker,
): Promise<{ prompt: number; enter: number | undefined }> {
  await prepare?.();
  const started = performance.now();
  await using terminal = openTerminal({ command, args, env });
  using _ = answeringCursor(terminal);
  await terminal.waitFor(question);
  const prompt = performance.now() - started;
  await settled?.();
  if (answer === undefined) {
    await terminal.end();
    return { prompt, enter: undefined };
  }
  const typed = answer();
  const entered = performance.now();
  terminal.write(`${typed}\r`);
  await terminal.waitFor(DONE);
  const enter = performance.now() - entered;
  await terminal.end();
  return { prompt, enter };
}

const WHERE_IS_THE_CURSOR = "\x1b[6n";

/** Answers as terminals do: the programs that ask where the cursor is wait for it (granted). */
function answeringCursor(terminal: Terminal): Disposable {
  let answered = 0;
  const timer = setInterval(() => {
    const asked = terminal.output.split(WHERE_IS_THE_CURSOR).length - 1;
    for (; answered < asked; answered++) terminal.write("\x1b[1;1R");
  }, 1);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

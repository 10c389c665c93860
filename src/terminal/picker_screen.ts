// The terminal's loop around the picker: keys in, lines out.
// Rule: it draws on the controlling terminal's other screen, so that the user's own comes back as it was, whatever
// ends it; what was chosen stays there as one line.

import { SwrError } from "../text/errors.ts";
import {
  type Choice,
  cursorColumn,
  draw,
  isUnfinished,
  keysOf,
  press,
  startPicking,
  traceOf,
} from "./picker.ts";
import { maskKept } from "../text/mask.ts";
import type { Paint } from "../text/colours.ts";
import { after } from "../os/timer.ts";
import type { Libc } from "../os/libc.ts";
import { ENDING_SIGNALS, onSignal, stopJob } from "../os/process.ts";
import { isTerminal, terminalSize } from "../os/streams.ts";

/** The other screen, and bracketed paste mode (xterm control sequences, DECSET 1049 and 2004). */
const OTHER_SCREEN = "\x1b[?1049h\x1b[?2004h";
const OWN_SCREEN = "\x1b[?2004l\x1b[?1049l";
const CLEAR = "\x1b[H\x1b[J";

/** The name chosen; undefined when the user left without choosing, or there is no terminal to ask on. */
export async function pick(
  choices: readonly Choice[],
  libc: Libc,
  paint: Paint,
): Promise<string | undefined> {
  const descriptor = libc.openTerminal();
  if (descriptor === undefined) {
    throw new SwrError("no-terminal", "cannot show a list: no controlling terminal", [
      "name the profile: swr PROFILE",
    ]);
  }
  const { write, enter, leave, suspend } = screenOn(descriptor, libc);
  // Before Deno listens to one signal: then it handles them all.
  const ignored = libc.ignoredSignals(ENDING.map(([, signal]) => signal));
  const forget = leavingWhenKilled(leave, ignored, libc);
  libc.ignore(ignored);
  const read = reader(descriptor, libc);
  let state = startPicking(choices);
  const redraw = () => {
    const { columns, rows } = terminalSize();
    write(
      CLEAR + draw(state, columns, rows, paint).join("\r\n") +
        `\x1b[1;${cursorColumn(state, columns)}H`,
    );
  };
  const stopRedrawing = onSignal("SIGWINCH", redraw);
  enter();
  let trace = "";
  try {
    while (true) {
      redraw();
      const input = await read();
      if (input === undefined) return undefined;
      for (const key of keysOf(input)) {
        const outcome = press(state, key);
        if (outcome.kind === "canceled") return undefined;
        if (outcome.kind === "picked") {
          trace = `${traceOf(outcome.choice)}\n`;
          return outcome.choice.name;
        }
        if (outcome.kind === "suspended") suspend();
        else state = outcome.state;
      }
    }
  } finally {
    stopRedrawing();
    forget();
    leave();
    write(trace);
    libc.ignore(ignored);
    libc.close(descriptor);
  }
}

/** The other screen of the terminal, keys arriving at once and unseen; the way in, out, and out for a while. */
function screenOn(descriptor: number, libc: Libc) {
  const write = (text: string) =>
    void libc.write(descriptor, new TextEncoder().encode(maskKept(text)));
  let restore = () => {};
  const enter = () => {
    restore = libc.makeRaw(descriptor);
    write(OTHER_SCREEN);
  };
  const leave = () => {
    write(OWN_SCREEN);
    restore();
  };
  const suspend = () => {
    // `eval "$(swr --export sh)"`: zsh waits for what comes through the pipe, and there would be no way back.
    if (!isTerminal("stdout")) return;
    leave();
    stopJob();
    enter();
  };
  return { write, enter, leave, suspend };
}

/** The signals that end a program and can be listened to. */
const ENDING = Object.entries(ENDING_SIGNALS) as [keyof typeof ENDING_SIGNALS, number][];

/** Gives the screen back before a signal ends swr, unless it is ignored; returns what undoes that. */
function leavingWhenKilled(leave: () => void, ignored: readonly number[], libc: Libc): () => void {
  const undo = ENDING.filter(([, signal]) => !ignored.includes(signal)).map(([name, signal]) =>
    onSignal(name, () => {
      leave();
      libc.dieBySignal(signal);
    })
  );
  return () => undo.forEach((each) => each());
}

/** How long the rest of a sequence may take before its first byte counts as the Escape key. */
const ESCAPE_MS = 50;

/** Reads what was typed, whole characters and whole sequences; undefined at the end of the file. */
function reader(descriptor: number, libc: Libc): () => Promise<string | undefined> {
  const decoder = new TextDecoder();
  const next = async () => {
    const bytes = await libc.read(descriptor, 1024);
    return bytes && decoder.decode(bytes, { stream: true });
  };
  let pending: Promise<string | undefined> | undefined;
  return async () => {
    let text = await (pending ?? next());
    pending = undefined;
    while (text !== undefined && isUnfinished(text)) {
      pending = next();
      const more = await Promise.race([
        pending,
        new Promise<null>((late) => after(ESCAPE_MS, () => late(null))),
      ]);
      if (more === null) return text;
      pending = undefined;
      text += more ?? "";
      if (more === undefined) return text;
    }
    return text;
  };
}

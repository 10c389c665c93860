// The terminal's loop around the picker: keys in, lines out. Rule: it draws on the controlling terminal's other
// screen, so that the user's own comes back as it was, whatever ends it. Imports core and libc.

import { type Choice, draw, keysOf, press, startPicking } from "../core/picker.ts";
import type { Libc } from "./libc.ts";
import { Signal } from "./libc_symbols.ts";

const OTHER_SCREEN = "\x1b[?1049h";
const OWN_SCREEN = "\x1b[?1049l";
const CLEAR = "\x1b[H\x1b[J";

/** The name chosen; undefined when the user left without choosing, or there is no terminal to ask on. */
export async function pick(choices: readonly Choice[], libc: Libc): Promise<string | undefined> {
  const descriptor = libc.openTerminal();
  if (descriptor === undefined) return undefined;
  const write = (text: string) => libc.write(descriptor, new TextEncoder().encode(text));
  const restore = libc.makeRaw(descriptor);
  const leave = () => {
    write(OWN_SCREEN);
    restore();
  };
  const dying = ([Signal.SIGTERM, Signal.SIGHUP] as const).map((signal) => {
    const name = signal === Signal.SIGTERM ? "SIGTERM" : "SIGHUP";
    const listener = () => {
      leave();
      libc.dieBySignal(signal);
    };
    Deno.addSignalListener(name, listener);
    return () => Deno.removeSignalListener(name, listener);
  });
  const ignored = libc.ignoredSignals();
  let state = startPicking(choices);
  const redraw = () => {
    const { columns, rows } = size();
    write(
      CLEAR + draw(state, columns, rows).join("\r\n") +
        `\x1b[1;${Math.min(columns, 10 + state.query.length)}H`,
    );
  };
  Deno.addSignalListener("SIGWINCH", redraw);
  write(OTHER_SCREEN);
  try {
    while (true) {
      redraw();
      const input = await libc.read(descriptor, 1024);
      if (input === undefined) return undefined;
      for (const key of keysOf(new TextDecoder().decode(input))) {
        const outcome = press(state, key);
        if (outcome.kind === "picked") return outcome.name;
        if (outcome.kind === "canceled") return undefined;
        state = outcome.state;
      }
    }
  } finally {
    Deno.removeSignalListener("SIGWINCH", redraw);
    for (const forget of dying) forget();
    leave();
    libc.ignore(ignored);
    libc.close(descriptor);
  }
}

function size(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // None of the standard streams is the terminal.
  }
  return { columns: 80, rows: 24 };
}

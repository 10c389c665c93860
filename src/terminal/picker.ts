// The picker: type to filter, arrows to move. Two pure functions, press() and draw(); the terminal's loop is in
// terminal/picker_screen.ts.
// Rule: state in, state out; nothing here knows of a terminal.

import type { Paint } from "../text/colours.ts";
import { aligned } from "../text/columns.ts";
import { fitted, widthOf } from "../text/width.ts";
import { rankOf } from "./picker_rank.ts";

export type Choice = {
  /** What is chosen. */
  readonly name: string;
  /** The columns shown, the name first. */
  readonly columns: readonly string[];
  /** Why it cannot be used; shown while it is selected. */
  readonly problem?: string;
};

type Picking = {
  readonly choices: readonly Choice[];
  readonly query: string;
  /** The choices that fit the query, the best match first. */
  readonly matches: readonly Choice[];
  readonly selected: number;
};

export type Key =
  | { readonly kind: "text"; readonly text: string }
  | {
    readonly kind:
      | "up"
      | "down"
      | "page-up"
      | "page-down"
      | "home"
      | "end"
      | "erase"
      | "erase-word"
      | "clear"
      | "enter"
      | "suspend"
      | "cancel";
  };

export type Outcome =
  | { readonly kind: "picking"; readonly state: Picking }
  | { readonly kind: "picked"; readonly choice: Choice }
  | { readonly kind: "suspended" }
  | { readonly kind: "canceled" };

const PAGE = 10;

/** A fresh picker over the choices. */
export function startPicking(choices: readonly Choice[]): Picking {
  return { choices, query: "", matches: choices, selected: 0 };
}

/** What a key makes of the state. */
export function press(state: Picking, key: Key): Outcome {
  const last = Math.max(0, state.matches.length - 1);
  const go = (to: number): Outcome => ({
    kind: "picking",
    state: { ...state, selected: Math.min(last, Math.max(0, to)) },
  });
  switch (key.kind) {
    case "cancel":
      return { kind: "canceled" };
    case "suspend":
      return { kind: "suspended" };
    case "enter": {
      const choice = state.matches[state.selected];
      return choice === undefined ? go(0) : { kind: "picked", choice };
    }
    case "up":
      return go(state.selected - 1);
    case "down":
      return go(state.selected + 1);
    case "page-up":
      return go(state.selected - PAGE);
    case "page-down":
      return go(state.selected + PAGE);
    case "home":
      return go(0);
    case "end":
      return go(last);
    case "erase":
      return filter(state, [...state.query].slice(0, -1).join(""));
    case "erase-word":
      return filter(state, state.query.replace(/\S*\s*$/, ""));
    case "clear":
      return filter(state, "");
    case "text":
      return filter(state, state.query + key.text);
  }
}

/** The choices that every word of the query fits, best first; of equal ones, in their own order. */
function filter(state: Picking, query: string): Outcome {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const ranked = words.length === 0 ? [] : state.choices.flatMap((choice) => {
    const cells = choice.columns.map((cell) => cell.toLowerCase());
    const rank = words.reduce((sum, word) => sum + rankOf(word, cells), 0);
    return rank === Infinity ? [] : [{ choice, rank }];
  });
  const matches = words.length === 0
    ? state.choices
    : ranked.sort((a, b) => a.rank - b.rank).map(({ choice }) => choice);
  return { kind: "picking", state: { ...state, query, matches, selected: 0 } };
}

const KEYS = "↑↓ move, Enter switches, Esc leaves";
const KEYS_WITHOUT_MATCH = "Esc leaves";
const LABEL = "profile: ";

/** Columns for the mark of the selected line. */
const MARK = 2;

/** The screen's lines, none wider or more than there is room for; the selected one is marked. */
export function draw(state: Picking, columns: number, rows: number, paint: Paint): string[] {
  const room = Math.max(1, rows - 2);
  const first = Math.max(
    0,
    Math.min(state.selected - Math.floor(room / 2), state.matches.length - room),
  );
  const shown = state.matches.slice(first, first + room);
  const rowsShown = aligned(shown.map((choice) => choice.columns), columns - MARK);
  const lines = rowsShown.map((row, index) => {
    const selected = first + index === state.selected;
    const line = fitted(`${selected ? ">" : " "} ${row}`, columns);
    return selected ? paint.bold(line) : line;
  });
  const problem = state.matches[state.selected]?.problem;
  const keys = state.matches.length === 0 ? KEYS_WITHOUT_MATCH : KEYS;
  const count = `  ${state.matches.length} of ${state.choices.length}   ${keys}`;
  const foot = problem === undefined
    ? paint.dim(fitted(count, columns))
    : paint.red(fitted(`! ${problem}`, columns));
  return [queryLine(state, columns), ...lines, foot].slice(0, rows);
}

/** What stays on the terminal of a choice: its name, account and role, the first columns. */
export function traceOf({ columns }: Choice): string {
  return LABEL + columns.slice(0, 3).filter((cell) => cell !== "").join("  ");
}

/** Of a query that is too long the end is shown, where one types. */
function queryLine({ query }: Picking, columns: number): string {
  let shown = query;
  while (shown !== "" && LABEL.length + widthOf(shown) >= columns) shown = shown.slice(1);
  return fitted(LABEL + shown, columns);
}

/** The column after what was typed, from 1; where the cursor belongs. */
export function cursorColumn({ query }: Picking, columns: number): number {
  return Math.max(1, Math.min(columns, LABEL.length + widthOf(query) + 1));
}

const SEQUENCES: Readonly<Record<string, Exclude<Key["kind"], "text">>> = {
  "\x1b[A": "up",
  "\x1bOA": "up",
  "\x10": "up", // Ctrl-P
  "\x1b[B": "down",
  "\x1bOB": "down",
  "\x0e": "down", // Ctrl-N
  "\x1b[5~": "page-up",
  "\x1b[6~": "page-down",
  "\x1b[H": "home",
  "\x1bOH": "home",
  "\x1b[1~": "home",
  "\x01": "home", // Ctrl-A
  "\x1b[F": "end",
  "\x1bOF": "end",
  "\x1b[4~": "end",
  "\x05": "end", // Ctrl-E
  "\x7f": "erase",
  "\x08": "erase",
  "\x15": "clear", // Ctrl-U
  "\x17": "erase-word", // Ctrl-W
  "\r": "enter",
  "\n": "enter",
  "\x1a": "suspend", // Ctrl-Z
  "\x03": "cancel", // Ctrl-C
  "\x04": "cancel", // Ctrl-D
  "\x1b": "cancel",
};

/** Whether the input may be the beginning of a sequence whose rest is still on its way, as over a slow line. */
export function isUnfinished(input: string): boolean {
  // deno-lint-ignore no-control-regex
  return /\x1b(?:\[[0-?]*[ -/]*|O)?$/.test(input);
}

/** A control sequence (ECMA-48, 5.4), a function key, a key with Alt, or one character. */
// deno-lint-ignore no-control-regex
const SEQUENCE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|O[A-Za-z]|[^\p{Cc}])?|[\s\S]/gu;

/** The keys in what a terminal sent at once; sequences that mean nothing here are passed over. */
export function keysOf(input: string): Key[] {
  const keys: Key[] = [];
  // What is pasted is text: a line end in it switches to nothing (xterm, bracketed paste mode).
  // deno-lint-ignore no-control-regex
  const pasted = /\x1b\[200~([\s\S]*?)(?:\x1b\[201~|$)/;
  const paste = pasted.exec(input);
  if (paste !== null) {
    const text = paste[1]!.replaceAll(/\p{Cc}+/gu, " ").trim();
    return [
      ...keysOf(input.slice(0, paste.index)),
      ...(text === "" ? [] : [{ kind: "text" as const, text }]),
      ...keysOf(input.slice(paste.index + paste[0].length)),
    ];
  }
  for (const [sequence] of input.matchAll(SEQUENCE)) {
    const kind = SEQUENCES[sequence];
    if (kind !== undefined) keys.push({ kind });
    else if (!/^\p{Cc}/u.test(sequence)) keys.push({ kind: "text", text: sequence });
  }
  return keys;
}

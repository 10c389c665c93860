// The size of the terminal's window, for what is drawn or aligned.
// Rule: it is asked each time, since a window may change.

/** The size of the terminal's window; 80 by 24 if it is unknown. */
export function terminalSize(): { columns: number; rows: number } {
  try {
    const { columns, rows } = Deno.consoleSize();
    if (columns > 0 && rows > 0) return { columns, rows };
  } catch {
    // None of the standard streams is a terminal.
  }
  return { columns: 80, rows: 24 };
}

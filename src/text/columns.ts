// Aligned columns that fit the width of a terminal.
// Rule: if the rows are too wide, the widest column is cut first, in the middle, so that one long name does not push
// the other columns out of sight; the beginning and the end of a name tell it apart from its neighbours.

import { padded, widthOf } from "./width.ts";

/** Blanks between two columns. */
const GAP = 2;

/** No column is cut below this. */
const LEAST = 12;

/** The rows as lines without blanks at their ends, at most `columns` wide if the columns can be cut to that. */
export function aligned(rows: readonly (readonly string[])[], columns: number): string[] {
  const widths = fittingWidths(naturalWidths(rows), columns);
  return rows.map((row) =>
    row.map((cell, at) => padded(cutInMiddle(cell, widths[at]!), widths[at]!).text)
      .join(" ".repeat(GAP)).trimEnd()
  );
}

function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) {
      widths[at] = Math.max(widths[at] ?? 0, widthOf(row[at]!));
    }
  }
  return widths;
}

/** The widths, each at most what lets a row fit: a common limit that only the widest columns reach. */
function fittingWidths(natural: readonly number[], columns: number): number[] {
  const room = columns - GAP * (natural.length - 1);
  let rest = room;
  let limit = Infinity;
  // From the narrowest on: a column that needs less than its share leaves the difference to the others.
  const sorted = natural.toSorted((a, b) => a - b);
  for (const [at, width] of sorted.entries()) {
    limit = Math.max(LEAST, Math.floor(rest / (sorted.length - at)));
    if (width > limit) break;
    rest -= width;
    limit = Infinity;
  }
  return natural.map((width) => Math.min(width, limit));
}

/** The text in that many columns: its beginning, `…`, and its end, if it is wider. */
export function cutInMiddle(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  if (columns < 1) return "";
  const characters = [...text];
  const start = taken(characters, Math.ceil((columns - 1) / 2));
  const end = taken(characters.toReversed(), columns - 1 - widthOf(start.join("")));
  return `${start.join("")}…${end.toReversed().join("")}`;
}

/** As many of the first characters as fit. */
function taken(characters: readonly string[], columns: number): string[] {
  let width = 0;
  const end = characters.findIndex((character) => (width += widthOf(character)) > columns);
  return characters.slice(0, end < 0 ? undefined : end);
}

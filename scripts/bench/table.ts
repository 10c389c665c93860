// The figures as Markdown, in the shape that .github/PERFORMANCE.md holds, and their way into that file.
// Rule: a missed target is shown as plainly as one that was met.

import { known, median, type Series } from "./figures.ts";

/** One line of a table. */
export type Row = {
  readonly name: string;
  readonly series: Series;
  /** Milliseconds beside the floor (or whatever the column says), and the most that is allowed. */
  readonly over?: number;
  readonly most?: number;
};

const BEGIN = "<!-- deno task bench: begin -->";
const END = "<!-- deno task bench: end -->";

/** A table of times; `over` heads the column of differences. */
export function timesTable(over: string, rows: readonly Row[]): string {
  const timed = rows.some(({ series }) => known(series.cpu).length > 0);
  const cells = rows.map(({ name, series, over, most }) => {
    const wall = known(series.wall);
    const cpu = known(series.cpu);
    return [
      name,
      milliseconds(median(wall)),
      milliseconds(Math.min(...wall)),
      ...(timed ? [milliseconds(median(cpu))] : []),
      over === undefined ? "" : signed(over),
      over === undefined || most === undefined ? "" : verdict(over, most),
    ];
  });
  return table(["ms", "median", "least", ...(timed ? ["CPU"] : []), over, "target"], cells);
}

/** A Markdown table; all columns but the first are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  const rule = head.map((_, column) => column === 0 ? "---" : "--:");
  return line(head) + line(rule) + rows.map(line).join("");
}

/** Whether a figure keeps to its target: `≤ 15`, or how far it is from that. */
export function verdict(figure: number, most: number): string {
  return figure <= most ? `≤ ${most}` : `**≤ ${most}: missed**`;
}

export function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : value.toFixed(0);
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${milliseconds(Math.abs(value))}`;
}

/** The text with the report in the place of the one before. */
export function withReport(text: string, report: string): string {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the markers ${BEGIN} and ${END} are not there`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${report.trim()}\n\n${text.slice(end)}`;
}

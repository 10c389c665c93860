// A terminal's screen as an SVG picture: what a program wrote, as a terminal emulator shows it.
// Rule: text stays text, so that a screen reader can read the picture and a browser can search it. Blanks count:
// textLength stretches a text whose blanks a browser has dropped.

import xterm, { type IBufferCell } from "@xterm/headless";

export type Size = { readonly columns: number; readonly rows: number };

/** Pixels of a character cell of the font size below. */
const CELL = { width: 8.4, height: 19, font: 14 };
const MARGIN = 18;
const INK = "#d8dee9";
const PAPER = "#1e2430";
/** The sixteen colours, as a dark theme has them. */
const COLOURS =
  "#3b4252 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #d8dee9 #6b7689 #f2777a #b5e08a #f5d58a #82c4ff #dd9aef #7fd4dd #ffffff"
    .split(" ");

/** The screen after the output was written to a terminal of that size; rows empty at the end are left out. */
export async function screenSvg(output: string, size: Size, title: string): Promise<string> {
  const terminal = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    allowProposedApi: true,
  });
  await new Promise<void>((done) => terminal.write(output, done));
  const buffer = terminal.buffer.active;
  const lines = Array.from(
    { length: terminal.rows },
    (_, row) =>
      runsOf((column) => buffer.getLine(buffer.viewportY + row)?.getCell(column), size.columns),
  );
  while (lines.length > 1 && lines.at(-1)!.length === 0) lines.pop();
  terminal.dispose();
  return render(lines, size.columns, title);
}

/** Characters in a row that look alike. */
type Run = { column: number; width: number; text: string; style: string };

function runsOf(cell: (column: number) => IBufferCell | undefined, columns: number): Run[] {
  const runs: Run[] = [];
  for (let column = 0; column < columns; column++) {
    const found = cell(column);
    // The second half of a wide character has no width of its own.
    if (found === undefined || found.getWidth() === 0) continue;
    const style = styleOf(found);
    const last = runs.at(-1);
    const text = found.getChars() || " ";
    // A wide character is a run of its own: no font has it just two cells wide.
    const joins = last?.style === style && found.getWidth() === 1 &&
      last.width === last.text.length;
    if (joins) {
      last.text += text;
      last.width += 1;
    } else runs.push({ column, width: found.getWidth(), text, style });
  }
  return runs.filter(({ text }) => text.trim() !== "");
}

function styleOf(cell: IBufferCell): string {
  const colour = cell.isFgPalette() ? COLOURS[cell.getFgColor()] ?? INK : INK;
  return [
    `fill="${colour}"`,
    ...(cell.isBold() ? ['font-weight="bold"'] : []),
    ...(cell.isDim() ? ['opacity="0.6"'] : []),
  ].join(" ");
}

function render(lines: readonly Run[][], columns: number, title: string): string {
  const width = Math.round(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  // On each text, since Chromium does not hand xml:space down from the group.
  const texts = lines.flatMap((runs, row) =>
    runs.map(({ column, width, text, style }) => {
      const x = (MARGIN + column * CELL.width).toFixed(1);
      const y = MARGIN + row * CELL.height + CELL.font;
      const length = (width * CELL.width).toFixed(1);
      return `<text x="${x}" y="${y}" textLength="${length}" xml:space="preserve" ${style}>${
        escaped(text)
      }</text>`;
    })
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${
    escaped(title)
  }">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" rx="8" fill="${PAPER}"/>
<g font-family="ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="${CELL.font}">
${texts.join("\n")}
</g>
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

// Colours of a page, for a terminal.
// Rule: colour only stresses what the words already say, so that a page in a pipe, or under NO_COLOR
// (https://no-color.org), says the same.

export type Paint = {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
};

const plain = (text: string) => text;

/** Leaves the text as it is. */
export const PLAIN: Paint = { bold: plain, dim: plain, red: plain, yellow: plain, green: plain };

/** Select Graphic Rendition (ECMA-48, 8.3.117), each ended by the code that undoes it alone. */
const sgr = (on: number, off: number) => (text: string) =>
  text === "" ? "" : `\x1b[${on}m${text}\x1b[${off}m`;

/** The sixteen colours that every terminal has, as the user's theme shows them. */
export const COLOURS: Paint = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  yellow: sgr(33, 39),
  green: sgr(32, 39),
};

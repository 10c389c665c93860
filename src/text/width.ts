// How many columns a text takes on a terminal.
// Rule: wide characters count two, combining ones none (Unicode Standard Annex #11); a text is cut between characters,
// never inside one.

// Texts, not literals: V8 would read those at each start, which takes 0.2 ms.
const WIDE =
  "[\\u1100-\\u115f\\u2e80-\\u303e\\u3041-\\u33ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua000-\\ua4cf\\ua960-\\ua97c\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6]|[\\u{1f300}-\\u{1f64f}\\u{1f680}-\\u{1f6ff}\\u{1f900}-\\u{1f9ff}\\u{20000}-\\u{3fffd}]";
const NONE = "\\p{Mn}|\\p{Me}|\\u200d|\\ufe0f";

/** The columns of a text without control characters. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  const [none, wide] = [new RegExp(NONE, "u"), new RegExp(WIDE, "u")];
  let width = 0;
  for (const character of text) width += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** The text filled with blanks to that width, and how wide it is without them. */
export function padded(text: string, width: number): { text: string; width: number } {
  const own = widthOf(text);
  return { text: text + " ".repeat(Math.max(0, width - own)), width: own };
}

/** The beginning of the text that fits, with `…` where something is left out. */
export function fitted(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = "";
  let width = 0;
  for (const character of text) {
    width += widthOf(character);
    if (width > columns - 1) break;
    kept += character;
  }
  return columns > 0 ? `${kept}…` : "";
}

/** The words in lines of at most that many characters; a longer word has a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}

// How well a typed word fits a row of the picker.
// Rule: a word that is there as typed comes before one whose letters are only there in order, and the name counts
// more than the other columns.

/** The rank of a word among a row's cells in lower case, the name first; 0 is best, Infinity no match. */
export function rankOf(word: string, cells: readonly string[]): number {
  const [name = "", ...others] = cells;
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 0 : 1;
  if (at > 0) return isWordStart(name, at) ? 2 : 3;
  if (others.some((cell) => cell.includes(word))) return 4;
  const inName = spread(word, name);
  if (inName < Infinity) return 5 + inName;
  return Math.min(...others.map((cell) => 1000 + spread(word, cell)), Infinity);
}

function isWordStart(text: string, at: number): boolean {
  return !/[\p{L}\p{N}]/u.test(text[at - 1]!);
}

/**
 * How many characters lie between the word's letters where the text has them in order (`edgprd` in `edge-prod`: 3);
 * Infinity if it has not. One letter is no order.
 */
function spread(word: string, text: string): number {
  if (word.length < 2) return Infinity;
  let from = -1;
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return Infinity;
    if (from < 0) from = at;
  }
  return at - from + 1 - word.length;
}

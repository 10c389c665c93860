// What a mistyped word probably means.
// Rule: suggestions only; swr never acts on one.

/** Longer names are not compared: the work grows with the square of the length. */
const LONGEST = 200;

/**
 * Names that begin with the word, or are within `most` edits of it whatever the case, by default about a third of its
 * length; nearest first, at most three.
 */
export function nearestNames(wanted: string, names: Iterable<string>, most = Infinity): string[] {
  if (wanted === "" || wanted.length > LONGEST) return [];
  // Of a name of one letter every other one is a single edit away.
  const third = wanted.length === 1 ? 0 : Math.max(1, Math.floor(wanted.length / 3));
  const bound = Math.min(third, most);
  const near: { name: string; distance: number }[] = [];
  for (const name of names) {
    const begins = name.startsWith(wanted);
    if (Math.abs(name.length - wanted.length) > bound && !begins) continue;
    const distance = begins ? 1 : edits(wanted.toLowerCase(), name.toLowerCase());
    if (distance <= bound || begins) near.push({ name, distance });
  }
  return near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, 3).map(({ name }) => name);
}

/** The hint that names what was probably meant, as a list: of none, nothing is said. */
export function suggestion(near: readonly string[]): string[] {
  return near.length > 0 ? [`did you mean ${near.join(" or ")}?`] : [];
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
function edits(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replace, last[j]! + 1, row[j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}

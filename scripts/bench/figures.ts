// Numbers out of a noisy machine: medians, and differences between runs that were made in turn.
// Rule: two programs are compared round by round, never by figures from different times. Pure: imports nothing.

/** One way to do a thing, and what each round took: milliseconds, or undefined where it was left out. */
export type Series = {
  readonly name: string;
  /** Wall-clock time, milliseconds. */
  readonly wall: (number | undefined)[];
  /** User and system time, milliseconds: what noise distorts least. */
  readonly cpu: (number | undefined)[];
};

export function newSeries(name: string): Series {
  return { name, wall: [], cpu: [] };
}

/** The middle one; of an even number, the mean of the two. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export function known(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

/** The median of what each round of `one` took more than the same round of `other`. */
export function medianDifference(one: Series, other: Series): number {
  return median(paired(one, other, (a, b) => a - b));
}

/** The median of how many times as long each round of `one` took as the same round of `other`. */
export function medianRatio(one: Series, other: Series): number {
  return median(paired(one, other, (a, b) => a / b));
}

function paired(one: Series, other: Series, of: (a: number, b: number) => number): number[] {
  return one.wall.flatMap((a, round) => {
    const b = other.wall[round];
    return a === undefined || b === undefined ? [] : [of(a, b)];
  });
}

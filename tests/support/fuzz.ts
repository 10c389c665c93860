// How many random files a test tries, and with which seeds: a few in an ordinary run, many with `deno task fuzz`.
// SWR_FUZZ_FILES: how many files (120, or 20,000); SWR_FUZZ_SEED: the first seed (1, or any). A failure names the seed.

const IS_LONG = Deno.env.get("SWR_FUZZ") === "long";
const COUNT = Number(Deno.env.get("SWR_FUZZ_FILES") ?? (IS_LONG ? 20_000 : 120));
const ANY = IS_LONG ? Math.floor(Math.random() * 2 ** 31) : 1;
const FIRST = Number(Deno.env.get("SWR_FUZZ_SEED") ?? ANY);

/** One seed for a file; `share`: of so many files, one is tried, but four at least and `most` at most. */
export function seeds(share = 1, most = Infinity): number[] {
  const count = Math.min(COUNT, most, Math.max(4, Math.ceil(COUNT / share)));
  return Array.from({ length: count }, (_, index) => FIRST + index);
}

/** For a test's name. */
export function seedsText(all: readonly number[]): string {
  return `seeds ${all[0]} to ${all.at(-1)}`;
}

/** The part of a secret, of 16 characters, that the text shows; undefined if it shows none. */
export function secretShown(text: string, secrets: readonly string[]): string | undefined {
  for (const secret of secrets) {
    for (let at = 0; at + 16 <= secret.length; at += 4) {
      const part = secret.slice(at, at + 16);
      if (text.includes(part)) return part;
    }
  }
  return undefined;
}

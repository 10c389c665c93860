// Lists of SHA-256 sums in the format of sha256sum(1): `SUM  NAME`, a line each; `#` opens a comment.
// Rule: a line that is not understood is an error, never skipped. Imports nothing.

/** Names and their sums, lower-case hexadecimal. */
export type Sums = ReadonlyMap<string, string>;

/** Throws at a line that is no sum, and at a name that is there twice. */
export function parseSums(text: string): Sums {
  const sums = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    const found = /^([0-9a-f]{64}) [ *](\S+)$/.exec(line);
    if (found === null) throw new Error(`line ${index + 1} is no SHA-256 sum: ${line}`);
    if (sums.has(found[2]!)) throw new Error(`line ${index + 1}: ${found[2]} is there twice`);
    sums.set(found[2]!, found[1]!);
  }
  return sums;
}

/** The list as text, sorted by name. */
export function formatSums(sums: Sums): string {
  const lines = [...sums].toSorted(([a], [b]) => a < b ? -1 : 1);
  return lines.map(([name, sum]) => `${sum}  ${name}\n`).join("");
}

/** The SHA-256 sum of the bytes, lower-case hexadecimal. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

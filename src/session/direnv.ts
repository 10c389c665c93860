// What direnv keeps in DIRENV_DIFF: the values of before and after .envrc, secrets included, which a session inherits.
// Rule: says only whether there are long-lived keys in it, never which.

import type { Lookup } from "../config/origin.ts";

/** More than any environment holds (Linux: 128 KiB for one variable); inflated it may be larger. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Whether DIRENV_DIFF holds a secret access key without a session's token beside it. */
export async function direnvHoldsKeys(env: Lookup): Promise<boolean> {
  const text = env("DIRENV_DIFF");
  const diff = text && await inflated(text);
  if (typeof diff !== "object" || diff === null) return false;
  // "p" and "n": the previous values and the new ones (direnv, env_diff.go).
  return Object.values(diff).some((values: unknown) => {
    if (typeof values !== "object" || values === null) return false;
    const set = values as Record<string, unknown>;
    return Boolean(set.AWS_SECRET_ACCESS_KEY) && !set.AWS_SESSION_TOKEN;
  });
}

/** JSON in zlib in base64 for URLs (direnv, gzenv.go); undefined if it is something else. */
async function inflated(text: string): Promise<unknown> {
  try {
    const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    for await (const part of stream) {
      length += part.length;
      if (length > MOST_BYTES) return undefined;
      parts.push(part);
    }
    return JSON.parse(await new Blob(parts).text());
  } catch {
    return undefined;
  }
}

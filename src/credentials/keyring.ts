// The keys of the keyless session that this process is in, read from the kernel.
// Rule: only a key that is linked into the session keyring itself, never one that a search by name finds: another program
// of the user could put its own under that name where a search looks. Type, owner and mask are compared, too.

import { type KernelKeys, KeyRefusal, Ring } from "../os/libc_keys.ts";
import { keepSecret } from "../text/mask.ts";
import type { SessionCredentials } from "./credentials.ts";
import { contentOf, labelOf, type SessionKeyLabel } from "./session_key.ts";

/** The mask of a session's key: possessors view, read and search it; the user's other programs view and end it. */
export const KEY_MASK = 0x0b090000;

/** The key of the session, or why there is none. */
export type HeldKey =
  | {
    readonly state: "held";
    readonly key: number;
    readonly label: SessionKeyLabel;
    readonly credentials: SessionCredentials;
  }
  | { readonly state: "ended" | "none" | "several" };

/** Looks for the key of the session that this process is in; `user`: its number. */
export function heldKey(keys: KernelKeys, user: number): HeldKey {
  let linked: readonly number[];
  try {
    linked = keys.list(Ring.SESSION);
  } catch (error) {
    return { state: stateOf(error) };
  }
  const found: (HeldKey & { state: "held" })[] = [];
  let hasEnded = false;
  for (const key of linked) {
    try {
      const { type, uid, mask, text } = keys.describe(key);
      const label = labelOf(text);
      if (label === undefined || uid !== user || mask !== KEY_MASK) continue;
      if (type !== "user" && type !== "big_key") continue;
      const content = keys.read(key);
      const credentials = contentOf(label.kind, content);
      content.fill(0);
      if (credentials !== undefined) found.push({ state: "held", key, label, credentials });
    } catch (error) {
      hasEnded ||= stateOf(error) === "ended";
    }
  }
  if (found.length > 1) return { state: "several" };
  const [held] = found;
  if (held === undefined) return { state: hasEnded ? "ended" : "none" };
  keepSecret(held.credentials.secretAccessKey, held.credentials.sessionToken);
  return held;
}

function stateOf(error: unknown): "ended" | "none" {
  if (!(error instanceof KeyRefusal)) throw error;
  return error.hasEnded ? "ended" : "none";
}

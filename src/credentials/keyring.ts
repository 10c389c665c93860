// The keys of the keyless session that this process is in, read from the kernel.
// Rule: only a key that is linked into the session keyring itself, never one that a search by name finds: another program
// of the user could put its own under that name where a search looks. Type, owner and mask are compared, too.

import { type KernelKeys, KeyRefusal, Ring } from "../os/libc_keys.ts";
import { keepSecret } from "../text/mask.ts";
import { type Renewal, renewalOf } from "./renewal_key.ts";
import { contentOf, type KeptCredentials, labelOf, type SessionKeyLabel } from "./session_key.ts";

/** The mask of a session's key: possessors view, read and search it; the user's other programs view and end it. */
export const KEY_MASK = 0x0b090000;

/** What is in the keyring: the session's key and, if it is renewed, the key for that; or why there is none. */
export type HeldKey =
  & (
    | {
      readonly state: "held";
      readonly key: number;
      readonly label: SessionKeyLabel;
      readonly credentials: KeptCredentials;
    }
    | { readonly state: "ended" | "none" | "several" }
  )
  & { readonly renewal?: HeldRenewal };

export type HeldRenewal = Renewal & { readonly key: number; readonly label: SessionKeyLabel };

/** Looks for the key of the session that this process is in; `user`: its number. */
export function heldKey(keys: KernelKeys, user: number): HeldKey {
  let linked: readonly number[];
  try {
    linked = keys.list(Ring.SESSION);
  } catch (error) {
    return { state: stateOf(error) };
  }
  const found: (HeldKey & { state: "held" })[] = [];
  const renewals: HeldRenewal[] = [];
  let hasEnded = false;
  for (const key of linked) {
    try {
      const label = sessionLabel(keys, key, user);
      if (label === undefined) continue;
      const content = keys.read(key);
      if (label.kind === "renewal") {
        const renewal = renewalOf(content);
        if (renewal !== undefined) renewals.push({ ...renewal, key, label });
      } else {
        const kind = label.kind === "user-session" ? label.kind : "role-session";
        const credentials = contentOf(kind, content);
        if (credentials !== undefined) found.push({ state: "held", key, label, credentials });
      }
      content.fill(0);
    } catch (error) {
      hasEnded ||= stateOf(error) === "ended";
    }
  }
  if (found.length > 1 || renewals.length > 1) return { state: "several" };
  const [held = { state: hasEnded ? "ended" as const : "none" as const }] = found;
  const [renewal] = renewals;
  if (held.state === "held") {
    keepSecret(held.credentials.secretAccessKey, held.credentials.sessionToken);
  }
  keepSecret(renewal?.secretAccessKey, renewal?.sessionToken);
  return { ...held, ...(renewal !== undefined && { renewal }) };
}

/** The label of a key that can only be one of a session's own. */
function sessionLabel(keys: KernelKeys, key: number, user: number): SessionKeyLabel | undefined {
  const { type, uid, mask, text } = keys.describe(key);
  const isOwn = uid === user && mask === KEY_MASK && (type === "user" || type === "big_key");
  return isOwn ? labelOf(text) : undefined;
}

function stateOf(error: unknown): "ended" | "none" {
  if (!(error instanceof KeyRefusal)) throw error;
  return error.hasEnded ? "ended" : "none";
}

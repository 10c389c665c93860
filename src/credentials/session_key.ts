// The kernel key of a keyless session: its description, which every program of the user may see, and its content.
// Rule: the description holds no secret; content that is not whole is no session.

import type { SessionCredentials } from "./credentials.ts";

/**
 * What keys are of: a role session that ends, one that is renewed, a user session; `renewal` is what the second is renewed
 * by (renewal_key.ts), and lasts as long as the user session.
 */
const KINDS = ["role-session", "renewed-role", "user-session", "renewal"] as const;

/** What the description says: `swr:1:KIND:ACCOUNT:PROFILE`, each percent-encoded. */
export type SessionKeyLabel = {
  readonly kind: typeof KINDS[number];
  readonly account: string;
  readonly profile: string;
};

/** The version of description and content. */
const BEGINNING = "swr:1:";

/** The description of the session's key. */
export function labelText({ kind, account, profile }: SessionKeyLabel): string {
  return BEGINNING + [kind, account, profile].map(encodeURIComponent).join(":");
}

/** What a description says; undefined if it is none of a session of swr's. */
export function labelOf(description: string): SessionKeyLabel | undefined {
  if (!description.startsWith(BEGINNING)) return undefined;
  const parts = description.slice(BEGINNING.length).split(":");
  if (parts.length !== 3) return undefined;
  try {
    const [text, account, profile] = parts.map(decodeURIComponent) as [string, string, string];
    const kind = KINDS.find((each) => each === text);
    return kind === undefined || profile === "" ? undefined : { kind, account, profile };
  } catch {
    return undefined; // not percent-encoded
  }
}

/**
 * The content, in JSON. The caller overwrites it when it is in the kernel. `seconds`: how long a session lasts in all that
 * is renewed.
 */
export function keyContent(
  credentials: SessionCredentials,
  seconds?: number,
): Uint8Array<ArrayBuffer> {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  const content = { accessKeyId, secretAccessKey, sessionToken, expiration, seconds };
  return new TextEncoder().encode(JSON.stringify(content));
}

/** The credentials of a session's key. */
export type KeptCredentials = SessionCredentials & { readonly seconds?: number };

/** What the content of a key of that kind holds; undefined if it is not whole. */
export function contentOf(
  kind: SessionCredentials["kind"],
  content: Uint8Array,
): KeptCredentials | undefined {
  let held: Record<string, unknown>;
  try {
    held = Object(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content)));
  } catch {
    return undefined;
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiration, seconds } = held;
  const texts = [accessKeyId, secretAccessKey, sessionToken, expiration];
  if (texts.some((text) => typeof text !== "string" || text === "")) return undefined;
  const [id, secret, token, end] = texts as [string, string, string, string];
  return {
    kind,
    accessKeyId: id,
    secretAccessKey: secret,
    sessionToken: token,
    expiration: end,
    ...(typeof seconds === "number" && { seconds }),
  };
}

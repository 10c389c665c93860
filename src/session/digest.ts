// What a session remembers of its secrets, to notice that they are no longer its own.
// Rule: the digest is short, so that it reveals nothing about a secret; it is in the same environment as the secret itself.

import type { SessionCredentials } from "../credentials/credentials.ts";

type Secrets = Pick<SessionCredentials, "secretAccessKey" | "sessionToken">;

/** Sixteen hexadecimal digits of the SHA-256 of secret and token. */
export async function digestOf({ secretAccessKey, sessionToken }: Secrets): Promise<string> {
  const bytes = new TextEncoder().encode(`${secretAccessKey}\0${sessionToken}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

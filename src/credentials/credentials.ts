// Credentials as they sign calls: an access key of a user, or of a session.
// Rule: only a session's have a token, and only those that STS gave in this run have an end that is known.

import type { UserArn } from "../role/user_arn.ts";
import type { CredentialKind } from "../role/source.ts";

type Key = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
};

type SessionKey = Key & {
  readonly kind: Exclude<CredentialKind, "long-term">;
  readonly sessionToken: string;
};

/** Credentials that sign a call. */
export type Credentials = Key & { readonly kind: "long-term" } | SessionKey;

/** The credentials of a session, as STS gives them. */
export type SessionCredentials = SessionKey & {
  /** RFC 3339 in UTC without a fraction: `2026-01-01T00:00:00Z`. */
  readonly expiration: string;
  /** With a user session only. */
  readonly user?: {
    /** As STS names the user. */
    readonly arn: UserArn;
    /** When the MFA code was taken, in RFC 3339; undefined: the session has no MFA. */
    readonly mfaTime?: string;
  };
  /** With a role session that no call of this run has opened, but a profile's source. */
  readonly role?: {
    /** The role's ARN; without its path, unless it is a permission set's, since STS does not say it. */
    readonly arn: string;
    readonly account: string;
    readonly name: string;
  };
};

/** A key of that kind, without the token that a user's key does not have. */
export function credentialsOf(
  kind: CredentialKind,
  key: Key,
  sessionToken: string | undefined,
): Credentials {
  return kind === "long-term" ? { kind, ...key } : { kind, ...key, sessionToken: sessionToken! };
}

type Secrets = Pick<SessionCredentials, "secretAccessKey" | "sessionToken">;

/** Sixteen hexadecimal digits of the SHA-256 of secret and token. */
export async function digestOf({ secretAccessKey, sessionToken }: Secrets): Promise<string> {
  const bytes = new TextEncoder().encode(`${secretAccessKey}\0${sessionToken}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

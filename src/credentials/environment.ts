// The credentials of the environment: the variables that every AWS tool reads, set by envchain or an outer session.
// Rule: the plan has found both halves of the pair, and the token if one is needed.

import type { Lookup } from "../config/origin.ts";
import type { CredentialKind } from "../role/source.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";

/** The credentials of the variables, of that kind. */
export function environmentCredentials(kind: CredentialKind, env: Lookup): Credentials {
  const key = {
    accessKeyId: env("AWS_ACCESS_KEY_ID")!,
    secretAccessKey: env("AWS_SECRET_ACCESS_KEY")!,
  };
  return credentialsOf(kind, key, env("AWS_SESSION_TOKEN"));
}

// The credentials that a profile holds itself, in plain text in one of AWS's two files.
// Rule: the plan has found both halves of the pair, and the token if one is needed.

import type { Profile } from "../config/profile.ts";
import type { CredentialKind } from "../role/source.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";

/** The credentials in the profile's sections, of that kind. */
export function profileCredentials(kind: CredentialKind, { staticKeys }: Profile): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = staticKeys!;
  const key = { accessKeyId: accessKeyId.value, secretAccessKey: secretAccessKey.value };
  return credentialsOf(kind, key, sessionToken?.value);
}

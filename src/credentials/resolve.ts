// From the source that the plan names to the credentials that sign the first call.
// Rule: the plan has found both halves of a pair of keys, and the token if one is needed. What another program serves has
// a file of its own (served.ts); a source that is added to the plan's type and not here is a type error.

import type { Lookup } from "../config/origin.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import type { CredentialKind, CredentialSource } from "../role/source.ts";
import { type Credentials, credentialsOf } from "./credentials.ts";
import type { Served } from "./served.ts";

/**
 * The credentials of a source that was planned from this configuration and environment; `served`: what another program
 * has served for it.
 */
export function resolveCredentials(
  source: CredentialSource,
  config: Configuration,
  env: Lookup,
  served?: Served,
): Credentials {
  switch (source.kind) {
    case "environment":
    case "user-session":
      return environmentCredentials(source.gives, env);
    case "profile":
      return profileCredentials(source.gives, config.profiles.get(source.profile)!);
    case "process":
    case "sso":
    case "login":
      return served!.credentials;
  }
}

/** Of the variables that every AWS tool reads, set by envchain or an outer session. */
function environmentCredentials(kind: CredentialKind, env: Lookup): Credentials {
  const key = {
    accessKeyId: env("AWS_ACCESS_KEY_ID")!,
    secretAccessKey: env("AWS_SECRET_ACCESS_KEY")!,
  };
  return credentialsOf(kind, key, env("AWS_SESSION_TOKEN"));
}

/** Those that the profile holds itself, in plain text in one of AWS's two files. */
function profileCredentials(kind: CredentialKind, { staticKeys }: Profile): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken } = staticKeys!;
  const key = { accessKeyId: accessKeyId.value, secretAccessKey: secretAccessKey.value };
  return credentialsOf(kind, key, sessionToken?.value);
}

// From the source that the plan names to the credentials that sign the first call.
// Rule: one file a provider; a source that is added to the plan's type and not here is a type error.

import type { Lookup } from "../config/origin.ts";
import type { Configuration } from "../config/profile.ts";
import type { CredentialSource } from "../role/source.ts";
import type { Credentials } from "./credentials.ts";
import { environmentCredentials } from "./environment.ts";
import { profileCredentials } from "./profile.ts";
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

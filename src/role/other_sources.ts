// Credentials that other programs serve: which of them a profile wants, what is wrong with how it says so, and the
// command that does serve it.
// Rule: swr recognises these services, and never imitates one.

import { isInQuotes, WITHOUT_QUOTES } from "./arn.ts";
import { nearestNames } from "../text/suggest.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { pasted } from "../text/quoting.ts";

export type OtherService = "sso" | "login" | "web-identity" | "credential-process";

/** The settings that name each service; the first one alone identifies it. */
export const SERVICE_KEYS: Readonly<Record<OtherService, readonly string[]>> = {
  "web-identity": ["web_identity_token_file"],
  sso: ["sso_session", "sso_start_url", "sso_account_id", "sso_role_name", "sso_region"],
  login: ["login_session"],
  "credential-process": ["credential_process"],
};

/** Which other program serves the profile's credentials, in the SDKs' order; undefined for none. */
export function otherService({ settings }: Profile): OtherService | undefined {
  let first = SERVICES.length;
  for (const key of settings.keys()) first = Math.min(first, RANKS.get(key) ?? first);
  return SERVICES[first];
}

const SERVICES = Object.keys(SERVICE_KEYS) as OtherService[];

/** The place of each key's service in the SDKs' order. */
const RANKS = new Map(
  SERVICES.flatMap((service, rank) => SERVICE_KEYS[service].map((key) => [key, rank] as const)),
);

/** Why AWS's tools would refuse how the profile asks for that service; undefined if they would not. In AWS's words. */
export function serviceProblem(
  service: OtherService,
  profile: Profile,
  config: Configuration,
): string | undefined {
  if (service === "sso") return ssoProblem(profile, config);
  return service === "web-identity" && !profile.settings.has("role_arn")
    ? "`web_identity_token_file` was specified but `role_arn` was missing"
    : undefined;
}

/** Source: smithy-rs, aws-config/src/profile/credentials/repr.rs, sso_from_profile. */
function ssoProblem({ name, settings }: Profile, config: Configuration): string | undefined {
  const session = settings.get("sso_session");
  const twice = session && ["sso_start_url", "sso_region"].find((key) => settings.has(key));
  if (twice !== undefined) {
    return `\`${twice}\` can only be specified in the [sso-session] config when a session name is given`;
  }
  if (session !== undefined && !config.ssoSessions.has(session.value)) {
    return `sso-session named \`${session.value}\` (referenced by profile \`${name}\`) was not found`;
  }
  for (
    const [there, missing] of [["sso_account_id", "sso_role_name"], [
      "sso_role_name",
      "sso_account_id",
    ]] as const
  ) {
    if (settings.has(there) && !settings.has(missing)) {
      return `if \`${there}\` is set, then \`${missing}\` must also be set`;
    }
  }
  const place = session === undefined ? settings : config.ssoSessions.get(session.value)!.settings;
  const missing = ["sso_region", "sso_start_url"].find((key) => !place.has(key));
  return missing === undefined ? undefined : `\`${missing}\` must be set`;
}

/** AWS SDKs and Tools Reference Guide, "Assume role credential provider", credential_source. */
const CREDENTIAL_SOURCES = ["Environment", "Ec2InstanceMetadata", "EcsContainer"];

/** Whether AWS's tools know that value of credential_source. */
export function isCredentialSource(value: string): boolean {
  return CREDENTIAL_SOURCES.includes(value);
}

/** What to write instead of a value of credential_source that no tool knows. */
export function sourceRemedy(value: string): string {
  if (isInQuotes(value)) return WITHOUT_QUOTES;
  const [near] = nearestNames(value, CREDENTIAL_SOURCES);
  return near === undefined
    ? `it is one of ${CREDENTIAL_SOURCES.join(", ")}`
    : `did you mean ${near}?`;
}

/** What such a profile uses to get its credentials, and the command that does it. */
export const SERVED: Readonly<
  Record<OtherService, { readonly how: string; readonly command: (profile: string) => string }>
> = {
  sso: {
    how: "IAM Identity Center (SSO)",
    command: (name) => `aws sso login --profile ${pasted(name)}`,
  },
  login: {
    how: "`aws login`",
    command: (name) => `aws login --profile ${pasted(name)}`,
  },
  "web-identity": {
    how: "a web identity token",
    command: (name) => `aws sts get-caller-identity --profile ${pasted(name)}`,
  },
  "credential-process": {
    how: "credential_process",
    command: (name) => `aws sts get-caller-identity --profile ${pasted(name)}`,
  },
};

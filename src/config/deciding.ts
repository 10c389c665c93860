// Which settings of AWS's files decide who one becomes, which of them have one line, and what [DEFAULT] gives to every
// profile of a file: the AWS CLI alone reads it so (Python's configparser, default_section), the SDKs ignore the section.
// Rule: of a setting that is listed here nothing is guessed: what is ambiguous is refused (ambiguity.ts).

import { nearestNames } from "../text/suggest.ts";
import type { FileSetting } from "./ini.ts";
import type { ParsedSection, SectionGroup } from "./sections.ts";

const DECIDING: ReadonlySet<string> = new Set([
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_security_token",
  "aws_session_token",
  "credential_process",
  "credential_source",
  "endpoint_url",
  "external_id",
  "ignore_configured_endpoint_urls",
  "include_profile",
  "login_session",
  "mfa_serial",
  "role_arn",
  "services",
  "source_profile",
  "web_identity_token_file",
]);

/** Other settings that swr reads. */
const READ: ReadonlySet<string> = new Set([
  "aws_account_id",
  "ca_bundle",
  "duration_seconds",
  "mfa_process",
  "policy",
  "policy_arns",
  "region",
  "role_session_name",
  "session_tags",
  "source_identity",
  "sts_regional_endpoints",
  "transitive_session_tags",
  "use_dualstack_endpoint",
  "use_fips_endpoint",
]);

/** Whether the setting decides whose keys are used, which role is assumed, or who is asked for it. */
export function decides(key: string): boolean {
  return DECIDING.has(key) || key.startsWith("sso_");
}

/** Whether swr reads the setting, and takes one line for its value. */
export function isScalar(key: string): boolean {
  return decides(key) || READ.has(key);
}

/** A setting that no tool reads, and the one that was probably meant. */
type Misspelled = { readonly setting: FileSetting; readonly meant: string };

/** The settings whose names are nearly one that swr reads and that is not there: `mfa-serial`, `duration_second`. */
export function misspelledSettings(settings: ReadonlyMap<string, FileSetting>): Misspelled[] {
  return [...settings.values()].flatMap((setting) => {
    const { key } = setting;
    // A shorter word is near too many others.
    if (key.length < 8 || isScalar(key)) return [];
    const meant = nearestNames(key, MISTYPED, 2).find((name) =>
      Math.abs(name.length - key.length) <= 2 && !settings.has(name)
    );
    return meant === undefined ? [] : [{ setting, meant }];
  });
}

/** A role without role_arn is refused, and the settings that it has instead are named then. */
const MISTYPED = [...DECIDING, ...READ].filter((name) => name.length >= 8 && name !== "role_arn");

/** The settings of `[DEFAULT]` that decide who one becomes; undefined if there are none, as in nearly every file. */
export function decidingDefaults(
  all: readonly ParsedSection[],
): ReadonlyMap<string, FileSetting> | undefined {
  const section = all.find(({ header }) => header === "DEFAULT");
  if (section === undefined) return undefined;
  const deciding = [...section.read().properties].filter(([key]) => decides(key));
  return deciding.length === 0 ? undefined : new Map(deciding);
}

/**
 * The first of those settings that the profile does not have in that file's sections, and that makes it another one
 * than `settings`, as AWS's SDKs read it.
 */
export function takenFromDefault(
  defaults: ReadonlyMap<string, FileSetting>,
  group: SectionGroup,
  settings: ReadonlyMap<string, { readonly value: string }>,
): FileSetting | undefined {
  const own = group.map((each) => each.read().properties);
  for (const [key, found] of defaults) {
    if (own.some((properties) => properties.has(key))) continue;
    if (settings.get(key)?.value !== found.value) return found;
  }
  return undefined;
}

// What --doctor may find, by a stable id: the one table that the page, --json and the manual page go by.
// Rule: an id means one thing for ever, since scripts ask for it; a new thing gets a new id.

import { PARAMETERS } from "../role/parameters.ts";
import { type Origin, originText } from "../text/origin.ts";
import { readable } from "../text/visible.ts";

export type Level = "ok" | "warning" | "problem";

/** The headings of the page, in their order. */
export const GROUPS = {
  configuration: "Configuration",
  secrets: "Secrets on the disk",
  environment: "Environment",
  envchain: "envchain",
  shell: "Shell",
  swr: "swr",
} as const;

export type Group = keyof typeof GROUPS;

/** Every id with what it means; in the order of the groups. */
export const FINDINGS = [
  ["config-missing", "a configuration file that is not there"],
  ["file-unreadable", "a configuration file cannot be read"],
  ["line-refused", "a line for which AWS's SDKs refuse the file"],
  ["line-ignored", "a line that AWS's SDKs ignore"],
  ["line-foreign", "a line that the AWS CLI refuses, or reads in another way"],
  ["section-ignored", "a section that is ignored, such as [x] for [profile x]"],
  ["include-profile", "a setting of aws-vault that no other tool follows"],
  ["profile-name", "a profile's name that options, shells or prompts stumble over"],
  ...PARAMETERS.map(({ finding }) => finding),
  ["mfa-account", "the MFA device belongs to another account than the keys"],
  ["duration-capped", "duration_seconds beyond the hour of a chained role"],
  ["region", "region is malformed, or none that this swr knows"],
  ["partition", "the role's partition is none, or not the region's"],
  ["endpoint", "the endpoint settings of a profile cannot be followed"],
  ["keys-unusable", "keys in a file that are half a pair, or cannot be keys"],
  ["credential-source", "credential_source is none of the words that AWS's tools know"],
  ["source-unknown", "source_profile names a profile that is not there"],
  ["source-loop", "source_profile leads back to where it came from"],
  ["source-twice", "both source_profile and credential_source"],
  ["chain-too-long", "a chain of more profiles than anybody means"],
  ["chain-contradiction", "a chain with two MFA devices or two partitions"],
  ["sso-settings", "SSO settings that AWS's tools refuse"],
  ["web-identity-settings", "web identity settings that AWS's tools refuse"],
  ["view-shadowed", "a section of the credentials file would win over the session"],
  ["roles", "how many roles are written so that swr can switch to them"],
  ["roles-elsewhere", "roles whose first keys swr cannot fetch itself"],
  ["long-lived-keys", "long-lived keys in plain text in a file"],
  ["session-keys", "keys of a session in plain text in a file"],
  ["no-stored-keys", "AWS's two files hold no keys"],
  ["file-exposed", "a file with credentials that others can read"],
  ["file-writable", "a file or folder of AWS's that others can change"],
  ["file-owner", "a file of AWS's that belongs to somebody else"],
  ["cache-live", "credentials in a cache that still count"],
  ["cache-expired", "credentials in a cache that no longer count"],
  ["cache-unreadable", "a cache that could not be looked through"],
  ["no-caches", "no cache holds credentials"],
  ["start-up-keys", "a start-up file of the shell that sets a secret key"],
  ["session", "the session that this shell is in"],
  ["session-broken", "something of this session no longer fits, or it has ended"],
  ["session-left-over", "variables of a session that is not here"],
  ["environment-keys", "keys in this environment"],
  ["environment-keys-unusable", "half a pair of keys in this environment, or what cannot be keys"],
  ["token-left-over", "a session token beside a long-lived key"],
  ["security-token", "AWS_SECURITY_TOKEN, which some tools prefer to AWS_SESSION_TOKEN"],
  ["profile-variable", "AWS_PROFILE set outside a session, or AWS_DEFAULT_PROFILE anywhere"],
  ["region-variable", "AWS_REGION is malformed, or AWS_DEFAULT_REGION is another one"],
  ["endpoint-variable", "STS is asked elsewhere than at AWS's own endpoint"],
  ["legacy-endpoint", "AWS_STS_REGIONAL_ENDPOINTS=legacy"],
  ["ca-bundle", "AWS_CA_BUNDLE, or ca_bundle of a profile, cannot be used"],
  ["key-log", "SSLKEYLOGFILE, with which swr does not switch"],
  ["runtime-variable", "a variable that makes Deno run other code, or send data elsewhere"],
  ["mfa-variable", "SWR_MFA_TOKEN is set"],
  ["options-variable", "SWR_OPTIONS is set, or holds what cannot be a default option"],
  ["variable-malformed", "a variable that is not UTF-8"],
  ["environment", "no variable gets in the way"],
  ["envchain", "envchain is there, with its namespaces"],
  ["envchain-missing", "envchain is not on PATH"],
  ["envchain-empty", "envchain has no namespaces"],
  ["envchain-failed", "envchain could not list its namespaces"],
  ["shell-set-up", "the shell is set up for swr, or its prompt shows the profile"],
  ["shell-not-set-up", "nothing in the shell's start-up files shows the profile"],
  ["shell-unknown", "the shell is none that swr has a set-up for"],
  ["start-up-profile", "a start-up file of the shell that sets AWS_PROFILE"],
  ["version", "the version of swr"],
  ["no-libc", "swr cannot become the shell on this system"],
] as const satisfies readonly (readonly [id: string, meaning: string])[];

export type FindingId = typeof FINDINGS[number][0];

export type Finding = {
  readonly id: FindingId;
  readonly level: Level;
  readonly group: Group;
  /** One sentence without a full stop; safe to show, like all that follows. */
  readonly message: string;
  /** What to do, one sentence or command each. */
  readonly remedy: readonly string[];
  /** `file:line`, or a file. */
  readonly place?: string;
  readonly profile?: string;
};

/** What a finding is about, where it is about a place or a profile. */
type About = {
  readonly origin?: Origin | undefined;
  readonly place?: string;
  readonly profile?: string;
};

/** Makes findings of one group; what comes from outside is made readable. */
export function findingsOf(group: Group) {
  return (
    id: FindingId,
    level: Level,
    message: string,
    remedy: readonly string[] = [],
    { origin, place = origin && originText(origin), profile }: About = {},
  ): Finding => ({
    id,
    level,
    group,
    message: readable(message),
    remedy: remedy.map(readable),
    ...(place !== undefined && { place: readable(place) }),
    ...(profile !== undefined && { profile: readable(profile) }),
  });
}

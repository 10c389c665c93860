// What --doctor may find, by a stable id: the one table that the page, --json and the manual page go by.
// Rule: an id never changes its meaning, since scripts look for it; a new finding gets a new id.

import { SETTINGS } from "../role/parameters.ts";
import { type ErrorCode, SwrError } from "../text/errors.ts";
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
  ["config-missing", "a configuration file is missing"],
  ["file-unreadable", "a configuration file cannot be read"],
  ["line-refused", "a line that makes AWS's SDKs reject the whole file"],
  ["line-ignored", "a line that AWS's SDKs ignore"],
  ["line-foreign", "a line that the AWS CLI rejects, or reads differently"],
  ["section-ignored", "a section that is ignored, such as [x] for [profile x]"],
  ["header-glued", "a section header at the end of another line, whose settings go astray"],
  ["include-profile", "include_profile, a setting that only aws-vault and swr follow"],
  ["profile-name", "a profile name that causes trouble in options, shells or prompts"],
  ...SETTINGS.map(({ finding }) => finding),
  ["mfa-account", "the MFA device belongs to another account than the keys"],
  ["setting-dropped", "a setting that other tools honour and swr does not support"],
  ["setting-misspelled", "a setting without effect whose name is nearly that of another"],
  ["duration-capped", "duration_seconds is more than the hour that a chained role may last"],
  ["region", "region is malformed, or unknown to this version of swr"],
  ["partition", "the role's partition does not exist, or is not the region's"],
  ["endpoint", "the endpoint settings of a profile cannot be used"],
  ["keys-unusable", "only one of the two keys is in a file, or a key is malformed"],
  ["credential-source", "credential_source has a value that AWS's tools do not know"],
  ["source-unknown", "source_profile names a profile that does not exist"],
  ["source-loop", "source_profiles form a loop"],
  ["source-twice", "a profile has two sources of credentials, or is a role with one of its own"],
  ["source-malformed", "a source of credentials is not written as swr and AWS's tools need it"],
  ["sources", "how many profiles open a session with a source of their own"],
  ["sign-in", "whether IAM Identity Center is signed in to"],
  ["chain-too-long", "an implausibly long chain of profiles"],
  ["chain-contradiction", "a chain with two MFA devices or two partitions"],
  ["sso-settings", "SSO settings that AWS's tools reject"],
  ["web-identity-settings", "web identity settings that AWS's tools reject"],
  ["view-shadowed", "a section of the credentials file would take precedence over the session"],
  ["roles", "how many roles swr can switch to"],
  ["roles-elsewhere", "roles whose source swr cannot use by itself"],
  ["long-lived-keys", "long-lived keys in plain text in a file"],
  ["session-keys", "keys of a session in plain text in a file"],
  ["no-stored-keys", "AWS's two files hold no keys"],
  ["file-exposed", "a file with credentials that others can read"],
  ["file-writable", "a file or folder of AWS's that others can change"],
  ["file-owner", "a file of AWS's that belongs to another user"],
  ["cache-live", "credentials in a cache are still valid"],
  ["cache-expired", "credentials in a cache have expired"],
  ["cache-unreadable", "a cache could not be read"],
  ["no-caches", "no cache holds credentials"],
  ["start-up-keys", "a start-up file of the shell that sets a secret key"],
  ["session", "the session that this shell is in"],
  ["session-broken", "this session has a problem, or has ended"],
  ["session-left-over", "variables left over from a session"],
  ["environment-keys", "keys in this environment"],
  [
    "environment-keys-unusable",
    "only one of the two keys is in this environment, or a key is malformed",
  ],
  ["token-left-over", "a session token together with a long-lived key"],
  ["security-token", "AWS_SECURITY_TOKEN, which some tools prefer to AWS_SESSION_TOKEN"],
  ["profile-variable", "AWS_PROFILE set outside a session, or AWS_DEFAULT_PROFILE anywhere"],
  ["region-variable", "AWS_REGION is malformed, or AWS_DEFAULT_REGION differs from it"],
  [
    "endpoint-variable",
    "a variable sets an endpoint of STS or IAM Identity Center that is not AWS's own",
  ],
  ["legacy-endpoint", "AWS_STS_REGIONAL_ENDPOINTS=legacy"],
  ["ca-bundle", "AWS_CA_BUNDLE, or ca_bundle of a profile, cannot be used"],
  ["key-log", "SSLKEYLOGFILE is set; swr refuses to switch with it"],
  ["runtime-variable", "a variable that makes Deno run other code, or send data elsewhere"],
  ["direnv-keys", "long-lived keys in DIRENV_DIFF, which every program of the shell inherits"],
  ["mfa-variable", "SWR_MFA_TOKEN is set"],
  ["options-variable", "SWR_OPTIONS is set, or holds what cannot be a default option"],
  ["variable-malformed", "a variable that is not UTF-8"],
  ["environment", "no variable causes trouble"],
  ["envchain", "envchain is installed, and its namespaces"],
  ["envchain-missing", "envchain is not on PATH"],
  ["envchain-empty", "envchain has no namespaces"],
  ["envchain-failed", "envchain could not list its namespaces"],
  ["shell-set-up", "the shell is set up for swr, or its prompt shows the profile"],
  ["shell-not-set-up", "nothing in the shell's start-up files shows the profile"],
  ["shell-unknown", "swr has no set-up for this shell"],
  ["start-up-profile", "a start-up file of the shell that sets AWS_PROFILE"],
  ["version", "the version of swr"],
  ["keyless", "whether keyless sessions (--keyless) are possible here"],
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
  /** `file:line`, a file, or a variable. */
  readonly place?: string;
  readonly profile?: string;
  /** The code of the error that a switch would end in. */
  readonly code?: ErrorCode;
  /** What the message names already: the page does not repeat it. */
  readonly says?: readonly ("place" | "profile")[];
};

/** What a finding is about. */
type About = Pick<Finding, "place" | "profile" | "code" | "says"> & {
  readonly origin?: Origin | undefined;
};

/** Makes findings of one group; what comes from outside is made readable. */
export function findingsOf(group: Group) {
  return (
    id: FindingId,
    level: Level,
    message: string,
    remedy: readonly string[] = [],
    { origin, place = origin && originText(origin), profile, code, says }: About = {},
  ): Finding => ({
    id,
    level,
    group,
    message: readable(message),
    remedy: remedy.map(readable),
    ...(place !== undefined && { place: readable(place) }),
    ...(profile !== undefined && { profile: readable(profile) }),
    ...(code !== undefined && { code }),
    ...(says !== undefined && { says }),
  });
}

/**
 * An error of one of swr's own rules as a finding, with the origin that the error names itself, if it does; anything
 * else is a bug, and thrown on.
 */
export function findingOf(
  error: unknown,
  group: Group,
  id: FindingId,
  { origin, ...about }: About = {},
): Finding {
  if (!(error instanceof SwrError)) throw error;
  const { message, hints, code } = error;
  return findingsOf(group)(id, "problem", message, hints, {
    origin: error.origin ?? origin,
    ...about,
    code,
  });
}

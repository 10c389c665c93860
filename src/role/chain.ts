// From a profile to the roles to assume, in the order of the calls, and to where the first keys come from.
// Rules: the AWS SDKs' (smithy-rs, aws-config/src/profile/credentials/repr.rs), and one of swr's own: a base that
// holds no keys is not yet an error, since the environment's keys may replace it (source.ts decides).

import { setting } from "../config/origin.ts";
import { parseRoleArn, type RoleArn } from "./arn.ts";
import { type LineOrigin, lineOrigin, originText, type Setting } from "../text/origin.ts";
import { ambiguityOf } from "../config/ambiguity.ts";
import { withIncludes } from "../config/include.ts";
import { SwrError } from "../text/errors.ts";
import { type OtherService, otherService, serviceProblem } from "./other_sources.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { visible } from "../text/visible.ts";

/** A profile that is a role. */
export type Link = { readonly profile: Profile; readonly roleArn: Setting };

/** Where a chain begins: what the last profile of the chain says about its own keys. */
export type Base =
  | { readonly kind: "keys"; readonly profile: Profile }
  | {
    readonly kind: "credential-source";
    readonly profile: Profile;
    readonly source: Setting<LineOrigin>;
  }
  | {
    readonly kind: "other";
    readonly profile: Profile;
    readonly service: OtherService;
    readonly problem?: string;
  }
  | { readonly kind: "none"; readonly profile: Profile; readonly lack: Lack };

/** Why a profile has no keys. */
export type Lack =
  /** It is a role, and names no source. */
  | { readonly kind: "no-source" }
  /** There is none: the role was named on the command line. */
  | { readonly kind: "no-profile" }
  | { readonly kind: "source-unknown"; readonly source: Setting<LineOrigin> }
  | { readonly kind: "half"; readonly there: Setting<LineOrigin>; readonly missing: string }
  | { readonly kind: "no-keys" };

/** Each role of a chain is a call of STS; a longer chain is a mistake. */
const MOST_LINKS = 50;

export type Chain = { readonly links: readonly Link[]; readonly base: Base };

/** A chain with the ARN of each role in its parts: its calls can be planned. */
export type RoleChain = {
  readonly links: readonly (Link & { readonly role: RoleArn })[];
  readonly base: Base;
};

/** Why a chain cannot be followed to its end, and the profile that is at fault. */
export type ChainFault = {
  readonly kind: "unreadable" | "two-sources" | "loop" | "too-long";
  readonly profile: Profile;
  readonly origin: LineOrigin;
  /** The profiles that lead back to the first of them; with a loop only. */
  readonly members?: readonly string[];
  readonly error: SwrError;
};

/** Follows source_profile from the profile. SwrError "config" for a loop, or two sources. */
export function followSources(config: Configuration, first: Profile): Chain {
  const found = walkSources(config, first);
  if ("error" in found) throw found.error;
  return found;
}

/** The chain with its roles. SwrError "config" for a malformed role_arn. */
export function withRoles({ links, base }: Chain): RoleChain {
  return {
    links: links.map((link) => ({ ...link, role: parseRoleArn(link.roleArn) })),
    base,
  };
}

/** Whether the profile is a role, for AWS's tools and for swr. */
export function isRole({ settings }: Profile): boolean {
  return settings.has("role_arn") && !settings.has("web_identity_token_file");
}

/** The chain that begins with the profile, or the fault that keeps it from being followed. */
export function walkSources(config: Configuration, first: Profile): Chain | ChainFault {
  let links: readonly Link[] = [];
  let own = first;
  while (true) {
    const fault = faultOf(own, links);
    if (fault !== undefined) return fault;
    const profile = withIncludes(own, config);
    if ("kind" in profile) return includeFault(own, profile);
    const roleArn = roleArnOf(profile, links);
    if (roleArn === undefined) break;
    links = links.length === 0 ? [{ profile, roleArn }] : [{ profile, roleArn }, ...links];
    const source = profile.settings.get("source_profile");
    if (source === undefined || source.value === profile.name) break;
    if (isAmong(links, source.value)) return loop(links, source);
    const next = config.profiles.get(source.value);
    if (next === undefined) {
      return { links, base: { kind: "none", profile, lack: { kind: "source-unknown", source } } };
    }
    own = next;
  }
  return { links, base: baseOf(included(own, config), config) };
}

/** The last profile of a chain, which has been looked at. */
function included(profile: Profile, config: Configuration): Profile {
  const found = withIncludes(profile, config);
  return "kind" in found ? profile : found;
}

function includeFault(
  profile: Profile,
  { kind, message, hints, origin }: Exclude<ReturnType<typeof withIncludes>, Profile>,
): ChainFault {
  const code = kind === "loop"
    ? "include-loop"
    : kind === "unknown"
    ? "include-unknown"
    : "profile-unreadable";
  return {
    kind: "unreadable",
    profile,
    origin,
    error: new SwrError(code, message, hints, { origin }),
  };
}

/** The profiles of a chain: its roles in the order of the calls, then the one that it begins with. */
export function profilesOf({ links, base }: Chain): Profile[] {
  return [...links.map(({ profile }) => profile), base.profile];
}

/**
 * The MFA devices that the roles of a chain name, the first call's first; if none of them has the setting, the base's:
 * other tools read a device there for their own purpose. An empty setting of a role says that it has none.
 */
export function devicesOf({ links, base }: Chain): Setting[] {
  const own = links.filter(({ profile }) => profile.settings.has("mfa_serial"));
  const named = own.length > 0 ? own : [base];
  return named.map(({ profile }) => setting(profile, "mfa_serial"))
    .filter((device) => device !== undefined);
}

function isAmong(links: readonly Link[], name: string): boolean {
  return links.some(({ profile }) => profile.name === name);
}

/** What is wrong with one profile of a chain, `before` it the ones that led there, the nearest first. */
function faultOf(profile: Profile, before: readonly Link[]): ChainFault | undefined {
  if (before.length === MOST_LINKS) {
    const error = new SwrError(
      "chain-too-long",
      `the chain of profiles is longer than ${MOST_LINKS}`,
      [
        `it begins with "${before.at(-1)!.profile.name}" and reaches "${profile.name}": shorten it`,
      ],
    );
    return { kind: "too-long", profile, origin: profile.origin, error };
  }
  // A line that AWS's tools reject makes its profile unusable, since its meaning is unknown.
  const problem = profile.problems.find(({ severity }) => severity === "error");
  if (problem !== undefined) {
    const error = new SwrError(
      "profile-unreadable",
      `profile "${profile.name}" cannot be read: ${visible(problem.message)}`,
      ["correct that line"],
      { origin: lineOrigin(problem) },
    );
    return { kind: "unreadable", profile, origin: lineOrigin(problem), error };
  }
  const ambiguity = ambiguityOf(profile);
  if (ambiguity !== undefined) {
    const { message, hints, origin } = ambiguity;
    const error = new SwrError(
      "profile-ambiguous",
      `profile "${profile.name}" is ambiguous: ${message}`,
      hints,
      { origin },
    );
    return { kind: "unreadable", profile, origin, error };
  }
  const source = profile.settings.get("source_profile");
  const named = profile.settings.get("credential_source");
  if (roleArnOf(profile, before) === undefined || source === undefined || named === undefined) {
    return undefined;
  }
  const error = new SwrError(
    "two-sources",
    `profile "${profile.name}" has both source_profile and credential_source`,
    [`they cannot be combined: remove the line at ${originText(source.origin)} or at ${
      originText(named.origin)
    }`],
  );
  return { kind: "two-sources", profile, origin: named.origin, error };
}

/** The role that the profile is in a chain; undefined if the chain ends with it. */
function roleArnOf(profile: Profile, before: readonly Link[]): Link["roleArn"] | undefined {
  // From the second profile on, keys of its own end the chain, whatever else the profile says.
  if (before.length > 0 && profile.staticKeys !== undefined) return undefined;
  return isRole(profile) ? profile.settings.get("role_arn") : undefined;
}

/** The source of the first of the links is one of them. */
function loop(links: readonly Link[], source: Setting<LineOrigin>): ChainFault {
  const { profile } = links[0]!;
  const visited = links.map((link) => link.profile.name).reverse();
  const path = [...visited, source.value].map(visible).join(" → ");
  const error = new SwrError("source-loop", `the source_profiles form a loop: ${path}`, [
    `change the source_profile at ${
      originText(source.origin)
    } to a profile that holds keys, or remove the line`,
  ]);
  const members = visited.slice(visited.indexOf(source.value));
  return { kind: "loop", profile, origin: source.origin, members, error };
}

function baseOf(profile: Profile, config: Configuration): Base {
  const { settings } = profile;
  const source = settings.get("credential_source");
  if (source !== undefined) return { kind: "credential-source", profile, source };
  const service = otherService(profile);
  if (service !== undefined) {
    const problem = serviceProblem(service, profile, config);
    return { kind: "other", profile, service, ...(problem !== undefined && { problem }) };
  }
  if (profile.staticKeys !== undefined) return { kind: "keys", profile };
  if (profile.halfKeys !== undefined) {
    return { kind: "none", profile, lack: { kind: "half", ...profile.halfKeys } };
  }
  const kind = settings.has("role_arn") && !settings.has("source_profile")
    ? "no-source"
    : "no-keys";
  return { kind: "none", profile, lack: { kind } };
}

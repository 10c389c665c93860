// Every profile with what it is: a role, keys, SSO …, where it leads, and what is wrong with it.
// Rule: a profile that cannot be used is listed like the others, its problem beside it.

import type { Setting } from "../text/origin.ts";
import { checkRegion, parseRoleArn } from "./arn.ts";
import { type Chain, isRole, type KnownSources, walkSources } from "./chain.ts";
import { PARAMETERS } from "./parameters.ts";
import { SwrError } from "../text/errors.ts";
import {
  isCredentialSource,
  type OtherService,
  otherService,
  sourceRemedy,
} from "./other_sources.ts";
import type { Configuration, Profile } from "../config/profile.ts";

export type Entry = {
  readonly name: string;
  /** role: swr can switch to it. keys: it holds a pair of its own. settings: neither. */
  readonly kind: "role" | "keys" | "settings" | OtherService;
  readonly account?: string;
  readonly role?: string;
  readonly region?: string;
  readonly mfaSerial?: string;
  /** The profiles its keys come from, nearest first. */
  readonly sources: readonly string[];
  /** Why swr cannot switch to it, or no tool understands it. */
  readonly problem?: string;
  /** What AWS's own tools refuse, and swr does with keys in the environment. */
  readonly warning?: string;
};

/** The profiles in the order of the config file. */
export function listProfiles(config: Configuration): Entry[] {
  const found: Found = { known: new Map(), passed: CHECKS.map(() => new Set()) };
  return Array.from(config.profiles.values(), (profile) => entryOf(profile, config, found));
}

/** What has been found out: most profiles have the source, the region and the device of others. */
type Found = {
  readonly known: KnownSources;
  /** For each of the checks, the values that have passed it. */
  readonly passed: readonly Set<string>[];
};

function entryOf(profile: Profile, config: Configuration, found: Found): Entry {
  const { name, settings, staticKeys, problems } = profile;
  const entry: Made = { name };
  const region = settings.get("region")?.value;
  if (region) entry.region = region;
  const roleArn = settings.get("role_arn");
  const service = otherService(profile);
  if (roleArn !== undefined && isRole(profile)) {
    entry.kind = "role";
    entry.sources = [];
    describeRole(entry, roleArn, profile, config, found);
  } else {
    entry.kind = service ?? (staticKeys === undefined ? "settings" : "keys");
    entry.sources = [];
    const problem = problems.find(({ severity }) => severity === "error");
    if (problem !== undefined) entry.problem = `line ${problem.line}: ${problem.message}`;
  }
  return entry as Entry;
}

/** An entry in the making. Tens of thousands are made, so nothing is that is not kept. */
type Made = { -readonly [Key in keyof Entry]?: Entry[Key] };

/** The role, where its keys come from and which device they want; or why it cannot be switched to. */
function describeRole(
  entry: Made,
  roleArn: Setting,
  profile: Profile,
  config: Configuration,
  { known, passed }: Found,
): void {
  try {
    const { account, name } = parseRoleArn(roleArn);
    entry.account = account;
    entry.role = name;
    const chain = walkSources(config, profile, known);
    if ("error" in chain) throw chain.error;
    refuseSettings(profile, passed);
    describeBase(entry, chain, profile);
    entry.sources = sourcesOf(chain, profile);
    const serial = serialOf(chain);
    if (serial) entry.mfaSerial = serial;
  } catch (error) {
    entry.problem = messageOf(error);
  }
}

/** What is wrong with where the keys come from. That they are in no file is not: the environment's stand in for them. */
function describeBase(entry: Made, { base }: Chain, { name }: Profile): void {
  const of = base.profile.name === name ? "" : ` of "${base.profile.name}"`;
  if (base.kind === "credential-source") {
    const { value } = base.source;
    if (isCredentialSource(value)) return;
    entry.problem = `"${value}"${of} is no credential_source: ${sourceRemedy(value)}`;
  } else if (base.kind === "none" && base.lack.kind === "source-unknown") {
    const { value } = base.lack.source;
    entry.warning =
      `source_profile "${value}"${of} is not there: keys in the environment stand in for it, AWS's own tools refuse`;
  }
}

/** The profiles that the keys come through, nearest first. */
function sourcesOf({ links, base }: Chain, profile: Profile): string[] {
  if (base.profile === profile) return [];
  const between = links.slice(0, -1).map((link) => link.profile.name).reverse()
    .filter((name) => name !== base.profile.name);
  return [...between, base.profile.name];
}

/** The device of the first call, or the one that the keys' own profile names. */
function serialOf({ links, base }: Chain): string | undefined {
  for (const { profile } of links) {
    const serial = profile.settings.get("mfa_serial")?.value;
    if (serial) return serial;
  }
  return base.profile.settings.get("mfa_serial")?.value;
}

function messageOf(error: unknown): string {
  if (error instanceof SwrError) return error.message;
  throw error;
}

/** The checks of a switch (parameters.ts, region.ts) on what the profile itself says; most say none of it. */
function refuseSettings(profile: Profile, passed: Found["passed"]): void {
  for (let at = 0; at < CHECKS.length; at++) {
    const { setting, check } = CHECKS[at]!;
    const given = profile.settings.get(setting);
    if (!given?.value || passed[at]!.has(given.value)) continue;
    check(given);
    passed[at]!.add(given.value);
  }
}

/** The settings of a profile that have a form, and what checks each; all but the role's own ARN, which is taken apart. */
const CHECKS: readonly { readonly setting: string; readonly check: (given: Setting) => unknown }[] =
  [
    { setting: "region", check: checkRegion },
    ...PARAMETERS.filter(({ field }) => field !== "RoleArn"),
  ];

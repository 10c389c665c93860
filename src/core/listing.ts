// Every profile with what it is: a role, keys, SSO …, where it leads, and what is wrong with it.
// Rule: a profile that cannot be used is listed like the others, its problem beside it. Pure: imports its siblings.

import {
  checkExternalId,
  checkMfaSerial,
  checkRegion,
  checkSessionName,
  checkSourceIdentity,
  type Given,
  parseDuration,
  parseRoleArn,
} from "./arn.ts";
import { type KnownSources, walkSources } from "./chain.ts";
import { SwrError } from "./errors.ts";
import { type OtherService, otherService } from "./other_sources.ts";
import type { Paint } from "./paint.ts";
import type { Configuration, Profile } from "./profile.ts";
import { padded } from "./width.ts";
import { visible } from "./visible.ts";

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
  readonly problem?: string;
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
  const region = profile.settings.get("region")?.value;
  const common = { name: profile.name, ...(region && { region }) };
  const roleArn = profile.settings.get("role_arn");
  const service = otherService(profile);
  if (roleArn === undefined || service === "web-identity") {
    const kind = service ?? (profile.staticKeys === undefined ? "settings" : "keys");
    const problem = profile.problems.find(({ severity }) => severity === "error");
    return {
      ...common,
      kind,
      sources: [],
      ...(problem !== undefined && { problem: `line ${problem.line}: ${problem.message}` }),
    };
  }
  const entry = { ...common, kind: "role" as const, sources: [] };
  try {
    // Of an error the message alone is shown here, and the place is in its hints.
    const { account, name } = parseRoleArn({ value: roleArn.value, from: "" });
    return { ...entry, account, role: name, ...chainOf(profile, config, found) };
  } catch (error) {
    return { ...entry, problem: messageOf(error) };
  }
}

/** Where the profile's keys come from and which device they want, or why it cannot be switched to. */
function chainOf(
  profile: Profile,
  config: Configuration,
  { known, passed }: Found,
): Pick<Entry, "sources"> & Partial<Pick<Entry, "mfaSerial" | "problem">> {
  try {
    const chain = walkSources(config, profile, known);
    if ("error" in chain) throw chain.error;
    const { links, base } = chain;
    // Tens of thousands of profiles come here: no more is made than is kept.
    const sources: string[] = [];
    let serial: string | undefined;
    for (const { profile: each } of [...links, base]) {
      serial ||= each.settings.get("mfa_serial")?.value;
      if (each !== base.profile && each.name !== profile.name) sources.unshift(each.name);
    }
    const last = base.profile.name;
    if (last !== profile.name && !sources.includes(last)) sources.push(last);
    refuseSettings(profile, passed);
    return { sources, ...(serial && { mfaSerial: serial }) };
  } catch (error) {
    return { sources: [], problem: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  if (error instanceof SwrError) return error.message;
  throw error;
}

/** The checks of a switch (hops.ts, place.ts) on what the profile itself says; most say none of it. */
function refuseSettings(profile: Profile, passed: Found["passed"]): void {
  CHECKS.forEach(([key, check], at) => {
    const value = profile.settings.get(key)?.value;
    if (!value || passed[at]!.has(value)) return;
    // Of an error the message alone is shown here, and the place is in its hints.
    check({ value, from: "" });
    passed[at]!.add(value);
  });
}

const CHECKS: readonly (readonly [key: string, check: (given: Given) => unknown])[] = [
  ["region", checkRegion],
  ["mfa_serial", checkMfaSerial],
  ["duration_seconds", parseDuration],
  ["external_id", checkExternalId],
  ["role_session_name", checkSessionName],
  ["source_identity", checkSourceIdentity],
];

const HEADINGS = ["PROFILE", "KIND", "ACCOUNT", "ROLE", "REGION", "MFA", "SOURCE"];

/** Aligned columns with headings, for a person. */
export function listingPage(entries: readonly Entry[], paint: Paint): string {
  const rows = [HEADINGS, ...entries.map(cells)];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...rows.map((row) => padded(row[column]!, 0).width))
  );
  return rows.map((row, index) => {
    const line = row.map((cell, column) => padded(cell, widths[column]!).text).join("  ").trimEnd();
    if (index === 0) return `${paint.bold(line)}\n`;
    const problem = entries[index - 1]?.problem;
    return `${line}\n${problem === undefined ? "" : `${paint.red(`  ! ${visible(problem)}`)}\n`}`;
  }).join("");
}

/** Tab-separated, without headings, for a pipe; the problem is the last field. */
export function listingTable(entries: readonly Entry[]): string {
  return entries.map((entry) => `${[...cells(entry), visible(entry.problem ?? "")].join("\t")}\n`)
    .join("");
}

function cells(entry: Entry): string[] {
  const { mfaSerial = "" } = entry;
  const texts = [
    entry.name,
    entry.kind,
    entry.account ?? "",
    entry.role ?? "",
    entry.region ?? "",
    mfaSerial.slice(mfaSerial.lastIndexOf("/") + 1),
    entry.sources.join(" ← "),
  ];
  // visible() goes by single characters: what leaves the whole as it is leaves its parts.
  const whole = texts.join("");
  return visible(whole) === whole ? texts : texts.map(visible);
}

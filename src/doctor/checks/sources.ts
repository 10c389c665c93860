// What is wrong with the sources that other programs serve, and whether IAM Identity Center is signed in to.
// Rule: a rule is defined where a switch applies it (role/served_source.ts, role/sso.ts); here its error becomes a finding.

import type { Configuration } from "../../config/configuration.ts";
import type { Profile } from "../../config/profile.ts";
import { isRole, walkSources } from "../../role/chain.ts";
import { otherService, serviceProblem } from "../../role/other_sources.ts";
import { refuseUnknownRegion } from "../../role/region.ts";
import { isSupported, servedSource, sourceOfProfile } from "../../role/served_source.ts";
import type { ServedSource } from "../../role/source.ts";
import type { ErrorCode, SwrError } from "../../text/errors.ts";
import { type Finding, type FindingId, findingOf, findingsOf } from "../finding.ts";

/** A sign-in to IAM Identity Center that a profile needs. */
export type SignInFact = {
  /** The [sso-session], else the profile. */
  readonly name: string;
  /** Why it cannot be used; undefined if it can. */
  readonly error?: SwrError;
};

const finding = findingsOf("configuration");

/** Findings about the profiles' own sources, and how many profiles swr opens a session in with them. */
export function checkSources(config: Configuration): { findings: Finding[]; usable: number } {
  const findings: Finding[] = [];
  let usable = 0;
  for (const profile of config.profiles.all()) {
    const service = otherService(profile);
    if (service === undefined || !isSupported(service)) continue;
    // In AWS's words by checks/profiles.ts.
    if (serviceProblem(service, profile, config) !== undefined) continue;
    try {
      const source = sourceIn(profile, config);
      if (source === undefined) continue;
      if (source.kind === "sso") refuseUnknownRegion(source.sso.region);
      usable++;
    } catch (error) {
      const id = IDS[(error as SwrError).code] ?? "source-malformed";
      const about = { origin: profile.origin, profile: profile.name, says: ["profile"] } as const;
      findings.push(findingOf(error, "configuration", id, about));
    }
  }
  return { findings, usable };
}

const IDS: Readonly<Partial<Record<ErrorCode, FindingId>>> = {
  "two-sources": "source-twice",
  "region-unknown": "region",
  "region-malformed": "region",
};

/** The source that the profile opens a session with; undefined for a role that has another one. */
function sourceIn(profile: Profile, config: Configuration): ServedSource | undefined {
  if (!isRole(profile)) return sourceOfProfile(profile, otherService(profile)!, config);
  const chain = walkSources(config, profile);
  if ("error" in chain || chain.base.profile.name !== profile.name) return undefined;
  // Refused: a role needs a source_profile.
  return servedSource(chain.base, chain, config);
}

/** Findings about the sign-ins. */
export function checkSignIns(signIns: readonly SignInFact[]): Finding[] {
  return signIns.map(({ name, error }) =>
    error === undefined
      ? finding("sign-in", "ok", `IAM Identity Center is signed in to (${name})`)
      : finding("sign-in", "warning", error.message, error.hints, { code: error.code })
  );
}

// Whether the host that a role is asked of is one that swr may talk to: region, partition, endpoint.
// Rule: checked as the files have it, since the environment differs from one switch to the next.
// Pure: imports its siblings.

import type { Chain } from "./chain.ts";
import { refused } from "./doctor_profiles.ts";
import { hostAndPort } from "./endpoint.ts";
import { endpointSettings } from "./endpoint_settings.ts";
import { type Finding, type FindingId, findingsOf } from "./finding.ts";
import type { CommandLine } from "./flags.ts";
import { type Lookup, setting } from "./given.ts";
import type { Hop } from "./hops.ts";
import { agreedPartition, endpointOf, regionOf } from "./place.ts";
import type { Configuration, Profile } from "./profile.ts";

type HostFacts = {
  readonly configuration: Configuration;
  /** Whether this swr may talk to `host:port`. */
  readonly mayReach: (host: string) => boolean;
};

export const NO_OPTIONS: CommandLine = {
  mode: "dry-run",
  command: [],
  values: new Map(),
  flags: new Set(),
};

export const NO_VARIABLES: Lookup = () => undefined;

const finding = findingsOf("configuration");

/** The finding where the first role of the chain cannot be asked for; undefined where it can. */
export function checkHost(
  chain: Chain,
  first: Hop,
  profile: Profile,
  { configuration, mayReach }: HostFacts,
): Finding | undefined {
  const place = setting(profile, "region")?.from ?? `${profile.at.file}:${profile.at.line}`;
  let id: FindingId = "region";
  try {
    const region = regionOf(chain, NO_OPTIONS, NO_VARIABLES);
    id = "partition";
    agreedPartition(first.role, region);
    id = "endpoint";
    const settings = endpointSettings(profile, configuration, NO_VARIABLES);
    const host = hostAndPort(endpointOf(first.role, region, settings));
    if (mayReach(host)) return undefined;
    const own = settings.endpoint;
    const remedy = own === undefined
      ? [
        `check the spelling of the region "${region?.value}"`,
        "where it is newer than this swr, update swr",
      ]
      : ["it reaches AWS's own STS hosts, VPC endpoints for STS, and this machine"];
    return finding(
      own === undefined ? "region" : "endpoint",
      "problem",
      `swr may not talk to ${host}`,
      remedy,
      { place: own?.from ?? region?.from ?? place, profile: profile.name },
    );
  } catch (error) {
    return refused(error, id, place, profile);
  }
}

// Whether the host that a role is asked of is one that swr may talk to: region, partition, endpoint.
// Rule: checked as the files have it, since the environment differs from one switch to the next.

import type { Chain } from "../../role/chain.ts";
import { type ErrorCode, SwrError } from "../../text/errors.ts";
import { endpointSettings } from "../../role/endpoint_settings.ts";
import { type Finding, type FindingId, findingOf, findingsOf } from "../finding.ts";
import type { RoleOptions } from "../../options/request.ts";
import { type Lookup, setting } from "../../config/origin.ts";
import type { AssumeRoleCall } from "../../role/sts_call.ts";
import { endpointOf, regionOf } from "../../role/region.ts";
import type { Configuration } from "../../config/configuration.ts";
import type { Profile } from "../../config/profile.ts";

type HostFacts = {
  readonly configuration: Configuration;
  /** Whether this swr may talk to `host:port`. */
  readonly mayReach: (host: string) => boolean;
};

export const NO_OPTIONS: RoleOptions = {};

export const NO_VARIABLES: Lookup = () => undefined;

const finding = findingsOf("configuration");

/** The findings that errors about a host become; all others are about the endpoint's settings. */
const FINDING_OF: Readonly<Partial<Record<ErrorCode, FindingId>>> = {
  "region-malformed": "region",
  "region-elsewhere": "partition",
  "partition-unknown": "partition",
};

/** The finding where the first role of the chain cannot be asked for; undefined if it can. */
export function checkHost(
  chain: Chain,
  first: AssumeRoleCall,
  profile: Profile,
  { configuration, mayReach }: HostFacts,
): Finding | undefined {
  const own = setting(profile, "region")?.origin ?? profile.origin;
  try {
    const region = regionOf(chain, NO_OPTIONS, NO_VARIABLES);
    const settings = endpointSettings(profile, configuration, NO_VARIABLES);
    const host = endpointOf(first.role, region, settings).hostAndPort;
    if (mayReach(host)) return undefined;
    const { endpoint } = settings;
    const remedy = endpoint === undefined
      ? [
        `check the spelling of the region "${region?.value}"`,
        "if the region is newer than this version of swr, update swr",
      ]
      : ["swr may only connect to AWS's own STS hosts, VPC endpoints for STS, and this machine"];
    return finding(
      endpoint === undefined ? "region" : "endpoint",
      "problem",
      `swr may not connect to ${host}`,
      remedy,
      { origin: endpoint?.origin ?? region?.origin ?? own, profile: profile.name },
    );
  } catch (error) {
    const id = error instanceof SwrError ? FINDING_OF[error.code] : undefined;
    return findingOf(error, "configuration", id ?? "endpoint", {
      origin: own,
      profile: profile.name,
    });
  }
}

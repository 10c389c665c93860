// The region of a switch, and the endpoint of STS that goes with region and role.
// Rule: the profile beats the environment, because envchain namespaces and outer sessions carry a region; the
// partitions of role and region agree before anything is sent.

import type { Setting } from "../text/origin.ts";
import { checkRegion, type RoleArn } from "./arn.ts";
import type { Chain } from "./chain.ts";
import {
  customEndpoint,
  partitionById,
  partitionOf,
  type StsEndpoint,
  stsEndpoint,
} from "./endpoint.ts";
import type { EndpointSettings } from "./endpoint_settings.ts";
import { SwrError } from "../text/errors.ts";
import type { RoleOptions } from "../options/request.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import type { Partition } from "./partitions.ts";

/** The region with its origin; undefined where nothing names one. */
export function regionOf(chain: Chain, options: RoleOptions, env: Lookup): Setting | undefined {
  const target = chain.links.at(-1)!.profile;
  const sources = [
    ...chain.links.map(({ profile }) => profile).toReversed().slice(1),
    chain.base.profile,
  ];
  const given = options.region ?? setting(target, "region") ??
    variableSetting("AWS_REGION", env) ?? variableSetting("AWS_DEFAULT_REGION", env) ??
    sources.map((profile) => setting(profile, "region")).find((region) => region !== undefined);
  if (given !== undefined) checkRegion(given);
  return given;
}

/** The partition of the role. SwrError "config" where there is no such partition, or the region is in another. */
export function agreedPartition(role: RoleArn, region: Setting | undefined): Partition {
  const partition = partitionById(role.partition);
  if (partition === undefined) {
    throw new SwrError(
      "partition-unknown",
      `"${role.partition}" in "${role.text}" is not an AWS partition`,
      [
        "a role's ARN begins with arn:aws:, arn:aws-cn: or arn:aws-us-gov:",
      ],
    );
  }
  if (region !== undefined && partitionOf(region.value).id !== partition.id) {
    throw new SwrError(
      "region-elsewhere",
      `the region ${region.value} is not in the partition of the role, ${partition.id}`,
      [
        `the role is ${role.text}`,
        "set the right one with --region",
      ],
      { origin: region.origin },
    );
  }
  return partition;
}

/** The endpoint for a role; without a region, the one that stands for the role's whole partition. */
export function endpointOf(
  role: RoleArn,
  region: Setting | undefined,
  settings: EndpointSettings,
): StsEndpoint {
  const partition = agreedPartition(role, region);
  // Without a region: sts.amazonaws.com, and in the other partitions the region that stands for all.
  const name = region?.value ?? (partition.id === "aws" ? "aws-global" : partition.globalRegion);
  const { useFips, useDualStack, useGlobalEndpoint, endpoint } = settings;
  if (endpoint === undefined) {
    if (name === "aws-global" && (useFips || useDualStack)) {
      throw new SwrError(
        "region-missing",
        `${useFips ? "FIPS" : "dual-stack"} endpoints need a region`,
        [
          "add region to the profile, or use --region",
        ],
      );
    }
    return stsEndpoint({ region: name, useFips, useDualStack, useGlobalEndpoint });
  }
  if (useFips || useDualStack) {
    throw new SwrError(
      "endpoint-contradiction",
      `${useFips ? "FIPS" : "dual-stack"} and a custom endpoint cannot be combined`,
      ["remove the endpoint, or the setting"],
      { origin: endpoint.origin },
    );
  }
  return {
    ...customEndpoint(endpoint),
    signingRegion: name === "aws-global" ? "us-east-1" : name,
  };
}

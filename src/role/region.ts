// The region of a switch, and the endpoint of STS that goes with region and role.
// Rule: the profile beats the environment, because envchain namespaces and outer sessions carry a region; the
// partitions of role and region agree before anything is sent.

import { originText, type Setting } from "../text/origin.ts";
import { nearestNames, suggestion } from "../text/suggest.ts";
import { checkRegion, type RoleArn } from "./arn.ts";
import type { Chain } from "./chain.ts";
import {
  customEndpoint,
  type Endpoint,
  partitionById,
  partitionOf,
  type StsEndpoint,
  stsEndpoint,
} from "./endpoint.ts";
import type { EndpointSettings } from "./endpoint_settings.ts";
import { SwrError } from "../text/errors.ts";
import type { RoleOptions } from "../options/request.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import { type Partition, PARTITIONS } from "./partitions.ts";

/** The region with its origin; undefined if nothing names one. */
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

/** What a call is about, for the partition: a role, or the device of a user. */
type Subject = Pick<RoleArn, "partition" | "text"> & {
  readonly what?: "MFA device" | "region of IAM Identity Center";
};

/** The partition of the role or device. SwrError "config" if there is no such partition, or the region is in another. */
export function agreedPartition(role: Subject, region: Setting | undefined): Partition {
  const { what = "role" } = role;
  const partition = partitionById(role.partition);
  if (partition === undefined) {
    throw new SwrError(
      "partition-unknown",
      `"${role.partition}" in "${role.text}" is not an AWS partition`,
      [
        "an ARN begins with arn:aws:, arn:aws-cn: or arn:aws-us-gov:",
      ],
    );
  }
  if (region !== undefined && partitionOf(region.value).id !== partition.id) {
    throw new SwrError(
      "region-elsewhere",
      `the region ${region.value} is not in the partition of the ${what}, ${partition.id}`,
      [
        `the ${what} is ${role.text}`,
        "set the right one with --region",
      ],
      { origin: region.origin },
    );
  }
  return partition;
}

/** The endpoint for a role or device; without a region, the one of the role's whole partition. */
export function endpointOf(
  role: Subject,
  region: Setting | undefined,
  settings: EndpointSettings,
): StsEndpoint {
  const partition = agreedPartition(role, region);
  // Without a region: sts.amazonaws.com, and in the other partitions the region that serves all.
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
  const custom = customEndpoint(endpoint);
  const signingRegion = name === "aws-global" ? "us-east-1" : name;
  refuseOtherRegion(custom, endpoint, signingRegion, region);
  return { ...custom, signingRegion };
}

/**
 * SwrError "config" for a region that no partition lists: it is mistyped, or newer than this swr, whose hosts are a
 * fixed list. Not part of the plan: AWS's own test cases have regions that do not exist.
 */
export function refuseUnknownRegion({ value, origin }: Setting): void {
  if (
    PARTITIONS.some(({ regions }) => regions.includes(value)) || /^aws(-\w+)*-global$/.test(value)
  ) {
    return;
  }
  const known = PARTITIONS.flatMap(({ regions }) => regions);
  const near = [
    // An availability zone.
    ...known.filter((each) => value.startsWith(each) || each.startsWith(`${value}-`)),
    ...nearestNames(value, known),
  ];
  throw new SwrError("region-unknown", `there is no region ${value}`, [
    ...suggestion([...new Set(near)].slice(0, 3)),
    "if it is new, update swr",
  ], { origin });
}

/** STS refuses a call that is signed for another region than its own (SignatureDoesNotMatch). */
function refuseOtherRegion(
  { host }: Endpoint,
  endpoint: Setting,
  signingRegion: string,
  region: Setting | undefined,
): void {
  const own = host === "sts.amazonaws.com"
    ? "us-east-1"
    : /(?:^|\.)sts(?:-fips)?\.([a-z0-9-]+)\.(?:vpce\.)?(?:amazonaws|api\.(?:aws|amazonwebservices)|c2s|sc2s|csp|cloud)\b/
      .exec(host)?.[1];
  if (own === undefined || own === signingRegion) return;
  throw new SwrError(
    "endpoint-contradiction",
    `the endpoint ${host} belongs to ${own}, but calls are signed for ${signingRegion}`,
    [
      ...(region === undefined
        ? [`set region = ${own}, or use --region ${own}`]
        : [`the region ${region.value} comes from ${originText(region.origin)}`]),
      "remove the endpoint: swr finds the one of the region itself",
    ],
    { origin: endpoint.origin },
  );
}

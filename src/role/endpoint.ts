// Which host answers for STS, and which region signs.
// Rule: AWS's endpoint rule set for STS (botocore, data/sts/2011-06-15/endpoint-rule-set-1.json), compared with the
// SDK's own by a test. The SDK is given the host found here, and its one permission is for it.

import { isLoopback } from "../text/host.ts";
import type { Origin, Setting } from "../text/origin.ts";
import { SwrError } from "../text/errors.ts";
import { type Partition, PARTITIONS } from "./partitions.ts";
import { visible } from "../text/visible.ts";

type EndpointQuery = {
  readonly region: string;
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  /** sts_regional_endpoints = legacy: the sixteen oldest regions share sts.amazonaws.com. */
  readonly useGlobalEndpoint: boolean;
};

/** Where a service answers. Its address is taken apart once, here. */
export type Endpoint = {
  /** Without a path, and without the port that the scheme has anyway. */
  readonly url: string;
  /** As in a Host header: `host`, or `host:port` for a port that is not the scheme's own. */
  readonly host: string;
  /** `host:port`, as Deno's net permission writes it. */
  readonly hostAndPort: string;
  /** Where the user has set it; undefined for AWS's own. */
  readonly origin?: Origin;
};

/** An endpoint of STS, and the region that calls to it are signed for. */
export type StsEndpoint = Endpoint & { readonly signingRegion: string };

const LEGACY_REGIONS = new Set(
  ("ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 aws-global ca-central-1 eu-central-1 eu-north-1 " +
    "eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2").split(" "),
);

const GLOBAL: StsEndpoint = { ...awsEndpoint("sts.amazonaws.com"), signingRegion: "us-east-1" };

/** The partition of a region: the one that lists it, else the one whose pattern it fits, else `aws`. */
export function partitionOf(region: string): Partition {
  return PARTITIONS.find(({ regions }) => regions.includes(region)) ??
    PARTITIONS.find(({ regionPattern }) => new RegExp(regionPattern).test(region)) ??
    PARTITIONS[0]!;
}

/** The partition with that id (`aws-cn`), the second field of an ARN. */
export function partitionById(id: string): Partition | undefined {
  return PARTITIONS.find((partition) => partition.id === id);
}

/** AWS's own endpoint for STS in that region. */
export function stsEndpoint(query: EndpointQuery): StsEndpoint {
  const { region, useFips, useDualStack } = query;
  const partition = partitionOf(region);
  const plain = !useFips && !useDualStack;
  if (plain && region === "aws-global") return GLOBAL;
  if (plain && query.useGlobalEndpoint && LEGACY_REGIONS.has(region)) return GLOBAL;
  const suffix = useDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
  // GovCloud's ordinary endpoints are the FIPS ones, and only its dual-stack ones carry the name.
  const ordinary = !useFips || (partition.id === "aws-us-gov" && !useDualStack);
  const host = `${ordinary ? "sts" : "sts-fips"}.${region}.${suffix}`;
  return { ...awsEndpoint(host), signingRegion: region };
}

/**
 * AWS's own endpoint for the access portal of IAM Identity Center in that region (botocore,
 * data/sso/2019-06-10/endpoint-rule-set-1.json).
 */
export function portalEndpoint(
  { region, useFips, useDualStack }: Omit<EndpointQuery, "useGlobalEndpoint">,
): Endpoint {
  const partition = partitionOf(region);
  const suffix = useDualStack ? partition.dualStackDnsSuffix : partition.dnsSuffix;
  // As for STS: GovCloud's ordinary endpoints are the FIPS ones.
  const ordinary = !useFips || (partition.id === "aws-us-gov" && !useDualStack);
  return awsEndpoint(`${ordinary ? "portal.sso" : "portal.sso-fips"}.${region}.${suffix}`);
}

/** The endpoint at a host of AWS's own. */
export function awsEndpoint(host: string): Endpoint {
  return { url: `https://${host}`, host, hostAndPort: `${host}:443` };
}

/** What an endpoint is for, and a host of it, for messages. */
type Service = { readonly service: string; readonly example: string };

const STS: Service = { service: "STS", example: "sts.eu-central-1.amazonaws.com" };

/** An endpoint of the user's own: https, or http on loopback; nothing but host and port counts. */
export function customEndpoint(
  { value, origin }: Setting,
  { service, example }: Service = STS,
): Endpoint {
  const refuse = (why: string) =>
    new SwrError(
      "endpoint-malformed",
      `"${visible(value)}" cannot be the endpoint of ${service}: ${why}`,
      [
        `remove it, or write an address like https://${example}`,
      ],
      { origin },
    );
  const url = URL.parse(value);
  if (url === null || !/^https?:$/.test(url.protocol)) throw refuse("it is not an http(s) address");
  if (url.username !== "" || url.password !== "") throw refuse("it contains a user or a password");
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") {
    throw refuse("it contains more than host and port");
  }
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw refuse("http is allowed on this machine only");
  }
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  const { host, hostname } = url;
  return { url: url.origin, host, hostAndPort: `${hostname}:${port}`, origin };
}

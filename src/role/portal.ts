// Where the access portal of IAM Identity Center answers.
// Rule: the same settings as for STS: FIPS, dual-stack, and an endpoint of the user's own.

import type { Lookup } from "../config/origin.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { SwrError } from "../text/errors.ts";
import { originText } from "../text/origin.ts";
import type { RoleArn } from "./arn.ts";
import { customEndpoint, type Endpoint, partitionOf, portalEndpoint } from "./endpoint.ts";
import { configuredEndpoint, endpointSettings } from "./endpoint_settings.ts";
import type { Sso } from "./sso.ts";

/** SwrError "partitions-mixed" if the role is in another partition than the sign-in. */
export function refuseOtherPartition({ region }: Sso, role: RoleArn): void {
  const { id } = partitionOf(region.value);
  if (id === role.partition) return;
  throw new SwrError(
    "partitions-mixed",
    `the chain crosses two partitions, ${id} and ${role.partition}`,
    [
      `IAM Identity Center is in ${region.value} (${
        originText(region.origin)
      }), the role is ${role.text}`,
      "credentials of one partition are not valid in another: correct the wrong one",
    ],
  );
}

/** The portal that the profile's credentials come from: at the user's own endpoint, or AWS's. */
export function portalOf(
  region: string,
  profile: Profile,
  config: Configuration,
  env: Lookup,
): Endpoint {
  const { useFips, useDualStack } = endpointSettings(profile, config, env);
  const own = configuredEndpoint("SSO", profile, config, env);
  if (own === undefined) return portalEndpoint({ region, useFips, useDualStack });
  if (useFips || useDualStack) {
    throw new SwrError(
      "endpoint-contradiction",
      `${useFips ? "FIPS" : "dual-stack"} and a custom endpoint cannot be combined`,
      ["remove the endpoint, or the setting"],
      { origin: own.origin },
    );
  }
  return customEndpoint(own, {
    service: "IAM Identity Center",
    example: "portal.sso.eu-central-1.amazonaws.com",
  });
}

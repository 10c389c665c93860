// What the user has set about STS's endpoint: FIPS, dual-stack, the old global one, or one of their own.
// Rule: environment over profile, the service's own setting over the general one (AWS SDKs and Tools
// Reference Guide, "Service-specific endpoints"). Pure: imports its siblings.

import type { Given } from "./arn.ts";
import { where } from "./chain.ts";
import { SwrError } from "./errors.ts";
import { subProperties } from "./ini.ts";
import type { Configuration, Profile } from "./profile.ts";

export type EndpointSettings = {
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  readonly useGlobalEndpoint: boolean;
  readonly endpoint?: Given;
};

type Lookup = (name: string) => string | undefined;

/** The settings in force for the profile. SwrError "config" for a `services` section that is not there. */
export function endpointSettings(
  profile: Profile,
  config: Configuration,
  env: Lookup,
): EndpointSettings {
  const either = (variable: string, key: string) =>
    env(variable) || profile.settings.get(key)?.value || "";
  const isOn = (variable: string, key: string) => either(variable, key).toLowerCase() === "true";
  const ignored = isOn("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "ignore_configured_endpoint_urls");
  const endpoint = ignored ? undefined : configuredEndpoint(profile, config, env);
  const legacy = either("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints") === "legacy";
  return {
    useFips: isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
    useDualStack: isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
    useGlobalEndpoint: legacy,
    ...(endpoint !== undefined && { endpoint }),
  };
}

function configuredEndpoint(
  profile: Profile,
  config: Configuration,
  env: Lookup,
): Given | undefined {
  for (const variable of ["AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL"]) {
    const value = env(variable);
    if (value) return { value, from: `$${variable}` };
  }
  const services = profile.settings.get("services");
  if (services !== undefined) {
    const section = config.services.get(services.value);
    if (section === undefined) {
      throw new SwrError("config", `there is no section [services ${services.value}]`, [
        `${where(services)} names it`,
      ]);
    }
    const sts = section.get("sts");
    const value = sts === undefined ? undefined : subProperties(sts.value).get("endpoint_url");
    if (sts !== undefined && value) return { value, from: where(sts) };
  }
  const own = profile.settings.get("endpoint_url");
  return own?.value ? { value: own.value, from: where(own) } : undefined;
}

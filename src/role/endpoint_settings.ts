// What the user has set about endpoints: STS's FIPS, dual-stack, old global one, or one of their own for a service.
// Rule: environment over profile, the service's own setting over the general one (AWS SDKs and Tools Reference Guide,
// "Service-specific endpoints").

import type { Setting } from "../text/origin.ts";
import { SwrError } from "../text/errors.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import { subProperties } from "../config/ini.ts";
import type { Configuration, Profile } from "../config/profile.ts";

export type EndpointSettings = {
  readonly useFips: boolean;
  readonly useDualStack: boolean;
  readonly useGlobalEndpoint: boolean;
  readonly endpoint?: Setting;
};

/** The settings in force for the profile. SwrError "config" for a `services` section that is not there. */
export function endpointSettings(
  profile: Profile,
  config: Configuration,
  env: Lookup,
): EndpointSettings {
  const either = (variable: string, key: string) =>
    env(variable) || profile.settings.get(key)?.value || "";
  const isOn = (variable: string, key: string) => either(variable, key).toLowerCase() === "true";
  const endpoint = configuredEndpoint("STS", profile, config, env);
  const legacy = either("AWS_STS_REGIONAL_ENDPOINTS", "sts_regional_endpoints") === "legacy";
  return {
    useFips: isOn("AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint"),
    useDualStack: isOn("AWS_USE_DUALSTACK_ENDPOINT", "use_dualstack_endpoint"),
    useGlobalEndpoint: legacy,
    ...(endpoint !== undefined && { endpoint }),
  };
}

/**
 * The user's own endpoint for the service, which is named as in AWS_ENDPOINT_URL_STS. The console's sign-in follows
 * the general one too: credentials of an STS on this machine are nothing to send to AWS.
 */
export function configuredEndpoint(
  service: "STS" | "SIGNIN",
  profile: Profile,
  config: Configuration,
  env: Lookup,
): Setting | undefined {
  const ignored = env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ||
    profile.settings.get("ignore_configured_endpoint_urls")?.value;
  if (ignored?.toLowerCase() === "true") return undefined;
  const variables = { STS: "AWS_ENDPOINT_URL_STS", SIGNIN: "AWS_ENDPOINT_URL_SIGNIN" };
  const given = variableSetting(variables[service], env) ??
    variableSetting("AWS_ENDPOINT_URL", env);
  if (given !== undefined) return given;
  const services = profile.settings.get("services");
  if (services !== undefined) {
    const section = config.services.get(services.value);
    if (section === undefined) {
      throw new SwrError("services-missing", `there is no section [services ${services.value}]`, [
        "add the section, or remove the setting services",
      ], { origin: services.origin });
    }
    const own = section.get(service.toLowerCase());
    const value = own === undefined ? undefined : subProperties(own.value).get("endpoint_url");
    if (own !== undefined && value) return { value, origin: own.origin };
  }
  return setting(profile, "endpoint_url");
}

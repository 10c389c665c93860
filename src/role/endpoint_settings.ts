// What the user has set about endpoints: STS's FIPS, dual-stack, old global one, or one of their own for a service.
// Rule: environment over profile, the service's own setting over the general one (AWS SDKs and Tools Reference Guide,
// "Service-specific endpoints").

import { type LineOrigin, lineOrigin, type Setting } from "../text/origin.ts";
import { sectionAmbiguity } from "../config/ambiguity.ts";
import { SwrError } from "../text/errors.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import { type FileSetting, repeatedIn, subProperties } from "../config/ini.ts";
import type { Configuration, NamedSection } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { visible } from "../text/visible.ts";

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
  service: "STS" | "SIGNIN" | "SSO",
  profile: Profile,
  config: Configuration,
  env: Lookup,
): Setting | undefined {
  const ignored = env("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ||
    profile.settings.get("ignore_configured_endpoint_urls")?.value;
  if (ignored?.toLowerCase() === "true") return undefined;
  const variables = {
    STS: "AWS_ENDPOINT_URL_STS",
    SIGNIN: "AWS_ENDPOINT_URL_SIGNIN",
    SSO: "AWS_ENDPOINT_URL_SSO",
  };
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
    refuseUnreadable(services.value, section);
    const own = section.settings.get(service.toLowerCase());
    refuseWithoutEffect(services.value, section, service.toLowerCase(), own);
    const twice = own && repeatedIn(own.whole);
    if (twice !== undefined) {
      throw new SwrError(
        "services-unreadable",
        `${twice} is set twice, to different values, in [services ${services.value}]`,
        ["remove one of the lines"],
        { origin: own!.origin },
      );
    }
    const value = own === undefined ? undefined : subProperties(own.whole).get("endpoint_url");
    if (own !== undefined && value) return { value, origin: own.origin };
  }
  return setting(profile, "endpoint_url");
}

/** An endpoint that is written so that it counts for no service: without it, STS would be asked elsewhere. */
function refuseWithoutEffect(
  name: string,
  section: NamedSection,
  service: string,
  own: FileSetting | undefined,
): void {
  const refuse = (message: string, origin: LineOrigin) =>
    new SwrError("services-unreadable", `${message} in [services ${name}]`, [
      `write \`${service} =\`, and endpoint_url on an indented line below it`,
    ], { origin });
  const stray = section.settings.get("endpoint_url");
  if (stray !== undefined) throw refuse("endpoint_url belongs to no service", stray.origin);
  if (own === undefined || own.whole === "") return;
  if (own.value !== "") throw refuse(`${service} has a value of its own`, own.origin);
  if (!subProperties(own.whole).has("endpoint_url")) {
    throw refuse(`${service} has no endpoint_url`, own.origin);
  }
}

/** A line that AWS's tools reject spoils the section, and an endpoint that is set twice leaves open who is asked. */
function refuseUnreadable(name: string, section: NamedSection): void {
  const error = section.problems.find(({ severity }) => severity === "error");
  if (error !== undefined) {
    throw new SwrError(
      "services-unreadable",
      `the section [services ${name}] cannot be read: ${visible(error.message)}`,
      ["correct that line: without it, STS would be asked elsewhere"],
      { origin: lineOrigin(error) },
    );
  }
  const ambiguity = sectionAmbiguity(section);
  if (ambiguity === undefined) return;
  const { message, hints, origin } = ambiguity;
  throw new SwrError(
    "services-unreadable",
    `the section [services ${name}] is ambiguous: ${message}`,
    hints,
    { origin },
  );
}

// The decision of a switch to a profile that names its own source and is no role: a session with what the source gives.
// Rule: keys in the environment are refused, since they would be another identity; long-lived keys never
// reach a session, they become a user session.

import type { Lookup } from "../config/origin.ts";
import { setting, variableSetting } from "../config/origin.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import type { SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { originText } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { followSources, isRole } from "./chain.ts";
import { partitionOf } from "./endpoint.ts";
import { endpointSettings } from "./endpoint_settings.ts";
import { otherService, SERVED } from "./other_sources.ts";
import type { Situation, SourcePlan, UserPlan } from "./plan.ts";
import { portalOf } from "./portal.ts";
import { endpointOf } from "./region.ts";
import { isSupported, sourceOfProfile } from "./served_source.ts";
import { environmentSource, type ServedSource } from "./source.ts";
import { planServedUser, regionOf } from "./user_plan.ts";

/** Whether the profile is no role, and names a source that swr can ask. */
export function opensSourceSession(profile: Profile): boolean {
  const service = otherService(profile);
  return service !== undefined && isSupported(service) && !isRole(profile) &&
    !profile.settings.has("source_profile") && !profile.settings.has("credential_source");
}

/** Decides the session of the profile's own source. SwrError with the reason if it cannot succeed. */
export function planSourceProfile(
  profile: Profile,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  { inside, served, checkSource }: Situation = {},
): SourcePlan | UserPlan {
  // What spoils a role's profile spoils this one.
  followSources(config, profile);
  const service = otherService(profile)!;
  const source = sourceOfProfile(profile, service, config, served);
  const found = environmentSource(env, inside);
  if (found !== undefined) {
    checkSource?.(found.source);
    throw new SwrError(
      "two-sources",
      `profile "${visible(profile.name)}" uses ${
        SERVED[service].how
      }, and the environment holds other keys`,
      [
        `the environment's are in AWS_ACCESS_KEY_ID, the profile's source is at ${
          originText(profile.origin)
        }`,
        "unset AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or start swr without envchain",
      ],
    );
  }
  if (source.accessKeyId !== undefined && source.gives === "long-term") {
    return planUser(profile, source, options, config, env);
  }
  refuseOptions(options, source);
  if (served !== undefined && served.expiration === undefined) throw endless(profile);
  return sourcePlan(profile, source, options, config, env);
}

/** Long-lived keys from a process: a user session, if there is a device for it. */
function planUser(
  profile: Profile,
  source: ServedSource,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
): UserPlan {
  const device = options.role["mfa-serial"] ?? setting(profile, "mfa_serial");
  if (device !== undefined) {
    return planServedUser(profile, source, device, options, config, env);
  }
  throw new SwrError(
    "no-device",
    `credential_process of profile "${
      visible(profile.name)
    }" prints long-lived keys, which swr puts into no session`,
    [
      "add mfa_serial to the profile: swr then opens a session of the user with MFA",
      "or name the profile as source_profile of a role",
    ],
    { origin: profile.origin },
  );
}

function endless(profile: Profile): SwrError {
  return new SwrError(
    "process-failed",
    `credential_process of profile "${
      visible(profile.name)
    }" failed: it does not say when its keys end`,
    [
      "a session needs that: let the process print Expiration",
      "without it the profile can still be the source_profile of a role",
    ],
    { origin: setting(profile, "credential_process")!.origin },
  );
}

function sourcePlan(
  profile: Profile,
  source: ServedSource,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
): SourcePlan {
  const region = regionOf(profile, options.role, env);
  const subject = source.kind === "sso"
    ? {
      partition: partitionOf(source.sso.region.value).id,
      text: source.sso.region.value,
      what: SSO_REGION,
    }
    : { partition: region === undefined ? "aws" : partitionOf(region.value).id, text: "" };
  const settings = endpointSettings(profile, config, env);
  const caBundle = variableSetting("AWS_CA_BUNDLE", env) ?? setting(profile, "ca_bundle");
  return {
    opens: "source-session",
    profile: profile.name,
    source,
    calls: [],
    endpoint: endpointOf(subject, region, settings),
    ...(source.kind === "sso" && {
      portal: portalOf(source.sso.region.value, profile, config, env),
    }),
    warnings: [],
    notes: [],
    ...(caBundle !== undefined && { caBundle }),
    ...(region !== undefined && { region }),
  };
}

/** Options that are for calls: such a session has none. A process may still print long-lived keys, which take some. */
function refuseOptions(
  { role, fromSession, managedPolicy }: SwitchOptions,
  source: ServedSource,
): void {
  const given = (Object.keys(role) as (keyof typeof role)[]).filter((name) =>
    role[name]!.origin.kind !== "variable" && name !== "region"
  );
  const open = source.accessKeyId === undefined && source.gives === "long-term";
  const option = given.find((name) => !(open && OF_USERS.includes(name))) ?? managedPolicy ??
    (fromSession ? "from-session" : undefined);
  if (option === undefined) return;
  const why = option === "duration" ? DECIDES[source.kind] : "it is for roles and user sessions";
  throw new SwrError("usage", `--${option} has no meaning for this session`, [why]);
}

const SSO_REGION = "region of IAM Identity Center" as const;

/** Options that a user session takes. */
const OF_USERS: readonly string[] = ["duration", "mfa-serial", "mfa-token", "mfa-process"];

/** What decides how long the session lasts. */
const DECIDES: Readonly<Record<ServedSource["kind"], string>> = {
  login: "`aws login` decides how long its credentials last",
  sso: "the permission set of IAM Identity Center decides how long its sessions last",
  process: "the program of credential_process decides how long its keys last",
};

// The decision of a user session (GetSessionToken), of a profile with mfa_serial and no role_arn, or of no profile.
// Rule: the same as for a role: an option beats the profile, the profile beats the environment. Only an IAM user's own
// long-lived keys can open it.

import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import type { RoleOptions, SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { originText, type Setting } from "../text/origin.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";
import { checkMfaSerial, checkRegion, parseUserDuration } from "./arn.ts";
import { ownerOfDevice } from "./user_arn.ts";
import { followSources } from "./chain.ts";
import { freeName } from "./own_section.ts";
import { endpointSettings } from "./endpoint_settings.ts";
import { partitionOf } from "./endpoint.ts";
import type { Situation, UserPlan } from "./plan.ts";
import { endpointOf } from "./region.ts";
import { onlyDevice } from "./user_device.ts";
import { accountOfKey, type CredentialSource, environmentSource, profileSource } from "./source.ts";

/** Decides the user session of a profile. SwrError with the reason if it cannot succeed. */
export function planUserProfile(
  profile: Profile,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  situation: Situation = {},
): UserPlan {
  // What spoils a role's profile spoils this one.
  followSources(config, profile);
  const device = options.role["mfa-serial"] ?? setting(profile, "mfa_serial");
  const found = environmentSource(env, situation.inside);
  const own = profileSource(profile);
  if (found && own && found.source.accessKeyId !== own.source.accessKeyId) {
    throw new SwrError(
      "two-sources",
      `profile "${visible(profile.name)}" has keys of its own, and the environment holds others`,
      [
        `the profile's are at ${originText(profile.staticKeys!.accessKeyId.origin)}`,
        "unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or remove the keys from the file",
      ],
    );
  }
  const source = found ?? own;
  if (source === undefined) {
    throw noKeys(
      `no access keys found for the user session of "${visible(profile.name)}"`,
      pasted(profile.name),
    );
  }
  situation.checkSource?.(source.source);
  const given = { name: profile.name, ownSection: false, device, profile, ...source };
  return plan(given, options, config, env);
}

/** Decides the user session of a profile whose long-lived keys another program has served. */
export function planServedUser(
  profile: Profile,
  source: CredentialSource,
  device: Setting,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
): UserPlan {
  const given = { name: profile.name, ownSection: false, device, profile, source, notes: [] };
  return plan(given, options, config, env);
}

/** Decides a user session without a profile (--user). SwrError with the reason if it cannot succeed. */
export function planUser(
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  situation: Situation = {},
): UserPlan {
  const source = environmentSource(env, situation.inside);
  if (source === undefined) throw noKeys("no access keys found for a user session", "--user");
  situation.checkSource?.(source.source);
  const device = options.role["mfa-serial"] ?? onlyDevice(config);
  const name = ownSectionName(device?.value, config);
  return plan({ name, ownSection: true, device, ...source }, options, config, env);
}

/** A name for the section that the view gets: `ACCOUNT-DEVICE`. */
function ownSectionName(serial: string | undefined, config: Configuration): string {
  const owner = serial === undefined ? undefined : ownerOfDevice(serial);
  const device = serial?.slice(serial.lastIndexOf("/") + 1);
  return freeName(owner === undefined ? "user" : `${owner.account}-${device}`, config);
}

/** What is decided of a user session before its call is. */
type Given = {
  readonly name: string;
  readonly ownSection: boolean;
  readonly device: Setting | undefined;
  readonly profile?: Profile;
  readonly source: CredentialSource;
  readonly notes: readonly string[];
};

function plan(
  { name, ownSection, device, profile, source, notes }: Given,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
): UserPlan {
  refuseRoleOptions(options);
  if (device !== undefined) checkMfaSerial(device);
  const duration = options.role.duration;
  const region = regionOf(profile, options.role, env);
  const owner = device && ownerOfDevice(device.value);
  const partition = owner?.partition ?? (region ? partitionOf(region.value).id : "aws");
  const subject = { partition, text: device?.value ?? "", what: "MFA device" } as const;
  const settings = endpointSettings(profile ?? NO_PROFILE, config, env);
  const caBundle = variableSetting("AWS_CA_BUNDLE", env) ??
    (profile && setting(profile, "ca_bundle"));
  const code = options.role["mfa-token"] ?? variableSetting("SWR_MFA_TOKEN", env);
  const mfaProcess = options.role["mfa-process"] ?? variableSetting("SWR_MFA_PROCESS", env) ??
    (profile && setting(profile, "mfa_process"));
  return {
    opens: "user-session",
    profile: name,
    ownSection,
    source,
    calls: [{
      action: "GetSessionToken",
      input: {
        ...(duration !== undefined && { DurationSeconds: parseUserDuration(duration) }),
        ...(device !== undefined && { SerialNumber: device.value }),
      },
      origins: {
        ...(duration !== undefined && { DurationSeconds: duration.origin }),
        ...(device !== undefined && { SerialNumber: device.origin }),
      },
    }],
    endpoint: endpointOf(subject, region, settings),
    warnings: warningsOf(device, source, code),
    notes,
    ...(caBundle !== undefined && { caBundle }),
    ...(code !== undefined && { code }),
    ...(mfaProcess !== undefined && { mfaProcess }),
    ...(region !== undefined && { region }),
  };
}

/** What the user reads before the code is asked for. */
function warningsOf(
  device: Setting | undefined,
  source: CredentialSource,
  code: Setting | undefined,
): string[] {
  if (device === undefined) {
    return [
      "no profile names an MFA device: this session has no MFA, and IAM calls and roles that require MFA will refuse it",
      ...(code === undefined ? [] : ["the code is not sent: it needs a device, --mfa-serial"]),
    ];
  }
  const [ofDevice, ofKey] = [
    ownerOfDevice(device.value)?.account,
    accountOfKey(source.accessKeyId ?? ""),
  ];
  return ofDevice === undefined || ofKey === undefined || ofDevice === ofKey ? [] : [
    `the access key is of account ${ofKey}, the MFA device of ${ofDevice}: is it the right envchain namespace? \`envchain --list\``,
  ];
}

/** The region of a session that no role is for. */
export function regionOf(
  profile: Profile | undefined,
  options: RoleOptions,
  env: Lookup,
): Setting | undefined {
  const given = options.region ?? (profile && setting(profile, "region")) ??
    variableSetting("AWS_REGION", env) ?? variableSetting("AWS_DEFAULT_REGION", env);
  if (given !== undefined) checkRegion(given);
  return given;
}

/** Options that are parameters of AssumeRole alone. */
const OF_ROLES = [
  "session-name",
  "external-id",
  "source-identity",
  "tag",
  "transitive-tag",
  "policy",
  "policy-arn",
  "settings-from",
] as const;

function refuseRoleOptions({ role, fromSession, managedPolicy }: SwitchOptions): void {
  // SWR_OPTIONS may hold what is for roles.
  const isTyped = (given: Setting | undefined) => given && given.origin.kind !== "variable";
  const option = OF_ROLES.find((name) => isTyped(role[name])) ?? managedPolicy ??
    (fromSession ? "from-session" : undefined);
  if (option === undefined) return;
  throw new SwrError("usage", `--${option} has no meaning for a user session`, [
    "it is for roles only",
  ]);
}

function noKeys(message: string, typed: string): SwrError {
  return new SwrError("no-keys", message, [
    `run it with envchain: \`envchain NAMESPACE swr ${typed}\` (is the namespace right? \`envchain --list\`)`,
  ]);
}

/** Without a profile no setting of the files counts. */
const NO_PROFILE: Profile = {
  name: "",
  origin: { kind: "line", file: "", line: 0 },
  settings: new Map(),
  problems: [],
  doubts: { conflicts: [], spellings: {} },
};

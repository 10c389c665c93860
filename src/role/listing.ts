// Every profile with its kind (a role, keys, SSO …), where it leads, and what is wrong with it.
// Rule: a profile that cannot be used is listed like the others, with its problem.

import type { Setting } from "../text/origin.ts";
import { checkMfaSerial, checkRegion, parseRoleArn } from "./arn.ts";
import { ownerOfDevice } from "./user_arn.ts";
import { type Chain, devicesOf, followSources, isRole } from "./chain.ts";
import { setting } from "../config/origin.ts";
import { opensUserSession } from "./user_device.ts";
import { SETTINGS } from "./parameters.ts";
import { type ErrorCode, SwrError } from "../text/errors.ts";
import {
  isCredentialSource,
  type OtherService,
  otherService,
  sourceRemedy,
} from "./other_sources.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import { accountOfLogin, isSupported, servedSource, sourceOfProfile } from "./served_source.ts";

export type Entry = {
  readonly name: string;
  /**
   * role: swr can switch to it. user: its user's own session. sso, login, credential-process: another program serves its
   * credentials. keys: it holds a pair of its own. settings: none of these.
   */
  readonly kind: "role" | "user" | "keys" | "settings" | OtherService;
  readonly account?: string;
  readonly role?: string;
  readonly region?: string;
  readonly mfaSerial?: string;
  /** The profiles its keys come from, nearest first. */
  readonly sources: readonly string[];
  /** Why swr cannot switch to it, or no tool understands it. */
  readonly problem?: string;
  /** The code of the error that a switch would end in. */
  readonly code?: ErrorCode;
  /** What AWS's own tools refuse, and swr does with keys in the environment. */
  readonly warning?: string;
};

/** Whether swr opens a session in a profile of that kind. */
export function isOpenable({ kind }: Entry): boolean {
  return kind === "role" || kind === "user" ||
    (kind !== "keys" && kind !== "settings" && isSupported(kind));
}

/** The profiles in the order of the config file. */
export function listProfiles(config: Configuration): Entry[] {
  return Array.from(config.profiles.all(), (profile) => {
    const { name } = profile;
    const region = profile.settings.get("region")?.value;
    const described = isRole(profile)
      ? describeRole(profile, config)
      : describeOther(profile, config);
    return region ? { name, region, ...described } : { name, ...described };
  });
}

type Description = Omit<Entry, "name" | "region">;

function describeOther(profile: Profile, config: Configuration): Description {
  const problem = profile.problems.find(({ severity }) => severity === "error");
  if (opensUserSession(profile) && problem === undefined) return describeUser(profile);
  const service = otherService(profile);
  if (service !== undefined && problem === undefined) {
    return describeServed(profile, service, config);
  }
  return {
    kind: service ?? (profile.staticKeys === undefined ? "settings" : "keys"),
    sources: [],
    ...(problem !== undefined && {
      problem: `line ${problem.line}: ${problem.message}`,
      code: "profile-unreadable",
    }),
  };
}

/** What another program serves; the account and role are those that the profile names. */
function describeServed(
  profile: Profile,
  service: OtherService,
  config: Configuration,
): Description {
  const account = service === "login"
    ? accountOfLogin(setting(profile, "login_session")?.value ?? "")
    : setting(profile, "sso_account_id")?.value;
  const role = setting(profile, "sso_role_name")?.value;
  return {
    kind: service,
    sources: [],
    ...((service === "sso" || service === "login") && account !== undefined && { account }),
    ...(service === "sso" && role !== undefined && { role }),
    ...problemOf(() => isSupported(service) && sourceOfProfile(profile, service, config)),
  };
}

/** What is wrong with a source, if deciding it says so. */
function problemOf(decide: () => unknown): Pick<Entry, "problem" | "code"> {
  try {
    decide();
    return {};
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    return { problem: error.message, code: error.code };
  }
}

/** Its account is that of the device. */
function describeUser(profile: Profile): Description {
  const device = setting(profile, "mfa_serial")!;
  const account = ownerOfDevice(device.value)?.account;
  const described: Description = {
    kind: "user",
    sources: [],
    mfaSerial: device.value,
    ...(account !== undefined && { account }),
  };
  try {
    checkMfaSerial(device);
    return described;
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    return { ...described, problem: error.message, code: error.code };
  }
}

/** The role, where its keys come from and which device they want; or why it cannot be switched to. */
function describeRole(profile: Profile, config: Configuration): Description {
  let named: Pick<Entry, "account" | "role"> = {};
  try {
    const { account, name: role } = parseRoleArn(profile.settings.get("role_arn")!);
    named = { account, role };
    const chain = followSources(config, profile);
    for (const { setting: key, check } of CHECKS) {
      const given = profile.settings.get(key);
      if (given?.value) check(given);
    }
    const [device] = devicesOf(chain);
    const sources = sourcesOf(chain, profile);
    const described: Description = device === undefined
      ? { kind: "role", account, role, sources }
      : { kind: "role", account, role, sources, mfaSerial: device.value };
    const fault = describeBase(chain, profile, config);
    return fault === undefined ? described : { ...described, ...fault };
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    return { kind: "role", ...named, sources: [], problem: error.message, code: error.code };
  }
}

/**
 * What is wrong with where the keys come from; undefined if nothing is. Keys that are in no file are not wrong: those of the
 * environment replace them.
 */
function describeBase(
  chain: Chain,
  { name }: Profile,
  config: Configuration,
): Pick<Entry, "problem" | "code" | "warning"> | undefined {
  const { base } = chain;
  if (base.kind === "other") {
    return problemOf(() => servedSource(base, chain, config));
  }
  const of = base.profile.name === name ? "" : ` of "${base.profile.name}"`;
  if (base.kind === "credential-source") {
    const { value } = base.source;
    return isCredentialSource(value) ? undefined : {
      problem: `"${value}"${of} is not a valid credential_source: ${sourceRemedy(value)}`,
      code: "no-keys",
    };
  }
  if (base.kind === "none" && base.lack.kind === "source-unknown") {
    const { value } = base.lack.source;
    return {
      warning:
        `source_profile "${value}"${of} does not exist: swr uses the keys in the environment instead, AWS's own tools refuse`,
    };
  }
  return undefined;
}

/** The profiles that the keys come through, nearest first. */
function sourcesOf({ links, base }: Chain, profile: Profile): string[] {
  if (base.profile === profile) return [];
  if (links.length === 1) return [base.profile.name];
  const between = links.slice(0, -1).map((link) => link.profile.name).reverse()
    .filter((name) => name !== base.profile.name);
  return [...between, base.profile.name];
}

/** The settings of a profile that have a form, and what checks each; all but the role's own ARN, which is taken apart. */
const CHECKS: readonly { readonly setting: string; readonly check: (given: Setting) => unknown }[] =
  [
    { setting: "region", check: checkRegion },
    ...SETTINGS.filter(({ field }) => field !== "RoleArn"),
  ];

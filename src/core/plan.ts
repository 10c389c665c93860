// The whole decision of a switch, taken before anything is asked or sent: keys, roles, host, region, names.
// Rule: an option beats the profile, the profile beats the environment (which outer sessions and envchain
// namespaces fill), the environment beats the default. Pure: imports its siblings.

import * as arn from "./arn.ts";
import { areTemporary, type SourceKeys, sourceKeys } from "./keys.ts";
import { type Chain, followSources, profileNamed, where } from "./chain.ts";
import {
  checkRegion,
  customEndpoint,
  type Endpoint,
  partitionById,
  partitionOf,
  stsEndpoint,
} from "./endpoint.ts";
import { SwrError } from "./errors.ts";
import type { CommandLine, OptionName } from "./flags.ts";
import { type EndpointSettings, endpointSettings } from "./endpoint_settings.ts";
import { otherService, SERVED } from "./other_sources.ts";
import type { Configuration, Profile } from "./profile.ts";

/** One call of AssumeRole. */
export type Hop = {
  readonly profile: string;
  readonly role: arn.RoleArn;
  readonly sessionName: string;
  /** Undefined: STS's own default, 3600. */
  readonly durationSeconds?: number;
  readonly externalId?: string;
  readonly sourceIdentity?: string;
  readonly mfaSerial?: string;
};

export type Plan = {
  readonly profile: string;
  readonly source: SourceKeys;
  readonly hops: readonly [Hop, ...Hop[]];
  readonly endpoint: Endpoint;
  /** A file of certificates that the profile names. */
  readonly caBundle?: string;
  /** The command that prints an MFA code. */
  readonly mfaProcess?: string;
  /** Where an endpoint that is not AWS's own was set. */
  readonly endpointFrom?: string;
  /** Undefined where nothing names one: the session has none then. */
  readonly region?: string;
  /** Facts the user hears of: always, and under -v. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
};

type Lookup = (name: string) => string | undefined;

/** Decides a switch to the named profile; SwrError with the reason where it cannot succeed. */
export function planSwitch(
  name: string,
  line: CommandLine,
  config: Configuration,
  env: Lookup,
): Plan {
  const chain = followSources(config, name);
  const target = profileNamed(config, name);
  if (chain.links.length === 0) throw noRole(target);
  const source = sourceKeys(chain.base, env);
  const temporary = areTemporary(source.keys);
  if (temporary && !line.flags.has("from-session")) throw alreadyInSession(name, source, env);
  const warnings: string[] = [];
  const notes = [...source.notes];
  const hops = hopsOf(chain, line, env, temporary, warnings, notes);
  const region = regionOf(chain, line, env);
  const settings = endpointSettings(target, config, env);
  const endpoint = endpointOf(hops[0].role, region, settings);
  if (settings.endpoint !== undefined) {
    warnings.push(`the endpoint of STS is ${endpoint.url} (set in ${settings.endpoint.from})`);
  }
  const caBundle = target.settings.get("ca_bundle")?.value;
  const mfaProcess = mfaProcessOf(chain, line, env);
  return {
    profile: name,
    source,
    ...(caBundle && { caBundle }),
    ...(mfaProcess !== undefined && { mfaProcess }),
    hops,
    endpoint,
    warnings,
    notes,
    ...(region !== undefined && { region: region.value }),
    ...(settings.endpoint !== undefined && { endpointFrom: settings.endpoint.from }),
  };
}

function hopsOf(
  chain: Chain,
  line: CommandLine,
  env: Lookup,
  temporary: boolean,
  warnings: string[],
  notes: string[],
): [Hop, ...Hop[]] {
  const serial = mfaSerialOf(chain, line);
  if (serial !== undefined && temporary) {
    notes.push("keys of a session cannot be used with MFA: no code is asked for");
  }
  const fallback = givenBy("AWS_ROLE_SESSION_NAME", env);
  const defaultName = fallback === undefined
    ? arn.defaultSessionName(serial, env("USER") || env("LOGNAME") || env("USERNAME"))
    : undefined;
  const hops = chain.links.map(({ profile, roleArn }, index): Hop => {
    const last = index === chain.links.length - 1;
    const option = (option: OptionName) => last ? optionGiven(option, line) : undefined;
    const name = option("session-name") ?? setting(profile, "role_session_name") ?? fallback;
    const externalId = option("external-id") ?? setting(profile, "external_id");
    const identity = (index === 0 ? optionGiven("source-identity", line) : undefined) ??
      setting(profile, "source_identity");
    const chained = temporary || index > 0;
    const duration = durationOf(
      option("duration"),
      setting(profile, "duration_seconds"),
      chained,
      warnings,
    );
    return {
      profile: profile.name,
      role: arn.parseRoleArn({ value: roleArn.value, from: where(roleArn) }),
      sessionName: name === undefined ? defaultName ?? "swr" : arn.checkSessionName(name),
      ...(duration !== undefined && { durationSeconds: duration }),
      ...(externalId !== undefined && { externalId: arn.checkExternalId(externalId) }),
      ...(identity !== undefined && { sourceIdentity: arn.checkSourceIdentity(identity) }),
      ...(index === 0 && serial !== undefined && !temporary && { mfaSerial: serial }),
    };
  });
  return hops as [Hop, ...Hop[]];
}

/**
 * Role chaining ends after an hour (IAM User Guide, "Roles terms and concepts", role chaining): a longer
 * time asked for on the command line is refused, one in the file is shortened with a word.
 */
function durationOf(
  option: arn.Given | undefined,
  setting: arn.Given | undefined,
  chained: boolean,
  warnings: string[],
): number | undefined {
  const given = option ?? setting;
  if (given === undefined) return undefined;
  const seconds = arn.parseDuration(given);
  if (!chained || seconds <= 3600) return seconds;
  if (option !== undefined) {
    throw new SwrError("config", `a session of ${option.value} is not possible here`, [
      "a role assumed from another role or session lasts an hour at most (role chaining)",
    ]);
  }
  warnings.push(
    `the session lasts 1h, not ${given.value} seconds as in ${given.from}: role chaining ends there`,
  );
  return 3600;
}

/** The MFA of a chain belongs to the first call, the only one signed by the user's own keys. */
function mfaSerialOf(chain: Chain, line: CommandLine): string | undefined {
  const option = optionGiven("mfa-serial", line);
  if (option !== undefined) return arn.checkMfaSerial(option);
  const profiles = [...chain.links.map(({ profile }) => profile), chain.base.profile];
  const serials = profiles.flatMap((profile) => setting(profile, "mfa_serial") ?? []);
  const [first] = serials;
  if (first === undefined) return undefined;
  const other = serials.find(({ value }) => value !== first.value);
  if (other !== undefined) {
    throw new SwrError("config", "the chain of profiles names two MFA devices", [
      `"${first.value}" in ${first.from}, "${other.value}" in ${other.from}`,
      "only the first call can carry a code: keep one, or choose with --mfa-serial",
    ]);
  }
  return arn.checkMfaSerial(first);
}

/** The command that prints a code: the option, the variable, or a profile of the chain (as aws-vault has it). */
function mfaProcessOf(chain: Chain, line: CommandLine, env: Lookup): string | undefined {
  const profiles = [...chain.links.map(({ profile }) => profile).toReversed(), chain.base.profile];
  const given = optionGiven("mfa-process", line) ?? givenBy("SWR_MFA_PROCESS", env) ??
    profiles.map((profile) => setting(profile, "mfa_process")).find((each) => each !== undefined);
  return given?.value;
}

function regionOf(chain: Chain, line: CommandLine, env: Lookup): arn.Given | undefined {
  const target = chain.links.at(-1)!.profile;
  const sources = [
    ...chain.links.map(({ profile }) => profile).toReversed().slice(1),
    chain.base.profile,
  ];
  const given = optionGiven("region", line) ?? setting(target, "region") ??
    givenBy("AWS_REGION", env) ?? givenBy("AWS_DEFAULT_REGION", env) ??
    sources.map((profile) => setting(profile, "region")).find((region) => region !== undefined);
  if (given !== undefined) checkRegion(given);
  return given;
}

function endpointOf(
  role: arn.RoleArn,
  region: arn.Given | undefined,
  settings: EndpointSettings,
): Endpoint {
  const partition = partitionById(role.partition);
  if (partition === undefined) {
    throw new SwrError("config", `"${role.partition}" in "${role.text}" is no partition of AWS`, [
      "a role's ARN begins with arn:aws:, arn:aws-cn: or arn:aws-us-gov:",
    ]);
  }
  // Without a region: sts.amazonaws.com, and in the other partitions the region that stands for all.
  const name = region?.value ?? (partition.id === "aws" ? "aws-global" : partition.globalRegion);
  if (region !== undefined && partitionOf(name).id !== partition.id) {
    throw new SwrError(
      "config",
      `the region ${name} is not in the partition of the role, ${partition.id}`,
      [
        `the region comes from ${region.from}`,
        `the role is ${role.text}`,
        "give the right one with --region",
      ],
    );
  }
  const { useFips, useDualStack, useGlobalEndpoint, endpoint } = settings;
  if (endpoint === undefined) {
    if (name === "aws-global" && (useFips || useDualStack)) {
      throw new SwrError("config", `${useFips ? "FIPS" : "dual-stack"} endpoints need a region`, [
        "there is none: add region to the profile, or give it with --region",
      ]);
    }
    return stsEndpoint({ region: name, useFips, useDualStack, useGlobalEndpoint });
  }
  if (useFips || useDualStack) {
    throw new SwrError(
      "config",
      `${useFips ? "FIPS" : "dual-stack"} and an endpoint of one's own exclude each other`,
      [
        `the endpoint comes from ${endpoint.from}: remove it, or the setting`,
      ],
    );
  }
  return customEndpoint(endpoint, name === "aws-global" ? "us-east-1" : name);
}

function noRole(profile: Profile): SwrError {
  const service = otherService(profile);
  if (service === undefined) {
    return new SwrError("config", `profile "${profile.name}" has no role_arn`, [
      `add role_arn = arn:aws:iam::ACCOUNT:role/NAME at ${profile.at.file}:${profile.at.line}`,
    ]);
  }
  const { how, command } = SERVED[service];
  return new SwrError(
    "config",
    `profile "${profile.name}" gets its credentials ${how}, which swr does not do`,
    [
      `use \`${command(profile.name)}\``,
    ],
  );
}

function alreadyInSession(name: string, source: SourceKeys, env: Lookup): SwrError {
  const inside = source.profile === undefined ? env("SWR_PROFILE") : undefined;
  const place = source.profile === undefined ? "the environment" : `profile "${source.profile}"`;
  const until = env("SWR_EXPIRATION");
  return new SwrError("auth", `the keys of ${place} are already those of a session`, [
    ...(inside
      ? [`you are in "${inside}"${until ? ` until ${until}` : ""}: leave it with exit`]
      : []),
    `or start from the long-lived keys: \`envchain NAMESPACE swr ${name}\``,
    "or, where the role trusts the role you are in: `swr --from-session …` (an hour at most)",
  ]);
}

function optionGiven(name: OptionName, line: CommandLine): arn.Given | undefined {
  const value = line.values.get(name);
  return value === undefined ? undefined : { value, from: `--${name}` };
}

function setting(profile: Profile, key: string): arn.Given | undefined {
  const found = profile.settings.get(key);
  return found?.value ? { value: found.value, from: where(found) } : undefined;
}

function givenBy(variable: string, env: Lookup): arn.Given | undefined {
  const value = env(variable);
  return value ? { value, from: `$${variable}` } : undefined;
}

// The calls of AssumeRole that a chain of profiles comes to, each with its parameters checked.
// Rule: an option beats the profile, the profile beats the environment.

import { type Origin, originText, type Setting } from "../text/origin.ts";
import { checkMfaSerial, defaultSessionName, parseDuration } from "./arn.ts";
import { ownerOfDevice } from "./user_arn.ts";
import type { AssumeRoleCall } from "./sts_call.ts";
import { type AssumeRoleInput, type Parameter, PARAMETERS } from "./parameters.ts";
import type { CredentialSource, UserSession } from "./source.ts";
import { checkPolicies } from "./policies.ts";
import { transitiveAmong } from "./tags.ts";
import { type Chain, devicesOf, type RoleChain } from "./chain.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";
import { durationText } from "../text/times.ts";
import { SwrError } from "../text/errors.ts";
import type { RoleOptions } from "../options/request.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";

/** A sentence for the user, about something written there. */
export type Remark = { readonly message: string; readonly origin: Origin };

/** What the user reads about a decision: always, and under -v. */
type Remarks = { readonly warnings: Remark[]; readonly notes: string[] };

/** The calls in their order, the first signed with the credentials of the source. */
export function planCalls(
  chain: RoleChain,
  options: RoleOptions,
  env: Lookup,
  source: CredentialSource,
  remarks: Remarks,
): [AssumeRoleCall, ...AssumeRoleCall[]] {
  const serial = mfaSerialOf(chain, options);
  const fromSession = source.gives !== "long-term";
  if (serial !== undefined && fromSession) remarks.notes.push(noCode(serial, source, chain));
  const user = variableSetting("USER", env) ?? variableSetting("LOGNAME", env) ??
    variableSetting("USERNAME", env);
  const defaultName = variableSetting("AWS_ROLE_SESSION_NAME", env) ??
    defaultSessionName(serial, user);
  const calls = chain.links.map((link, index): AssumeRoleCall => {
    const { profile, role, roleArn } = link;
    const chained = fromSession || index > 0;
    const last = index === chain.links.length - 1;
    const found = ({ field, setting: key, option }: Parameter): Setting | undefined => {
      if (field === "SerialNumber") return chained ? undefined : serial;
      const takesOption = option?.call === "first" ? index === 0 : last;
      return (takesOption && option ? options[option.name] : undefined) ??
        (key === undefined ? undefined : setting(profile, key)) ??
        (field === "RoleSessionName" ? defaultName : undefined);
    };
    const input: Record<string, unknown> = { RoleArn: role.text };
    const origins: Record<string, Origin> = { RoleArn: roleArn.origin };
    for (const row of PARAMETERS) {
      const given = row.field === "RoleArn" ? undefined : found(row);
      if (given === undefined) continue;
      const value = row.field === "DurationSeconds" && chained
        ? capped(given, index === 0 ? source : undefined, profile.name, remarks)
        : row.check(given);
      if (value === undefined) continue;
      input[row.field] = value;
      origins[row.field] = given.origin;
    }
    const transitive = transitiveAmong(input, origins);
    if (transitive.length > 0) input.TransitiveTagKeys = transitive;
    else for (const each of [input, origins]) delete each.TransitiveTagKeys;
    checkPolicies(input, origins, role, remarks.warnings);
    return {
      action: "AssumeRole",
      profile: profile.name,
      role,
      input: input as AssumeRoleInput,
      origins,
    };
  });
  refuseMixedPartitions(calls);
  return calls as [AssumeRoleCall, ...AssumeRoleCall[]];
}

/**
 * Each partition has its own accounts, users and devices, and no key of one counts in another (IAM User Guide,
 * "Amazon Resource Names", partition).
 */
function refuseMixedPartitions(calls: readonly AssumeRoleCall[]): void {
  const named = calls.flatMap(({ role, input: { SerialNumber: serial }, origins }) => [
    ...(serial?.startsWith("arn:")
      ? [{ text: serial, partition: serial.split(":")[1]!, from: origins.SerialNumber }]
      : []),
    { text: role.text, partition: role.partition, from: origins.RoleArn },
  ]);
  const [first] = named;
  const other = named.find(({ partition }) => partition !== first?.partition);
  if (first === undefined || other === undefined) return;
  throw new SwrError(
    "partitions-mixed",
    `the chain crosses two partitions, ${first.partition} and ${other.partition}`,
    [
      `"${first.text}" in ${originText(first.from!)}, "${other.text}" in ${
        originText(other.from!)
      }`,
      "credentials of one partition are not valid in another: correct the wrong one",
    ],
  );
}

/**
 * Why no code goes with the first call. SwrError "device-elsewhere" if the role wants a device of another account than
 * that of the user session one is in: no session of this user has MFA for it.
 */
function noCode(serial: Setting, source: CredentialSource, { links }: RoleChain): string {
  if (source.kind !== "user-session") {
    return "session keys cannot be used with MFA: no code is asked for";
  }
  const { user } = source.session;
  const device = ownerOfDevice(serial.value);
  const name = links.at(-1)!.profile.name;
  if (
    device !== undefined &&
    (device.account !== user.account || device.partition !== user.partition)
  ) {
    throw new SwrError(
      "device-elsewhere",
      `"${
        visible(name)
      }" needs an MFA device of account ${device.account}, and this user session is of account ${user.account}`,
      [
        `the device is ${serial.value} (${originText(serial.origin)})`,
        `start from that account's keys: \`envchain NAMESPACE swr ${pasted(name)}\``,
      ],
    );
  }
  return `no code of ${serial.value} is asked for: ${whose(source.session)} is used`;
}

/** `the user session of alice`. */
function whose({ user }: UserSession): string {
  return `the user session of ${user.name}`;
}

/**
 * Role chaining ends after an hour (IAM User Guide, "Roles terms and concepts", role chaining), and so does a role that is
 * assumed with GetSessionToken's keys (99designs/aws-vault#240, #263): a longer time asked for on the command line is
 * refused, one in the file is shortened and that is said. `source`: that of the role's call if it is the first.
 */
function capped(
  given: Setting,
  source: CredentialSource | undefined,
  profile: string,
  { warnings, notes }: Remarks,
): number {
  const seconds = parseDuration(given);
  if (seconds <= 3600) return seconds;
  if (source?.kind === "user-session") {
    if (given.origin.kind !== "option") {
      notes.push(
        `this session lasts 1h, not ${durationText(seconds)} (${
          originText(given.origin)
        }): AWS does not let a role last longer from a user session`,
      );
      return 3600;
    }
    throw new SwrError(
      "duration-not-possible",
      `AWS refuses a session of ${given.value} for a role that is opened from a user session`,
      [
        "it lasts an hour at most, and can be opened again without a code",
        `longer: \`envchain NAMESPACE swr -d ${pasted(given.value)} ${pasted(profile)}\``,
      ],
      { origin: given.origin },
    );
  }
  if (given.origin.kind === "option") {
    throw new SwrError(
      "duration-not-possible",
      `a session of ${given.value} is not possible here`,
      [
        "a role assumed from another role or session lasts an hour at most (role chaining)",
      ],
      { origin: given.origin },
    );
  }
  warnings.push({
    message: `this session lasts 1h, not ${durationText(seconds)} (${
      originText(given.origin)
    }): a role assumed from another role or session cannot last longer`,
    origin: given.origin,
  });
  return 3600;
}

/** The MFA of a chain belongs to the first call, the only one signed by the user's own keys. */
function mfaSerialOf(chain: Chain, options: RoleOptions): Setting | undefined {
  const option = options["mfa-serial"];
  if (option !== undefined) {
    checkMfaSerial(option);
    return option;
  }
  const serials = devicesOf(chain);
  const [first] = serials;
  if (first === undefined) return undefined;
  const other = serials.find(({ value }) => value !== first.value);
  if (other !== undefined) {
    throw new SwrError("mfa-devices-differ", "the chain of profiles names two MFA devices", [
      `"${first.value}" in ${originText(first.origin)}, "${other.value}" in ${
        originText(other.origin)
      }`,
      "only the first call can carry a code: keep one, or choose with --mfa-serial",
    ]);
  }
  checkMfaSerial(first);
  return first;
}

/** The command that prints a code: the option, the variable, or a profile of the chain (as aws-vault has it). */
export function mfaProcessOf(
  chain: Chain,
  options: RoleOptions,
  env: Lookup,
): Setting | undefined {
  const profiles = [...chain.links.map(({ profile }) => profile).toReversed(), chain.base.profile];
  return options["mfa-process"] ?? variableSetting("SWR_MFA_PROCESS", env) ??
    profiles.map((profile) => setting(profile, "mfa_process")).find((each) => each !== undefined);
}

// The calls of AssumeRole that a chain of profiles comes to, each with its parameters checked.
// Rule: an option beats the profile, the profile beats the environment.

import { type Origin, originText, type Setting } from "../text/origin.ts";
import { checkMfaSerial, defaultSessionName, parseDuration } from "./arn.ts";
import type { AssumeRoleCall } from "./sts_call.ts";
import { type AssumeRoleInput, type Parameter, PARAMETERS } from "./parameters.ts";
import type { CredentialKind } from "./source.ts";
import { type Chain, devicesOf, type RoleChain } from "./chain.ts";
import { durationText } from "../text/duration.ts";
import { SwrError } from "../text/errors.ts";
import type { RoleOptions } from "../options/request.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";

/** A sentence for the user, about something written there. */
export type Remark = { readonly message: string; readonly origin: Origin };

/** What the user reads about a decision: always, and under -v. */
type Remarks = { readonly warnings: Remark[]; readonly notes: string[] };

/** The calls in their order, the first signed with credentials of that kind. */
export function planCalls(
  chain: RoleChain,
  options: RoleOptions,
  env: Lookup,
  kind: CredentialKind,
  { warnings, notes }: Remarks,
): [AssumeRoleCall, ...AssumeRoleCall[]] {
  const serial = mfaSerialOf(chain, options);
  const fromSession = kind !== "long-term";
  if (serial !== undefined && fromSession) {
    notes.push("session keys cannot be used with MFA: no code is asked for");
  }
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
        setting(profile, key) ?? (field === "RoleSessionName" ? defaultName : undefined);
    };
    const input: Record<string, unknown> = { RoleArn: role.text };
    const origins: Record<string, Origin> = { RoleArn: roleArn.origin };
    for (const row of PARAMETERS) {
      const given = row.field === "RoleArn" ? undefined : found(row);
      if (given === undefined) continue;
      input[row.field] = row.field === "DurationSeconds" && chained
        ? capped(given, warnings)
        : row.check(given);
      origins[row.field] = given.origin;
    }
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
 * Role chaining ends after an hour (IAM User Guide, "Roles terms and concepts", role chaining): a longer
 * time asked for on the command line is refused, one in the file is shortened with a word.
 */
function capped(given: Setting, warnings: Remark[]): number {
  const seconds = parseDuration(given);
  if (seconds <= 3600) return seconds;
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

// Session policies: what narrows a role, as STS wants it.
// Rule: a session may do what the role and at least one of its session policies allow. Source: STS API Reference
// (AssumeRole, Policy and PolicyArns), and IAM User Guide, "Session policies".

import { setting } from "../config/origin.ts";
import type { RoleOptions, SwitchOptions } from "../options/request.ts";
import { SwrError } from "../text/errors.ts";
import { type Origin, originText, partsOf, type Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import type { RoleArn } from "./arn.ts";
import type { RoleChain } from "./chain.ts";
import { MANAGED, type Policies, type PolicyArn } from "./narrowing.ts";

/** All session policies of a call together, in characters; and the number of managed ones. */
const MOST_CHARACTERS = 2048;
const MOST_POLICIES = 10;

/** The text of a policy, which policy_text.ts has looked into. SwrError "policy-malformed" if it is too long. */
export function checkPolicy({ value, origin }: Setting): string {
  if (value.length <= MOST_CHARACTERS) return value;
  throw malformed(`the session policy has ${value.length} characters`, [
    `STS takes ${MOST_CHARACTERS}; \`jq -c . FILE\` prints it without blanks`,
  ], origin);
}

/** The ARNs of a list; undefined for an empty one. SwrError "policy-malformed". */
export function checkPolicyArns(given: Setting): PolicyArn[] | undefined {
  const arns = partsOf(given);
  for (const [at, arn] of arns.entries()) {
    if (!POLICY_ARN.test(arn)) {
      throw malformed(`"${visible(arn)}" is not the ARN of a policy`, [
        "such an ARN looks like arn:aws:iam::aws:policy/ReadOnlyAccess or arn:aws:iam::123456789012:policy/NAME",
      ], given.origin);
    }
    if (arns.indexOf(arn) !== at) {
      throw malformed(`the policy ${arn} is given twice`, ["remove one"], given.origin);
    }
  }
  if (arns.length > MOST_POLICIES) {
    throw malformed(
      `${arns.length} session policies are too many`,
      [`STS takes ${MOST_POLICIES}`],
      given.origin,
    );
  }
  return arns.length === 0 ? undefined : arns.map((arn) => ({ arn }));
}

/** A path of any depth, and a name of 128 characters (IAM API Reference, CreatePolicy). */
const POLICY_ARN =
  /^arn:([a-z0-9-]+):iam::(aws|\d{12}):policy\/(?:[\w+=.@-]+\/)*[\w+=,.@-]{1,128}$/;

/**
 * What the policies of one call must be together, and for its role. SwrError "policy-not-possible" or
 * "policy-malformed"; a warning if an option's policy and a profile's add up.
 */
export function checkPolicies(
  { Policy: text = "", PolicyArns: arns = [] }: Policies,
  origins: { readonly Policy?: Origin; readonly PolicyArns?: Origin },
  role: RoleArn,
  warnings: { message: string; origin: Origin }[],
): void {
  const from = origins.PolicyArns;
  if (from === undefined) return;
  for (const { arn } of arns) {
    const [, partition, account] = POLICY_ARN.exec(arn)!;
    if (partition === role.partition && (account === "aws" || account === role.account)) continue;
    throw new SwrError(
      "policy-not-possible",
      `${arn} cannot narrow a role of ${
        partition === role.partition ? `account ${role.account}` : `the partition ${role.partition}`
      }`,
      ["STS takes AWS's own policies, and those of the role's account"],
      { origin: from },
    );
  }
  const characters = arns.reduce((sum, { arn }) => sum + arn.length, text.length);
  if (characters > MOST_CHARACTERS) {
    throw malformed(`the session policies have ${characters} characters together`, [
      `STS takes ${MOST_CHARACTERS}, and counts the ARNs too`,
    ], origins.Policy ?? from);
  }
  if (origins.Policy !== undefined && from.kind === "line") {
    warnings.push({
      message: `the session may do what ${originText(origins.Policy)} or policy_arns (${
        originText(from)
      }) allows: session policies add up`,
      origin: from,
    });
  }
}

/** The options, with AWS's own policy among them if one is asked for. SwrError "usage" if there is another policy. */
export function withManagedPolicy(
  { role: options, managedPolicy }: SwitchOptions,
  { profile, role }: RoleChain["links"][number],
): RoleOptions {
  if (managedPolicy === undefined) return options;
  const ofProfile = setting(profile, "policy_arns");
  const other = options.policy !== undefined
    ? "--policy"
    : options["policy-arn"] !== undefined
    ? "--policy-arn"
    : ofProfile && `policy_arns (${originText(ofProfile.origin)})`;
  if (other !== undefined) {
    throw new SwrError("usage", `--${managedPolicy} and ${other} cannot be combined`, [
      "session policies add up: the session could do what either of them allows",
    ]);
  }
  const arn = `arn:${role.partition}:iam::aws:policy/${MANAGED[managedPolicy]}`;
  return {
    ...options,
    "policy-arn": { value: arn, origin: { kind: "option", name: managedPolicy } },
  };
}

function malformed(message: string, hints: readonly string[], origin: Origin): SwrError {
  return new SwrError("policy-malformed", message, hints, { origin });
}

// The calls of STS that swr makes: the same type from the plan through the messages to the Worker.
// Rule: parameters have STS's own names, and their values are checked before a call is made from them.

import type { Origin } from "../text/origin.ts";
import type { RoleArn } from "./arn.ts";
import type { AssumeRoleInput } from "./parameters.ts";

/** The parameters of GetSessionToken, under STS's own names. */
type GetSessionTokenInput = {
  /** Undefined: STS's own default, 43200. */
  readonly DurationSeconds?: number;
  readonly SerialNumber?: string;
  /** Added when the user has given it: a plan has none. */
  readonly TokenCode?: string;
};

/** One call of STS, as it is planned, sent to the Worker and signed: an action and its parameters. */
export type Call =
  | { readonly action: "AssumeRole"; readonly input: AssumeRoleInput }
  | { readonly action: "GetSessionToken"; readonly input: GetSessionTokenInput }
  | { readonly action: "GetCallerIdentity"; readonly input: Readonly<Record<string, never>> };

/** A call of AssumeRole in a plan. */
export type AssumeRoleCall = Extract<Call, { action: "AssumeRole" }> & {
  readonly profile: string;
  /** The parts of the role's ARN. */
  readonly role: RoleArn;
  /** Where each parameter was written. */
  readonly origins: Readonly<Partial<Record<keyof AssumeRoleInput, Origin>>>;
};

/** A call of GetSessionToken in a plan. */
export type GetSessionTokenCall = Extract<Call, { action: "GetSessionToken" }> & {
  /** Where each parameter was written. */
  readonly origins: Readonly<Partial<Record<keyof GetSessionTokenInput, Origin>>>;
};

/** A call in a plan that credentials come from. */
export type PlannedCall = AssumeRoleCall | GetSessionTokenCall;

/** What is sent to STS: the call with the code of its MFA device, or, without a code, without the device. */
export function withCode(call: PlannedCall, code: string | undefined): Call {
  return call.action === "AssumeRole"
    ? { action: call.action, input: inputWithCode(call.input, code) }
    : { action: call.action, input: inputWithCode(call.input, code) };
}

function inputWithCode<Input extends GetSessionTokenInput>(
  input: Input,
  code: string | undefined,
): Input {
  if (input.SerialNumber !== undefined && code !== undefined) return { ...input, TokenCode: code };
  const { SerialNumber: _, ...others } = input;
  return others as Input;
}

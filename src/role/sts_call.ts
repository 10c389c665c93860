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

/** The parameters of GetScopedCredentials, under STS's own names; it takes no MFA device. */
type GetScopedCredentialsInput = {
  readonly Policy?: string;
  /** Undefined: what is left of the session that calls. */
  readonly DurationSeconds?: number;
  readonly ScopedSessionDescription?: string;
  readonly SerialNumber?: undefined;
};

/** One call of STS, as it is planned, sent to the Worker and signed: an action and its parameters. */
export type Call =
  | { readonly action: "AssumeRole"; readonly input: AssumeRoleInput }
  | { readonly action: "GetSessionToken"; readonly input: GetSessionTokenInput }
  | { readonly action: "GetScopedCredentials"; readonly input: GetScopedCredentialsInput }
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

/** A call of GetScopedCredentials in a plan. */
export type GetScopedCredentialsCall = Extract<Call, { action: "GetScopedCredentials" }> & {
  /** Where each parameter was written. */
  readonly origins: Readonly<Partial<Record<keyof GetScopedCredentialsInput, Origin>>>;
  /** The ARN of the session that calls; undefined until STS has been asked. */
  readonly identity?: string;
};

/** A call in a plan that credentials come from. */
export type PlannedCall = AssumeRoleCall | GetSessionTokenCall | GetScopedCredentialsCall;

/** What is sent to STS: the call with the code of its MFA device, or, without a code, without the device. */
export function withCode(call: PlannedCall, code: string | undefined): Call {
  if (call.action === "GetScopedCredentials") return { action: call.action, input: call.input };
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

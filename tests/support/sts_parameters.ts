// The bounds of the parameters of AssumeRole and GetSessionToken, and AWS's words for what lies outside them.
// Rule: a bound is one row. Source: their pages in the AWS STS API Reference, and the service model in the SDKs.

import { FAILURES, type Refusal } from "./sts_failures.ts";

export type Parameters = Readonly<Record<string, string>>;

type Bound =
  & { name: string; required?: true }
  & ({ length: readonly [number, number]; pattern?: string } | {
    range: readonly [number, number];
  });

const MFA_BOUNDS: readonly Bound[] = [
  { name: "SerialNumber", length: [9, 256], pattern: "[\\w+=/:,.@-]*" },
  { name: "TokenCode", length: [6, 6], pattern: "[\\d]*" },
];

const ASSUME_ROLE: readonly Bound[] = [
  { name: "RoleArn", required: true, length: [20, 2048] },
  { name: "RoleSessionName", required: true, length: [2, 64], pattern: "[\\w+=,.@-]*" },
  { name: "DurationSeconds", range: [900, 43200] },
  { name: "ExternalId", length: [2, 1224], pattern: "[\\w+=,.@:\\/-]*" },
  ...MFA_BOUNDS,
  { name: "SourceIdentity", length: [2, 64], pattern: "[\\w+=,.@-]*" },
];

const GET_SESSION_TOKEN: readonly Bound[] = [
  { name: "DurationSeconds", range: [900, 129600] },
  ...MFA_BOUNDS,
];

/** The ValidationError for everything that is out of bounds; undefined when nothing is. */
export function outOfBounds(parameters: Parameters): Refusal | undefined {
  const isRole = parameters.Action === "AssumeRole";
  const bounds = isRole ? ASSUME_ROLE : GET_SESSION_TOKEN;
  const violations = bounds.flatMap((bound) => violationsOf(bound, parameters[bound.name]));
  if (violations.length > 0) return FAILURES.violations(violations);
  return !isRole || /^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(parameters.RoleArn!)
    ? undefined
    : FAILURES.notAnArn;
}

function violationsOf(bound: Bound, value: string | undefined): string[] {
  const member = bound.name[0]!.toLowerCase() + bound.name.slice(1);
  const breach = (constraint: string) =>
    `Value ${value === undefined ? "null" : `'${value}'`} at '${member}' failed to satisfy ` +
    `constraint: Member must ${constraint}`;
  if (value === undefined) return bound.required ? [breach("not be null")] : [];
  const found: string[] = [];
  const [size, have] = "range" in bound
    ? [Number(value), "have value"]
    : [value.length, "have length"];
  const [least, most] = "range" in bound ? bound.range : bound.length;
  if (!(size >= least)) found.push(breach(`${have} greater than or equal to ${least}`));
  if (size > most) found.push(breach(`${have} less than or equal to ${most}`));
  if ("pattern" in bound && !new RegExp(`^${bound.pattern}$`).test(value)) {
    found.push(breach(`satisfy regular expression pattern: ${bound.pattern}`));
  }
  return found;
}

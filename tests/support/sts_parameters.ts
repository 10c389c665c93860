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
  { name: "Policy", length: [1, 2048], pattern: "[\\t\\n\\r\\x20-\\xff]+" },
];

/** The members of a list, such as `Tags.member.2.Key`, in their order: their fields, or their text as the field "". */
export function membersOf(parameters: Parameters, list: string): Record<string, string>[] {
  const found: Record<string, string>[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    const match = new RegExp(`^${list}\\.member\\.(\\d+)(?:\\.(\\w+))?$`).exec(name);
    if (match !== null) (found[Number(match[1]) - 1] ??= {})[match[2] ?? ""] = value;
  }
  return found;
}

/** The violations of session tags, their keys and values (STS API Reference, Tag). */
function tagViolations(parameters: Parameters): string[] {
  const pattern = "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]+";
  const tags = membersOf(parameters, "Tags");
  const keys = membersOf(parameters, "TransitiveTagKeys");
  const breach = (member: string, constraint: string) =>
    `Value at '${member}' failed to satisfy constraint: Member must ${constraint}`;
  return [
    ...[["tags", tags.length] as const, ["transitiveTagKeys", keys.length] as const].flatMap((
      [name, count],
    ) => count > 50 ? [breach(name, "have length less than or equal to 50")] : []),
    ...tags.flatMap(({ Key = "", Value = "" }, at) => [
      ...violationsOf(
        { name: `Tags.${at + 1}.member.key`, length: [1, 128], pattern },
        Key,
      ),
      ...violationsOf(
        {
          name: `Tags.${at + 1}.member.value`,
          length: [0, 256],
          pattern: pattern.replace(/\+$/, "*"),
        },
        Value,
      ),
    ]),
  ];
}

const GET_SESSION_TOKEN: readonly Bound[] = [
  { name: "DurationSeconds", range: [900, 129600] },
  ...MFA_BOUNDS,
];

/** The service model of the AWS SDK, GetScopedCredentialsRequest. */
const GET_SCOPED_CREDENTIALS: readonly Bound[] = [
  { name: "DurationSeconds", range: [1, 129600] },
  { name: "Policy", length: [1, 2048], pattern: "[\\t\\n\\r\\x20-\\xff]+" },
  { name: "ScopedSessionDescription", length: [1, 256] },
];

/** The ValidationError for everything that is out of bounds; undefined when nothing is. */
export function outOfBounds(parameters: Parameters): Refusal | undefined {
  const isRole = parameters.Action === "AssumeRole";
  const bounds = isRole
    ? ASSUME_ROLE
    : parameters.Action === "GetScopedCredentials"
    ? GET_SCOPED_CREDENTIALS
    : GET_SESSION_TOKEN;
  const violations = bounds.flatMap((bound) => violationsOf(bound, parameters[bound.name]));
  if (isRole) violations.push(...tagViolations(parameters));
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
  if ("pattern" in bound && !new RegExp(`^${bound.pattern}$`, "u").test(value)) {
    found.push(breach(`satisfy regular expression pattern: ${bound.pattern}`));
  }
  return found;
}

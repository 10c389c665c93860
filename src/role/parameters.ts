// The parameters of AssumeRole, a row each: planning, the request, the dry run, the session's config, the listing,
// --doctor, and the manual page's JSON keys go by this table.
// Rule: a new parameter is a row here, and an option in options/table.ts if it has one. Source: STS API Reference,
// AssumeRole (https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).

import {
  checkExternalId,
  checkMfaSerial,
  checkSessionName,
  checkSourceIdentity,
  parseDuration,
  parseRoleArn,
} from "./arn.ts";
import type { Setting } from "../text/origin.ts";
import { oneLine, type PolicyArn } from "./narrowing.ts";
import { checkPolicy, checkPolicyArns } from "./policies.ts";
import { checkTags, checkTransitiveTags, type Tag, tagText } from "./tags.ts";
import type { RoleOptionName } from "../options/table.ts";
import { roughText } from "../text/times.ts";

/** What a row of the table says. */
type Shape = {
  /** STS's own name. */
  readonly field: string;
  /** The setting of a profile, for its own call; the MFA device alone is for the first, wherever it is written. */
  readonly setting?: string;
  /** The option that comes before the setting, and the call of a chain that it belongs to. */
  readonly option?: { readonly name: RoleOptionName; readonly call: "first" | "last" };
  /** The value to send, from what the user wrote; undefined: none. SwrError "config" for what STS would refuse. */
  readonly check: (given: Setting) => unknown;
  /** What STS uses if the call does not name one, for the dry run. */
  readonly fallback?: unknown;
  /** What the dry run's page calls it, and how it shows the value; undefined: as it is. */
  readonly label: string;
  readonly show?: (value: never) => string;
  /** The key in --dry-run --json, and what the manual page says of it; `plain`: the value there if it is not STS's own. */
  readonly json: readonly [key: string, what: string];
  readonly plain?: (value: never) => unknown;
  /** The finding of --doctor for a malformed setting, and what the manual page says of it. */
  readonly finding?: readonly [id: string, meaning: string];
};

const TABLE = [
  {
    field: "RoleArn",
    setting: "role_arn",
    check: (given: Setting) => parseRoleArn(given).text,
    label: "role",
    json: ["roleArn", "The role."],
    finding: ["role-arn", "role_arn is not the ARN of a role"],
  },
  {
    field: "RoleSessionName",
    setting: "role_session_name",
    option: { name: "session-name", call: "last" },
    check: checkSessionName,
    label: "session",
    json: ["sessionName", "RoleSessionName."],
    finding: ["session-name", "role_session_name is malformed"],
  },
  {
    field: "DurationSeconds",
    setting: "duration_seconds",
    option: { name: "duration", call: "last" },
    check: parseDuration,
    fallback: 3600,
    label: "lasts",
    show: roughText,
    json: ["durationSeconds", "How long its session lasts."],
    finding: ["duration", "duration_seconds is not a time that STS accepts"],
  },
  {
    field: "SerialNumber",
    setting: "mfa_serial",
    option: { name: "mfa-serial", call: "first" },
    check: checkMfaSerial,
    label: "mfa",
    json: ["mfaSerial", "The MFA device, with the first call only."],
    finding: [
      "mfa-serial",
      "mfa_serial is not a device that STS can check: user/ instead of mfa/, for example",
    ],
  },
  {
    field: "ExternalId",
    setting: "external_id",
    option: { name: "external-id", call: "last" },
    check: checkExternalId,
    label: "external id",
    json: ["externalId", "ExternalId."],
    finding: ["external-id", "external_id is malformed"],
  },
  {
    field: "SourceIdentity",
    setting: "source_identity",
    option: { name: "source-identity", call: "first" },
    check: checkSourceIdentity,
    label: "identity",
    json: ["sourceIdentity", "SourceIdentity."],
    finding: ["source-identity", "source_identity is malformed"],
  },
  {
    field: "Tags",
    setting: "session_tags",
    option: { name: "tag", call: "last" },
    check: checkTags,
    label: "tags",
    show: (tags: readonly Tag[]) => tags.map(tagText).join(", "),
    json: ["tags", "The session tags, KEY=VALUE each."],
    plain: (tags: readonly Tag[]) => tags.map(tagText),
    finding: ["session-tags", "session_tags is not in a form that STS accepts"],
  },
  {
    field: "TransitiveTagKeys",
    setting: "transitive_session_tags",
    option: { name: "transitive-tag", call: "last" },
    check: checkTransitiveTags,
    label: "transitive",
    show: (keys: readonly string[]) => keys.join(", "),
    json: ["transitiveTagKeys", "The keys of the tags that sessions opened from this one keep."],
    finding: ["transitive-tags", "transitive_session_tags is not in a form that STS accepts"],
  },
  {
    field: "Policy",
    option: { name: "policy", call: "last" },
    check: checkPolicy,
    label: "policy",
    show: oneLine,
    json: ["policy", "The session policy, as text."],
  },
  {
    field: "PolicyArns",
    setting: "policy_arns",
    option: { name: "policy-arn", call: "last" },
    check: checkPolicyArns,
    label: "policies",
    show: (arns: readonly PolicyArn[]) => arns.map(({ arn }) => arn).join(", "),
    json: ["policyArns", "The ARNs of the managed session policies."],
    plain: (arns: readonly PolicyArn[]) => arns.map(({ arn }) => arn),
    finding: ["policy-arns", "policy_arns is not in a form that STS accepts"],
  },
] as const satisfies readonly Shape[];

type Row = typeof TABLE[number];

/** A row of the table. */
export type Parameter = Shape & Pick<Row, "field">;

/** The table, in the order in which the dry run shows the parameters. */
export const PARAMETERS: readonly Parameter[] = TABLE;

/** The rows that a profile can set. */
type SettableRow = Extract<Row, { readonly setting: string }>;

/** Those rows, each with its setting and its finding. */
export const SETTINGS: readonly (Shape & Pick<SettableRow, "field" | "setting" | "finding">)[] =
  TABLE.filter((row): row is SettableRow => "setting" in row);

type Values = { readonly [Each in Row as Each["field"]]?: ReturnType<Each["check"]> };

/** The parameters of a call, under STS's own names: the table's, two of them always, and the code that is added last. */
export type AssumeRoleInput =
  & Values
  & Required<Pick<Values, "RoleArn" | "RoleSessionName">>
  & { readonly TokenCode?: string };

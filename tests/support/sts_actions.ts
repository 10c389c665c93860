// What STS does for a caller that is who it says: AssumeRole, GetSessionToken,
// GetScopedCredentials and GetCallerIdentity.
// Rule: the order of the checks is AWS's as far as it shows: form, second factor, trust, duration. A code that was
// good is used up even where the role is then refused. May import the world, the failures, the devices, the XML.

import type { Caller } from "./sts_caller.ts";
import { FAILURES, type Refusal } from "./sts_failures.ts";
import { membersOf, outOfBounds, type Parameters } from "./sts_parameters.ts";
import { consume } from "./totp.ts";
import {
  type IssuedSession,
  randomId,
  type Role,
  roleArn,
  type RoleSession,
  sessionArn,
  userArn,
  type UserSession,
  type World,
} from "./sts_world.ts";
import { type Element, timestamp } from "./sts_xml.ts";

/** The double's two clocks in milliseconds: its own, and that of its users' MFA devices. */
export type Clocks = { now: number; devices: number };

type Result = readonly Element[] | Refusal;

/** The children of `<ActionResult>`, or why not. */
export function act(parameters: Parameters, caller: Caller, world: World, clocks: Clocks): Result {
  switch (parameters.Action) {
    case "AssumeRole":
      return assumeRole(parameters, caller, world, clocks);
    case "GetSessionToken":
      return getSessionToken(parameters, caller, world, clocks);
    case "GetScopedCredentials":
      return getScopedCredentials(parameters, caller, world, clocks);
    case "GetCallerIdentity":
      return [["Arn", caller.arn], ["UserId", caller.userId], ["Account", caller.account]];
    default:
      return FAILURES.unknownAction(parameters.Action ?? "");
  }
}

function assumeRole(
  parameters: Parameters,
  caller: Caller,
  world: World,
  clocks: Clocks,
): Result {
  const malformed = outOfBounds(parameters);
  if (malformed !== undefined) return malformed;
  if (caller.kind === "root") return FAILURES.root;
  const refused = refuseMfa(parameters, caller, world, clocks.devices);
  if (refused !== undefined) return refused;
  const mfaAt = parameters.SerialNumber === undefined ? caller.mfaAt : clocks.now;
  const role = world.roles.find((each) => roleArn(each) === parameters.RoleArn);
  if (role === undefined || !trusts(role, caller, parameters, mfaAt, clocks.now)) {
    return FAILURES.notAuthorized(caller.arn, parameters.RoleArn!);
  }
  if (role.deniesTags && membersOf(parameters, "Tags").length > 0) {
    return FAILURES.tagsNotAuthorized(caller.arn, parameters.RoleArn!);
  }
  const duration = Number(parameters.DurationSeconds ?? 3600);
  // Reported for GetSessionToken's keys too, although the guide speaks of roles only (99designs/aws-vault#240, #263).
  if (caller.kind !== "user" && duration > 3600) return FAILURES.chainTooLong;
  if (duration > role.maxSessionDuration) return FAILURES.tooLong;
  const sourceIdentity = parameters.SourceIdentity ?? caller.sourceIdentity;
  const session: RoleSession = {
    ...newKeys(),
    role,
    sessionName: parameters.RoleSessionName!,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    expiresAt: clocks.now + (world.roleSeconds ?? duration) * 1000,
  };
  world.sessions.push(session);
  return describe(session, parameters);
}

/** An hour at most for the root user (STS API Reference, GetSessionToken, DurationSeconds). */
const ROOT_SECONDS = 3600;

function getSessionToken(
  parameters: Parameters,
  caller: Caller,
  world: World,
  clocks: Clocks,
): Result {
  const malformed = outOfBounds(parameters);
  if (malformed !== undefined) return malformed;
  if (caller.kind !== "user" && caller.kind !== "root") return FAILURES.sessionTokenOfSession;
  const refused = refuseMfa(parameters, caller, world, clocks.devices);
  if (refused !== undefined) return refused;
  const asked = Number(parameters.DurationSeconds ?? 43200);
  const seconds = caller.kind === "root" ? Math.min(asked, ROOT_SECONDS) : asked;
  const session: UserSession = {
    ...newKeys(),
    user: world.users.find((user) => userArn(user) === caller.arn)!,
    ...(parameters.SerialNumber !== undefined && { mfaAt: clocks.now }),
    expiresAt: clocks.now + seconds * 1000,
  };
  world.sessions.push(session);
  return [credentialsOf(session)];
}

/** Policies of GetScopedCredentials in one session (STS API Reference, ScopedPoliciesCount). */
const MOST_SCOPES = 3;

function getScopedCredentials(
  parameters: Parameters,
  caller: Caller,
  world: World,
  clocks: Clocks,
): Result {
  const malformed = outOfBounds(parameters);
  if (malformed !== undefined) return malformed;
  const { Policy, DurationSeconds, ScopedSessionDescription } = parameters;
  if (Policy === undefined && DurationSeconds === undefined) return FAILURES.nothingToScope;
  const outer = caller.session;
  if (outer === undefined) return FAILURES.notTemporary;
  if (Policy !== undefined && !isPolicy(Policy)) return FAILURES.malformedPolicy;
  const expiresAt = DurationSeconds === undefined
    ? outer.expiresAt
    : clocks.now + Number(DurationSeconds) * 1000;
  if (expiresAt > outer.expiresAt) return FAILURES.lifetime;
  const scopes = [...outer.scopes ?? [], ...(Policy === undefined ? [] : [Policy])];
  if (scopes.length > MOST_SCOPES) return FAILURES.scopeNotAuthorized(caller.arn);
  const session: IssuedSession = {
    ...outer,
    ...newKeys(),
    expiresAt,
    scopes,
    ...(ScopedSessionDescription !== undefined && { description: ScopedSessionDescription }),
  };
  world.sessions.push(session);
  return [
    credentialsOf(session),
    ["SessionInfo", [["ScopedSessionId", caller.userId], ["Arn", caller.arn]]],
    ["SessionTokenUtilization", "12"],
    ["SessionTokenSize", String(session.sessionToken.length)],
    ["ScopedPoliciesCount", String(scopes.length)],
    ...(caller.sourceIdentity === undefined
      ? []
      : [["SourceIdentity", caller.sourceIdentity] as Element]),
  ];
}

function isPolicy(text: string): boolean {
  try {
    return "Statement" in JSON.parse(text);
  } catch {
    return false;
  }
}

function refuseMfa(
  { SerialNumber, TokenCode }: Parameters,
  caller: Caller,
  world: World,
  time: number,
): Refusal | undefined {
  if (SerialNumber === undefined && TokenCode === undefined) return undefined;
  if (SerialNumber === undefined || TokenCode === undefined) return FAILURES.halfMfa;
  // A code goes with long-lived keys only.
  const device = caller.kind === "role-session" || caller.kind === "user-session"
    ? undefined
    : world.devices.find(({ serial, userArn }) =>
      serial === SerialNumber && userArn === caller.arn
    );
  if (device === undefined) return FAILURES.wrongDevice;
  return consume(device, TokenCode, time) ? undefined : FAILURES.wrongCode;
}

function trusts(
  role: Role,
  caller: Caller,
  parameters: Parameters,
  mfaAt: number | undefined,
  now: number,
): boolean {
  const { ExternalId, SourceIdentity } = parameters;
  const sourceIdentity = SourceIdentity ?? caller.sourceIdentity;
  // A source identity stays the same along a chain of roles.
  if (caller.sourceIdentity !== undefined && sourceIdentity !== caller.sourceIdentity) return false;
  return role.trusts.some((principal) => caller.principals.includes(principal)) &&
    (!role.needsMfa || mfaAt !== undefined) &&
    (role.mfaMaxAge === undefined || now - (mfaAt ?? 0) <= role.mfaMaxAge * 1000) &&
    (role.externalId === undefined || role.externalId === ExternalId) &&
    (role.sourceIdentity === undefined || role.sourceIdentity === sourceIdentity);
}

function credentialsOf(session: IssuedSession): Element {
  return ["Credentials", [
    ["AccessKeyId", session.accessKeyId],
    ["SecretAccessKey", session.secretAccessKey],
    ["SessionToken", session.sessionToken],
    ["Expiration", timestamp(session.expiresAt)],
  ]];
}

function describe(session: RoleSession, parameters: Parameters): Element[] {
  const result: Element[] = [
    ["AssumedRoleUser", [
      ["AssumedRoleId", `${session.role.id}:${session.sessionName}`],
      ["Arn", sessionArn(session)],
    ]],
    credentialsOf(session),
  ];
  if (session.sourceIdentity !== undefined) result.push(["SourceIdentity", session.sourceIdentity]);
  if (membersOf(parameters, "Tags").length > 0) {
    result.push(["PackedPolicySize", "6"]);
  }
  return result;
}

/** Keys of the length AWS's have. The characters that quoting and forms get wrong are always among them. */
function newKeys() {
  return {
    accessKeyId: `ASIA${randomId()}`,
    secretAccessKey: `${base64(15)}/+${base64(12)}+/`,
    sessionToken: `IQoJb3JpZ2luX2Vj/+${base64(300)}${base64(16)}`,
  };
}

function base64(bytes: number): string {
  return crypto.getRandomValues(new Uint8Array(bytes)).toBase64();
}

// What STS does for a caller that is who it says: AssumeRole and GetCallerIdentity.
// Rule: the order of the checks is AWS's as far as it shows: form, second factor, trust, duration. A code that was
// good is used up even where the role is then refused. May import the world, the failures, the devices, the XML.

import type { Caller } from "./sts_caller.ts";
import { FAILURES, type Refusal } from "./sts_failures.ts";
import { outOfBounds, type Parameters } from "./sts_parameters.ts";
import { consume } from "./totp.ts";
import {
  type IssuedSession,
  randomId,
  type Role,
  roleArn,
  sessionArn,
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
  const role = world.roles.find((each) => roleArn(each) === parameters.RoleArn);
  if (role === undefined || !trusts(role, caller, parameters)) {
    return FAILURES.notAuthorized(caller.arn, parameters.RoleArn!);
  }
  const duration = Number(parameters.DurationSeconds ?? 3600);
  if (caller.kind === "session" && duration > 3600) return FAILURES.chainTooLong;
  if (duration > role.maxSessionDuration) return FAILURES.tooLong;
  const sourceIdentity = parameters.SourceIdentity ?? caller.sourceIdentity;
  const session: IssuedSession = {
    ...newKeys(),
    role,
    sessionName: parameters.RoleSessionName!,
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    expiresAt: clocks.now + duration * 1000,
  };
  world.sessions.push(session);
  return describe(session, parameters);
}

function refuseMfa(
  { SerialNumber, TokenCode }: Parameters,
  caller: Caller,
  world: World,
  time: number,
): Refusal | undefined {
  if (SerialNumber === undefined && TokenCode === undefined) return undefined;
  if (SerialNumber === undefined || TokenCode === undefined) return FAILURES.halfMfa;
  const device = world.devices.find(({ serial, userArn }) =>
    serial === SerialNumber && userArn === caller.arn
  );
  if (device === undefined) return FAILURES.wrongDevice;
  return consume(device, TokenCode, time) ? undefined : FAILURES.wrongCode;
}

function trusts(role: Role, caller: Caller, parameters: Parameters): boolean {
  const { SerialNumber, ExternalId, SourceIdentity } = parameters;
  const sourceIdentity = SourceIdentity ?? caller.sourceIdentity;
  // A source identity stays the same along a chain of roles.
  if (caller.sourceIdentity !== undefined && sourceIdentity !== caller.sourceIdentity) return false;
  return role.trusts.some((principal) => caller.principals.includes(principal)) &&
    (!role.needsMfa || SerialNumber !== undefined) &&
    (role.externalId === undefined || role.externalId === ExternalId) &&
    (role.sourceIdentity === undefined || role.sourceIdentity === sourceIdentity);
}

function describe(session: IssuedSession, parameters: Parameters): Element[] {
  const result: Element[] = [
    ["AssumedRoleUser", [
      ["AssumedRoleId", `${session.role.id}:${session.sessionName}`],
      ["Arn", sessionArn(session)],
    ]],
    ["Credentials", [
      ["AccessKeyId", session.accessKeyId],
      ["SecretAccessKey", session.secretAccessKey],
      ["SessionToken", session.sessionToken],
      ["Expiration", timestamp(session.expiresAt)],
    ]],
  ];
  if (session.sourceIdentity !== undefined) result.push(["SourceIdentity", session.sourceIdentity]);
  if (Object.keys(parameters).some((name) => name.startsWith("Tags.member."))) {
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

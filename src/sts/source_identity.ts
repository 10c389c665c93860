// Whose credentials a source has given: STS is asked, and its answer is compared with what the source says.
// Rule: another account, or the root user, is refused; the session is named after what STS says.

import type { Credentials, SessionCredentials } from "../credentials/credentials.ts";
import type { ServedFacts } from "../role/served_source.ts";
import type { ServedSource } from "../role/source.ts";
import { parseUserArn } from "../role/user_arn.ts";
import { type Endpoint, partitionOf } from "../role/endpoint.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { explainUnanswered } from "./failure.ts";
import type { Failure } from "./messages.ts";

/** An ARN of STS or IAM in the parts that count here. */
type Caller = {
  readonly text: string;
  readonly partition: string;
  readonly account: string;
  /** A role's name without its path; undefined for a user. */
  readonly role?: string;
};

/**
 * Checks that the credentials are of the account that the source says; `caller`: the ARN that STS names. SwrError
 * "wrong-identity" if they are not.
 */
export function checkCaller(caller: string, source: ServedSource): Caller {
  const parts = /^arn:([a-z0-9-]+):(?:iam|sts)::(\d{12}):(.+)$/.exec(caller);
  if (parts === null) {
    throw refuse(`STS named an identity that swr does not know: ${visible(caller)}`, source);
  }
  const [, partition = "", account = "", rest = ""] = parts;
  if (source.account !== undefined && source.account !== account) {
    throw refuse(
      `profile "${visible(source.profile)}" gave credentials of another account: ${
        visible(caller)
      }`,
      source,
      [`the source says that they are of account ${source.account}`],
    );
  }
  if (source.kind === "sso") checkPermissionSet(rest, partition, caller, source);
  const role = /^assumed-role\/([\w+=,.@-]{1,64})\/[^/]+$/.exec(rest)?.[1];
  return { text: caller, partition, account, ...(role !== undefined && { role }) };
}

/**
 * The role of a permission set has its name with a mark after it (IAM Identity Center User Guide, "Referencing permission
 * sets in resource policies").
 */
function checkPermissionSet(
  rest: string,
  partition: string,
  caller: string,
  source: Extract<ServedSource, { kind: "sso" }>,
): void {
  const { role, account, region } = source.sso;
  const name = /^assumed-role\/AWSReservedSSO_([\w+=,.@-]+)_[0-9a-f]{16}\//.exec(rest)?.[1];
  if (name === role && partition === partitionOf(region.value).id) return;
  throw refuse(`STS answered for another identity: ${visible(caller)}`, source, [
    `asked for was the permission set ${visible(role)} in account ${account}`,
  ]);
}

/** The session that a source has given, named after its caller. SwrError "wrong-identity" if it names no session. */
export function sessionOfSource(
  credentials: Credentials,
  facts: ServedFacts,
  caller: string,
  source: ServedSource,
): SessionCredentials {
  const { partition, account, role } = checkCaller(caller, source);
  if (credentials.kind === "long-term" || facts.expiration === undefined) {
    throw refuse(
      "these credentials have no expiration, so a session cannot be made of them",
      source,
    );
  }
  const ended = { ...credentials, expiration: facts.expiration };
  if (role !== undefined) {
    const arn = `arn:${partition}:iam::${account}:role/${pathOf(source)}${role}`;
    return { ...ended, kind: "role-session", role: { arn, account, name: role } };
  }
  const arn = parseUserArn(caller);
  if (arn !== undefined) return { ...ended, kind: "user-session", user: { arn } };
  throw refuse(
    `profile "${visible(source.profile)}" gave credentials of ${
      caller.endsWith(":root") ? "the root user" : "neither a role nor a user"
    }: ${visible(caller)}`,
    source,
  );
}

/** The path of a permission set's role; that of others STS does not say. */
function pathOf(source: ServedSource): string {
  if (source.kind !== "sso") return "";
  const { value } = source.sso.region;
  return `aws-reserved/sso.amazonaws.com/${value === "us-east-1" ? "" : `${value}/`}`;
}

/** What STS, or the way to it, says against the credentials of a source. */
export function refusedSource(
  failure: Failure,
  { profile }: ServedSource,
  endpoint: Endpoint,
): SwrError {
  if (failure.kind !== "service") return explainUnanswered(failure, { endpoint, withCode: false });
  return new SwrError(
    failure.status >= 500 ? "sts-failed" : "sts-refused",
    `STS does not accept the credentials that the source of profile "${visible(profile)}" gave`,
    [
      "sign in again, or check the source",
      `STS says: ${failure.message.trim()} (${failure.code})`,
    ],
  );
}

function refuse(message: string, source: ServedSource, hints: readonly string[] = []): SwrError {
  return new SwrError("wrong-identity", message, [
    ...hints,
    `the credentials were discarded; check profile "${visible(source.profile)}"`,
  ]);
}

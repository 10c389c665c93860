// A session narrowed by its own keys: who they are of is asked first, and the narrowed session must be of the same.
// Rule: GetScopedCredentials keeps the identity; another one in the answer is an error.

import type { Credentials, SessionCredentials } from "../credentials/credentials.ts";
import type { NarrowPlan, NarrowSubject } from "../role/plan.ts";
import { parseUserArn } from "../role/user_arn.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import type { Sts } from "./client.ts";
import { explain } from "./failure.ts";
import type { Failure } from "./messages.ts";

/** Narrows the session. SwrError with cause and remedy. */
export async function narrowSession(
  plan: NarrowPlan,
  source: Credentials,
  sts: Sts,
): Promise<SessionCredentials> {
  const [call] = plan.calls;
  const { subject } = plan;
  const failed = (failure: Failure) =>
    explain(failure, {
      call,
      typed: "--narrow",
      endpoint: plan.endpoint,
      withCode: false,
      temporaryKeys: true,
    });
  const owner = await sts.owner(source);
  if ("failure" in owner) throw failed(owner.failure);
  checkSubject(owner.arn, subject);
  const outcome = await sts.assume(source, { ...call, identity: owner.arn }, undefined);
  if ("failure" in outcome) throw failed(outcome.failure);
  return { ...outcome.credentials, kind: subject.kind, ...identityOf(owner.arn, subject) };
}

/** Whether the keys are of the session that the environment describes. SwrError "wrong-identity". */
function checkSubject(arn: string, { roleArn, userArn }: NarrowSubject): void {
  const assumed = assumedRole(arn);
  const same = roleArn === undefined
    ? userArn === undefined || userArn === arn
    : assumed !== undefined && roleArn.split(":")[4] === assumed.account &&
      roleArn.endsWith(`/${assumed.name}`);
  if (same) return;
  throw new SwrError("wrong-identity", `the session's keys are those of ${visible(arn)}`, [
    `this session is of ${visible(roleArn ?? userArn!)}`,
    "check the endpoint and the proxy",
  ]);
}

/** The account, and the name of the role without its path. */
function assumedRole(arn: string): { account: string; name: string } | undefined {
  const match = /^arn:[^:]+:sts::(\d{12}):assumed-role\/([^/]+)\/[^/]+$/.exec(arn);
  return match === null ? undefined : { account: match[1]!, name: match[2]! };
}

function identityOf(
  arn: string,
  { roleArn, mfaTime }: NarrowSubject,
): Pick<SessionCredentials, "user" | "role"> {
  const assumed = assumedRole(arn);
  if (assumed !== undefined) {
    const [, partition] = arn.split(":");
    const ofRole = `arn:${partition}:iam::${assumed.account}:role/${assumed.name}`;
    return { role: { arn: roleArn ?? ofRole, ...assumed } };
  }
  const user = parseUserArn(arn);
  if (user !== undefined) return { user: { arn: user, ...(mfaTime !== undefined && { mfaTime }) } };
  throw new SwrError("wrong-identity", `the session's keys are those of ${visible(arn)}`, [
    "swr narrows the sessions of roles and of IAM users",
  ]);
}

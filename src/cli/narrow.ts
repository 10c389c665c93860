// --narrow: the session one is in, as the plan's subject.
// Rule: its own keys are narrowed, wherever they are; keys that something else has put into the environment are not.

import type { Configuration } from "../config/configuration.ts";
import type { Lookup } from "../config/origin.ts";
import type { SwitchOptions } from "../options/request.ts";
import { planNarrow } from "../role/narrow_plan.ts";
import type { NarrowPlan } from "../role/plan.ts";
import { currentSession } from "../session/contract.ts";
import { ownCredentials } from "../session/session_keys.ts";
import { SwrError } from "../text/errors.ts";
import { pasted } from "../text/quoting.ts";

/** The plan of --narrow. SwrError "no-session" outside a session, "keys-not-of-session" without its keys. */
export function narrowPlan(
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
): NarrowPlan {
  const session = currentSession(env);
  if (session === undefined) throw noSession(env);
  const now = Date.now();
  const { accessKeyId, expiration } = ownCredentials(session, env, now);
  const { profile, kind, roleArn, userArn, mfaTime, narrowed } = session;
  const ofUser = { ...(userArn && { userArn }), ...(mfaTime && { mfaTime }) };
  const subject = {
    profile,
    kind,
    accessKeyId,
    expiration,
    ...(roleArn !== undefined ? { roleArn } : ofUser),
    ...(narrowed !== undefined && { narrowed }),
  };
  return planNarrow(subject, options, config, env, now);
}

function noSession(env: Lookup): SwrError {
  const hasUserKeys = env("AWS_ACCESS_KEY_ID")?.startsWith("AKIA");
  return new SwrError("no-session", "--narrow works inside a session", [
    ...(hasUserKeys
      ? ["the keys here are long-lived ones, which STS does not narrow (GetScopedCredentials)"]
      : []),
    "narrow a role as it is opened: `envchain NAMESPACE swr --policy FILE PROFILE`",
    "or open a session first: `envchain NAMESPACE swr --user`",
  ]);
}

/** The error for a command that is not found, if its first word is a profile. */
export function explainProfileWord(
  error: unknown,
  command: readonly string[],
  { profiles }: Configuration,
): unknown {
  const [word] = command;
  const isProfile = error instanceof SwrError && error.code === "program-not-found" &&
    word !== undefined && profiles.has(word);
  if (!isProfile) return error;
  return new SwrError(error.code, error.message, [
    `"${word}" is a profile, and --narrow takes none: it narrows the session you are in`,
    `to open that role with fewer rights: \`swr --policy FILE ${pasted(word)}\``,
  ]);
}

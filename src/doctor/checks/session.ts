// The session that this shell is in: how long it lasts, and what has changed in it since swr opened it.
// Rule: --status says the same (session/status.ts); here it becomes findings.

import { localTime } from "../../text/times.ts";
import type { SwrError } from "../../text/errors.ts";
import type { Lookup } from "../../config/origin.ts";
import { parseUserArn } from "../../role/user_arn.ts";
import type { Session } from "../../session/contract.ts";
import { endedRemedy } from "../../session/remedies.ts";
import { sessionProblems, statusOf, timeLeft, type ViewState } from "../../session/status.ts";
import { type Finding, findingsOf } from "../finding.ts";

export type SessionFacts = {
  readonly env: Lookup;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly viewAt: (path: string) => ViewState;
  /** Of the secrets in the environment, in a session. */
  readonly digest?: string;
  /** Why the keys of the keyless session cannot be read. */
  readonly lost?: SwrError;
};

const finding = findingsOf("environment");

/** Whether the session lasts, and whether it is as swr opened it. */
export function checkSession(
  session: Session,
  { env, now, viewAt, digest, lost }: SessionFacts,
): Finding[] {
  const status = statusOf(env, now, viewAt, digest, lost);
  if (status === undefined) return [];
  const { profile, kind, userArn, expiration, secondsLeft } = status;
  const until = expiration === undefined ? "" : ` until ${localTime(expiration)}`;
  const user = kind === "user-session" ? parseUserArn(userArn ?? "")?.name : undefined;
  const place = user === undefined ? `"${profile}"` : `the user session of ${user}`;
  const broken = (message: string, remedy: readonly string[], says: Finding["says"] = []) =>
    finding("session-broken", "warning", message, remedy, { profile, says });
  return [
    secondsLeft === 0
      ? broken(
        user === undefined ? `the session in "${profile}" has ended` : `${place} has ended`,
        endedRemedy(session, profile, env),
        ["profile"],
      )
      : finding(
        "session",
        "ok",
        `this shell is in ${place}${until}, ${timeLeft(secondsLeft)}`,
        [],
        { profile, says: ["profile"] },
      ),
    ...sessionProblems(session, env, viewAt, digest, secondsLeft === 0 ? undefined : lost).map((
      { problem, remedy },
    ) => broken(problem, [remedy])),
  ];
}

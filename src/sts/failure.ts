// A failure of STS or of the way to it → what happened, the likely cause, and what to do.
// Rule: matched on the code first and on short pieces of the text, which AWS may reword; STS's own words are always
// shown below.

import { SwrError } from "../text/errors.ts";
import { type Attempt, cause } from "./explanations.ts";
import type { Failure } from "./messages.ts";

/** Whether STS refused the code itself, so that another one may help. */
function isRefusedCode(failure: Failure): boolean {
  return failure.kind === "service" && failure.message.includes("invalid MFA one time pass code");
}

/** Whether the code may have been used up although no session came of it, so that another one may help. */
export function isSpentCode(failure: Failure): boolean {
  return isRefusedCode(failure) || failure.kind === "lost";
}

/** Whether it helps to know whose keys these are. */
export function wantsCaller(failure: Failure): boolean {
  if (failure.kind !== "service" || isRefusedCode(failure)) return false;
  return /^AccessDenied/.test(failure.code) && !/root accounts/.test(failure.message);
}

/** The failure in words for the user. */
export function explain(failure: Failure, attempt: Attempt): SwrError {
  if (failure.kind !== "service") return explainUnanswered(failure, attempt);
  const { message, hints } = cause(failure, attempt);
  const id = failure.requestId === undefined ? "" : `, request ${failure.requestId}`;
  return new SwrError(failure.status >= 500 ? "sts-failed" : "sts-refused", message, [
    ...hints,
    `STS says: ${failure.message.trim()} (${failure.code}${id})`,
  ]);
}

/** A failure that is not STS's own answer, in words for the user. */
export function explainUnanswered(
  failure: Exclude<Failure, { kind: "service" }>,
  { endpoint: { host }, withCode }: Pick<Attempt, "endpoint" | "withCode">,
): SwrError {
  if (failure.kind === "broken") {
    return new SwrError(
      "worker-failed",
      `the part that runs the AWS SDK failed: ${failure.message}`,
    );
  }
  if (failure.kind === "connection" && /certificate/i.test(failure.message)) {
    return new SwrError("certificate-untrusted", `the certificate of ${host} is not trusted`, [
      failure.message,
      "if a proxy of your company opens TLS, name a file with its certificate in AWS_CA_BUNDLE or ca_bundle",
      "otherwise something on the network pretends to be STS: nothing was sent to it",
    ]);
  }
  if (failure.kind === "connection") {
    return new SwrError("sts-unreachable", `${host} cannot be reached`, [
      failure.message,
      "check the network, HTTPS_PROXY, and the region of the profile",
    ]);
  }
  if (failure.kind === "lost") {
    return new SwrError("connection-lost", `the connection to ${host} broke before the answer`, [
      failure.message,
      withCode
        ? "STS may have used the code: take the next one"
        : "try again; check the network and the proxy",
    ]);
  }
  const status = failure.status === undefined ? "" : ` (status ${failure.status})`;
  return new SwrError(
    "answer-foreign",
    `the answer of ${host} does not come from STS${status}`,
    [
      failure.message,
      "a proxy or a sign-in page of the network may have answered instead",
    ],
  );
}

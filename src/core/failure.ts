// A failure of STS or of the way to it → what happened, the likely cause, and what to do.
// Rule: matched on the code first and on short pieces of the text, which AWS may reword; STS's own words are
// always shown below. Pure: imports its siblings.

import { SwrError } from "./errors.ts";
import type { Hop } from "./hops.ts";
import type { Failure } from "./sts_messages.ts";

export type Attempt = {
  readonly hop: Hop;
  readonly endpointUrl: string;
  /** Whether a code went with the call. */
  readonly withCode: boolean;
};

/** Whether STS refused the code itself, so that another one may help. */
export function isRefusedCode(failure: Failure): boolean {
  return failure.kind === "service" && failure.message.includes("invalid MFA one time pass code");
}

/** Whether the code may have been used up although no session came of it, so that another one may help. */
export function isSpentCode(failure: Failure): boolean {
  return isRefusedCode(failure) || failure.kind === "lost";
}

/** The failure as the user is told of it. */
export function explain(failure: Failure, attempt: Attempt): SwrError {
  const host = new URL(attempt.endpointUrl).host;
  if (failure.kind === "connection") {
    return new SwrError("network", `${host} cannot be reached`, [
      failure.message,
      "check the network, HTTPS_PROXY, and the region of the profile",
    ]);
  }
  if (failure.kind === "lost") {
    return new SwrError("network", `the connection to ${host} broke before the answer`, [
      failure.message,
      attempt.withCode
        ? "STS may have used the code: take the next one"
        : "try again; check the network and the proxy",
    ]);
  }
  if (failure.kind === "foreign") {
    const status = failure.status === undefined ? "" : ` (status ${failure.status})`;
    return new SwrError("network", `what ${host} answered is not an answer of STS${status}`, [
      failure.message,
      "a proxy or a sign-in page of the network may be in the way",
    ]);
  }
  const { message, hints } = cause(failure, attempt);
  const id = failure.requestId === undefined ? "" : `, request ${failure.requestId}`;
  return new SwrError(failure.status >= 500 ? "network" : "auth", message, [
    ...hints,
    `STS says: ${failure.message.trim()} (${failure.code}${id})`,
  ]);
}

type Cause = { readonly message: string; readonly hints: readonly string[] };

function cause(failure: Extract<Failure, { kind: "service" }>, attempt: Attempt): Cause {
  const { code, message } = failure;
  const { hop } = attempt;
  const says = (part: string) => message.includes(part);
  if (isRefusedCode(failure)) {
    return {
      message: "the MFA code was refused",
      hints: ["it is wrong, too old, or was used before: take the next one"],
    };
  }
  if (says("unable to validate MFA code")) {
    return {
      message: `the MFA device ${hop.mfaSerial} does not belong to these keys`,
      hints: ["check mfa_serial, and that the envchain namespace is the right one"],
    };
  }
  if (says("role chaining")) {
    return {
      message: "the session is too long for a chained role",
      hints: ["give --duration 1h or less"],
    };
  }
  if (says("MaxSessionDuration")) {
    return {
      message: `the role does not allow sessions of ${hop.durationSeconds ?? 3600} seconds`,
      hints: ["give a shorter --duration, or raise the role's maximum session duration"],
    };
  }
  if (says("Signature expired") || says("not yet current")) {
    return {
      message: "the clock of this machine is wrong",
      hints: ["set the clock (`timedatectl set-ntp true`)"],
    };
  }
  switch (code) {
    case "AccessDenied":
      return { message: `${hop.role.text} may not be assumed`, hints: deniedHints(attempt) };
    case "InvalidClientTokenId":
      return {
        message: "STS does not know the access key",
        hints: [
          "it may be deleted, inactive, or of another partition: check the envchain namespace",
        ],
      };
    case "SignatureDoesNotMatch":
      return {
        message: "the secret access key does not fit the access key id",
        hints: [
          "store the pair again: `envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`",
        ],
      };
    case "ExpiredToken":
    case "ExpiredTokenException":
      return {
        message: "the session whose keys are in use has expired",
        hints: [
          "leave it with exit, and start from the long-lived keys: `envchain NAMESPACE swr …`",
        ],
      };
    case "RegionDisabledException":
      return {
        message: "STS is not active in this region",
        hints: ["choose another with --region"],
      };
    default:
      return { message: `STS refused: ${code}`, hints: [] };
  }
}

function deniedHints({ hop, withCode }: Attempt): string[] {
  const check = `check the name and account of the role, its trust policy${
    hop.externalId === undefined ? ", whether it wants an external_id" : ", the external_id"
  }, and your own policy`;
  if (withCode || hop.mfaSerial !== undefined) return [check];
  return [
    `no MFA code was sent, and the role may require one: add mfa_serial to profile "${hop.profile}"`,
    check,
  ];
}

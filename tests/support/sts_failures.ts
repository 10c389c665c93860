// The failures of STS, each with AWS's own status, code and text: one row each, so that more are easy to add.
// Source: AWS STS API Reference ("Common Errors", AssumeRole), and answers reported in public issues.

export type Refusal = { status: number; code: string; message: string };

export const FAILURES = {
  wrongCode: denied("MultiFactorAuthentication failed with invalid MFA one time pass code. "),
  wrongDevice: denied(
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  ),
  halfMfa: denied(
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
  ),
  unknownKey: {
    status: 403,
    code: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
  },
  wrongSignature: {
    status: 403,
    code: "SignatureDoesNotMatch",
    message:
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  },
  skew: {
    status: 403,
    code: "SignatureDoesNotMatch",
    message:
      "Signature expired: 20220127T001427Z is now earlier than 20220127T014428Z (20220127T015928Z - 15 min.)",
  },
  expired: {
    status: 403,
    code: "ExpiredToken",
    message: "The security token included in the request is expired",
  },
  tooLong: {
    status: 400,
    code: "ValidationError",
    message: "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  },
  chainTooLong: {
    status: 400,
    code: "ValidationError",
    message:
      "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  },
  unknownAction: { status: 400, code: "InvalidAction", message: "Could not find operation" },
} as const satisfies Record<string, Refusal>;

/** AWS's words for every reason not to let a caller assume a role: missing, untrusted, no MFA, no external id. */
export function notAuthorized(caller: string, role: string): Refusal {
  return denied(
    `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  );
}

function denied(message: string): Refusal {
  return { status: 403, code: "AccessDenied", message };
}

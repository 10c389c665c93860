// The failures of STS, each with AWS's own status, code and text: one row each, so that more are easy to add.
// Rule: a row is a refusal, or a function that makes one of what AWS repeats in the text.
// Sources: AWS STS API Reference ("Common Errors", AssumeRole), AWS's SDK models, and answers quoted in public issues.

export type Refusal = { status: number; code: string; message: string };

export const FAILURES = {
  // Who is calling: the key, the signature, the clock.
  notSigned: row(403, "MissingAuthenticationToken", "Request is missing Authentication Token"),
  incomplete: (header: string) =>
    row(400, "IncompleteSignature", `Authorization header is malformed. Authorization=${header}`),
  unknownKey: row(
    403,
    "InvalidClientTokenId",
    "The security token included in the request is invalid.",
  ),
  expired: row(403, "ExpiredToken", "The security token included in the request is expired"),
  wrongSignature: row(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  ),
  wrongService: row(
    403,
    "SignatureDoesNotMatch",
    "Credential should be scoped to correct service: 'sts'. ",
  ),
  signedTooEarly: (signed: string, earliest: string, now: string) =>
    row(
      403,
      "SignatureDoesNotMatch",
      `Signature expired: ${signed} is now earlier than ${earliest} (${now} - 15 min.)`,
    ),
  signedTooLate: (signed: string, latest: string, now: string) =>
    row(
      403,
      "SignatureDoesNotMatch",
      `Signature not yet current: ${signed} is still later than ${latest} (${now} + 15 min.)`,
    ),
  regionDisabled: (account: string) =>
    row(
      403,
      "RegionDisabledException",
      `STS is not activated in this region for account:${account}. Your account administrator can activate STS in this region using the IAM Console.`,
    ),

  // The second factor.
  wrongCode: denied("MultiFactorAuthentication failed with invalid MFA one time pass code. "),
  wrongDevice: denied(
    "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number is valid and associated with this user.",
  ),
  halfMfa: denied(
    "MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.",
  ),

  // The role. One text for all reasons: missing, not trusting, no MFA, wrong external id or source identity.
  notAuthorized: (caller: string, role: string) =>
    denied(`User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`),
  tagsNotAuthorized: (caller: string, role: string) =>
    denied(`User: ${caller} is not authorized to perform: sts:TagSession on resource: ${role}`),
  scopeNotAuthorized: (caller: string) =>
    denied(`User: ${caller} is not authorized to perform: sts:GetScopedCredentials`),
  notTemporary: denied("Cannot call GetScopedCredentials with long-term credentials"),
  root: denied("Roles may not be assumed by root accounts."),
  sessionTokenOfSession: denied("Cannot call GetSessionToken with session credentials"),
  tooLong: invalid(
    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
  ),
  chainTooLong: invalid(
    "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.",
  ),

  // The form of the request.
  violations: (each: readonly string[]) =>
    invalid(
      `${each.length} validation error${each.length === 1 ? "" : "s"} detected: ${each.join("; ")}`,
    ),
  notAnArn: invalid("Request ARN is invalid"),
  unknownAction: (action: string) =>
    row(400, "InvalidAction", `Could not find operation ${action} for version 2011-06-15`),

  // Of GetScopedCredentials alone, after the service model of the AWS SDK.
  nothingToScope: invalid("At least one of Policy or DurationSeconds must be provided"),
  lifetime: row(
    400,
    "InsufficientSessionLifetime",
    "The requested DurationSeconds exceeds the remaining lifetime of the calling session.",
  ),
  invalidSubject: row(
    400,
    "InvalidSubjectCredentials",
    "The calling session's credentials could not be validated or resolved.",
  ),
  malformedPolicy: row(400, "MalformedPolicyDocument", "Syntax errors in policy."),

  // What happens to anybody; for sts.next().
  throttled: row(400, "Throttling", "Rate exceeded"),
  unavailable: row(503, "ServiceUnavailable", "Service is unavailable"),
  internal: row(
    500,
    "InternalFailure",
    "The request processing has failed because of an unknown error, exception or failure.",
  ),
  packedPolicyTooLarge: row(
    400,
    "PackedPolicyTooLarge",
    "Packed policy consumes 101% of allotted space, please use smaller policy.",
  ),
} as const;

function row(status: number, code: string, message: string): Refusal {
  return { status, code, message };
}

function denied(message: string): Refusal {
  return row(403, "AccessDenied", message);
}

function invalid(message: string): Refusal {
  return row(400, "ValidationError", message);
}

// The ARNs of an IAM user and of the user's MFA devices.
// Rule: reads, and refuses nothing; small, since --status and the session's view load it.

/** An IAM user's ARN in its parts. */
export type UserArn = {
  readonly text: string;
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  /** Without the path. */
  readonly name: string;
};

/** An IAM user's ARN in its parts, the name without its path; undefined for any other ARN. */
export function parseUserArn(text: string): UserArn | undefined {
  const match = /^arn:([a-z0-9-]+):iam::(\d{12}):user\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/.exec(
    text,
  );
  return match === null
    ? undefined
    : { text, partition: match[1]!, account: match[2]!, name: match[3]! };
}

/** The account and partition in the ARN of a device; undefined for a hardware token's serial number. */
export function ownerOfDevice(
  serial: string,
): { readonly partition: string; readonly account: string } | undefined {
  const match = /^arn:([a-z0-9-]+):iam::(\d{12}):mfa\//.exec(serial);
  return match === null ? undefined : { partition: match[1]!, account: match[2]! };
}

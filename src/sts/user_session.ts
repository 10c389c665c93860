// Whose user session it is: GetSessionToken's answer does not name the user, so STS is asked whose the new keys are.
// Rule: they must be those of a user, and of the device's account if the device names one. The user's name is shown,
// not compared, since the name of a device is free.

import type { SessionCredentials } from "../credentials/credentials.ts";
import { ownerOfDevice, parseUserArn } from "../role/user_arn.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";

/**
 * The session with its user; `caller`: the ARN that STS names for its keys. SwrError "wrong-identity" if that is not a user
 * of the account of the device, whose serial number went with the call.
 */
export function withUser(
  credentials: SessionCredentials,
  caller: string,
  serial: string | undefined,
  now: number = Date.now(),
): SessionCredentials {
  const arn = parseUserArn(caller);
  if (arn === undefined) {
    throw refuse(
      `these keys are not those of an IAM user: ${visible(caller)}`,
      caller.endsWith(":root")
        ? ["make an IAM user, store its keys with envchain, and delete the keys of the root user"]
        : [],
    );
  }
  const device = serial === undefined ? undefined : ownerOfDevice(serial);
  if (
    device !== undefined &&
    (device.account !== arn.account || device.partition !== arn.partition)
  ) {
    throw refuse(`STS answered for another account: ${visible(arn.text)}`, [
      `the MFA device is ${visible(serial!)}`,
    ]);
  }
  const mfaTime = new Date(now).toISOString().replace(/\.\d+Z$/, "Z");
  return { ...credentials, user: { arn, ...(serial !== undefined && { mfaTime }) } };
}

function refuse(message: string, hints: readonly string[]): SwrError {
  return new SwrError("wrong-identity", message, [
    ...hints,
    "the credentials were discarded; check the endpoint and the proxy",
  ]);
}

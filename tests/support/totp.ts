// The MFA devices of the STS double: which code counts at what time, and which have been used.
// Rule: a code counts in its half minute and in the ones beside it, and once per device, whatever it was used for.
// Source: RFC 6238 §5.2 (one acceptance per code) and "IAM and AWS STS quotas"/MFA guide: a code cannot be reused.

import { Secret, TOTP } from "otpauth";

export type Device = {
  serial: string;
  userArn: string;
  /** Base32, as authenticator apps take it. */
  secret: string;
  /** Steps of 30 s since 1970 whose codes were used. */
  usedSteps: Set<number>;
};

const STEP_MS = 30_000;

/** A device with a random secret of 160 bits. */
export function newDevice(serial: string, userArn: string): Device {
  return { serial, userArn, secret: new Secret({ size: 20 }).base32, usedSteps: new Set() };
}

/** The six digits of the device at that time (milliseconds), used or not. */
export function codeAt({ secret }: Device, time: number): string {
  return totp(secret).generate({ timestamp: time });
}

/** Takes the code if it counts at that time and is new; it does not count again. */
export function consume(device: Device, code: string, time: number): boolean {
  const delta = totp(device.secret).validate({ token: code, timestamp: time, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(time / STEP_MS) + delta;
  if (device.usedSteps.has(step)) return false;
  device.usedSteps.add(step);
  return true;
}

/**
 * The code that a user would type next: of the running step, else of the following one. Both live for another half
 * minute at least. Where both are used, `later` says how many milliseconds the devices' clock has to go on.
 */
export function freshCode(device: Device, time: number): { code: string; later: number } {
  for (let later = 0;; later += STEP_MS) {
    for (const at of [time + later, time + later + STEP_MS]) {
      if (!device.usedSteps.has(Math.floor(at / STEP_MS))) {
        return { code: codeAt(device, at), later };
      }
    }
  }
}

/** Six digits that the device shows at no time near that one. */
export function wrongCode(device: Device, time: number): string {
  const near = [-2, -1, 0, 1, 2].map((steps) => codeAt(device, time + steps * STEP_MS));
  return ["000000", "111111", "222222", "333333", "444444", "555555"].find((code) =>
    !near.includes(code)
  )!;
}

function totp(secret: string): TOTP {
  return new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30, algorithm: "SHA1" });
}

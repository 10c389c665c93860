// When a role session that renews itself is renewed.
// Rule: early enough for the SDKs: botocore asks again when a quarter of an hour is left, and lets calls wait from ten
// minutes on; and not after the user session has ended.

import type { HeldKey } from "../credentials/keyring.ts";

const LEAST_SECONDS = 20 * 60;
/** Of a role session's whole time, if that is less. */
const LEAST_PART = 1 / 3;

/** Whether the session in the keyring is to be renewed; `now` in milliseconds. */
export function isDue(held: HeldKey, now: number): boolean {
  const { renewal } = held;
  if (renewal === undefined || held.state === "several") return false;
  if (!(Date.parse(renewal.user.expiration) > now)) return false;
  if (held.state !== "held") return true;
  const { expiration, seconds = Infinity } = held.credentials;
  const left = (Date.parse(expiration) - now) / 1000;
  return left < Math.min(LEAST_SECONDS, seconds * LEAST_PART);
}

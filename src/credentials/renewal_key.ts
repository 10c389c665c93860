// The kernel key by which a role session renews itself: the user session's keys and every call that opened the role.
// Rule: all that a renewal needs is in it; nothing is read again from a file or a variable.

import type { StsEndpoint } from "../role/endpoint.ts";
import type { UserSession } from "../role/source.ts";
import type { AssumeRoleCall } from "../role/sts_call.ts";
import type { HeldKey } from "./keyring.ts";

/** What a renewal is made of. */
export type Renewal = {
  /** The user session whose keys sign the first call. */
  readonly user: UserSession;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** The calls, in their order. */
  readonly calls: readonly [AssumeRoleCall, ...AssumeRoleCall[]];
  readonly endpoint: StsEndpoint;
  /** A file of certificates that the profile names. */
  readonly caBundle?: string;
};

/** The content, in JSON. The caller overwrites it when it is in the kernel. */
export function renewalContent(renewal: Renewal): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(renewal));
}

/** What the content holds; undefined if it is not whole. */
export function renewalOf(content: Uint8Array): Renewal | undefined {
  let held: Partial<Renewal>;
  try {
    held = Object(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content)));
  } catch {
    return undefined;
  }
  const { user, secretAccessKey, sessionToken, calls, endpoint } = held;
  const isWhole = typeof user?.accessKeyId === "string" && typeof user.expiration === "string" &&
    typeof user.user?.text === "string" && typeof secretAccessKey === "string" &&
    typeof sessionToken === "string" && typeof endpoint?.url === "string" &&
    Array.isArray(calls) && calls.length > 0 &&
    calls.every(({ action, input, role }) =>
      action === "AssumeRole" && typeof input?.RoleArn === "string" &&
      typeof role?.account === "string"
    );
  return isWhole ? held as Renewal : undefined;
}

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

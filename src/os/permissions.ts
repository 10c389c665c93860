// Gives up what is no longer needed, and checks that it is gone.
// Rule: when the SDK is evaluated main can no longer read files or variables, load code, or open a library. `net` stays:
// main carries the SDK's bytes. `run` stays: it is the way into the session if execve fails.

import { SwrError } from "../text/errors.ts";
import type { Origin } from "../text/origin.ts";
import type { Libc } from "./libc.ts";

const GIVEN_UP = ["import", "read", "env", "ffi", "sys", "write"] as const;

/** Whether the permission set admits `host:port`. */
export function mayReach(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** SwrError "host-not-permitted" with these hints if it does not; `origin`: where the host was written. */
export function refuseForeignHost(
  host: string,
  hints: readonly string[],
  origin: Origin | undefined,
): void {
  if (!mayReach(host)) {
    throw new SwrError("host-not-permitted", `swr may not connect to ${host}`, hints, { origin });
  }
}

/** Revokes them; `asks`: whether there may be another question. SwrError "permission-kept" if one stays. */
export function giveUpPermissions(libc: Libc | undefined, asks: boolean): void {
  libc?.openForLater(asks);
  for (const name of GIVEN_UP) {
    const { state } = Deno.permissions.revokeSync({ name } as Deno.PermissionDescriptor);
    if (state === "granted") {
      throw new SwrError("permission-kept", `the permission "${name}" could not be given up`);
    }
  }
}

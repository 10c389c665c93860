// Gives up what is no longer needed, and checks that it is gone.
// Rule: when the SDK is evaluated the main realm can no longer read files or variables, load code, call out, or
// open a library. `run` stays: it is the way into the session where exec is not to be had. Imports core.

import { SwrError } from "../core/errors.ts";

const GIVEN_UP = ["import", "read", "env", "ffi", "net", "sys", "write"] as const;

/** Whether the permission set admits `host:port`. */
export function mayReach(host: string): boolean {
  return Deno.permissions.querySync({ name: "net", host }).state === "granted";
}

/** Revokes them in the main realm; the Worker keeps the one host it was started with. SwrError "bug" if one stays. */
export function giveUpPermissions(): void {
  for (const name of GIVEN_UP) {
    const { state } = Deno.permissions.revokeSync({ name } as Deno.PermissionDescriptor);
    if (state === "granted") {
      throw new SwrError("bug", `the permission "${name}" could not be given up`);
    }
  }
}

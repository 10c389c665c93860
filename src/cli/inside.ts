// The environment that a command decides by, with the keys of the keyless session one is in.
// Rule: what reads the kernel's keys is loaded only in a keyless session.

import type { Lookup } from "../config/origin.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import { currentSession } from "../session/contract.ts";

/**
 * The variables of this process; in a keyless session with its keys among them. `whose`: of the session itself, or, if it
 * renews itself, of the user session around it. SwrError "session-ended" or "keys-not-of-session" if they are unavailable.
 */
export async function environmentHere(
  libc: Libc | undefined,
  whose: "session" | "outermost",
): Promise<Lookup> {
  if (!currentSession(variable)?.keyless) return variable;
  const { environmentInside } = await import("../session/own_keys.ts");
  return await environmentInside(variable, libc, whose);
}

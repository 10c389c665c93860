// One variable of the environment.
// Rule: only those of the permission set can be seen; read before permissions are given up.

import { SwrError } from "../text/errors.ts";

/** A variable of the environment; undefined where it is not set or not in the permission set. */
export function variable(name: string): string | undefined {
  try {
    return Deno.env.get(name);
  } catch {
    throw new SwrError("config", `the variable ${name} is not valid UTF-8`, [
      "set it again, or unset it",
    ]);
  }
}

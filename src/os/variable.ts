// One variable of the environment.
// Rule: only those of the permission set can be seen; read before permissions are given up.

import { SwrError } from "../text/errors.ts";

/**
 * Variables that name a proxy for https, the one that counts first: https's own before the general one, as curl and Python
 * have it. Without https swr talks to this machine alone.
 */
export const PROXY_VARIABLES = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] as const;

/** What was written over in the process's own block (libc_environment.ts), as it was before. */
const hidden = new Map<string, string | undefined>();

/** Keeps the variable's value for variable(), since it is about to be written over. */
export function hideVariable(name: string): void {
  hidden.set(name, variable(name));
}

/**
 * Takes the variables out of this process's environment, which its children inherit if it cannot be copied for them
 * (Windows). variable() still has the values.
 */
export function takeVariables(names: readonly string[]): void {
  for (const name of names) {
    hideVariable(name);
    Deno.env.delete(name);
  }
}

/** A variable of the environment; undefined if it is not set, or not in the permission set. */
export function variable(name: string): string | undefined {
  if (hidden.has(name)) return hidden.get(name);
  try {
    return Deno.env.get(name);
  } catch {
    throw new SwrError("variable-malformed", `the variable ${name} is not valid UTF-8`, [
      "set it again, or unset it",
    ]);
  }
}

/** The same; undefined also if it is not valid UTF-8. */
export function variableIfText(name: string): string | undefined {
  try {
    return variable(name);
  } catch {
    return undefined;
  }
}

// A program that lives on after swr has ended, such as a browser.
// Rule: it is in a session of its own, so that a Ctrl-C in the terminal does not reach it, and has none of swr's streams.

/**
 * Starts the program with that environment and no other; undefined: with swr's own. Resolves when the program ends;
 * swr does not wait for that. Throws Deno's error if it cannot be started.
 */
export function startDetached(
  path: string,
  args: readonly string[],
  env: Record<string, string> | undefined,
): Promise<{ readonly success: boolean; readonly code: number }> {
  const child = new Deno.Command(path, {
    args: [...args],
    ...(env !== undefined && { clearEnv: true, env }),
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  child.unref();
  return child.status;
}

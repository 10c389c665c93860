// The MFA code that a command prints.
// Rule: the command has the terminal, and sees no credential; it is waited for within bounds. Loaded only if there is
// such a command.

import { helperEnvironment } from "../config/variables.ts";
import { mfaCode } from "../role/arn.ts";
import { SwrError } from "../text/errors.ts";
import { commandShown, keepSecret } from "../text/mask.ts";
import { visible } from "../text/visible.ts";
import { shellFor } from "../os/configured_command.ts";
import { childOutput } from "../os/child_output.ts";

/** A touch of a key has to be waited for; what is longer than a page is no code. */
const PROCESS_LIMITS = { milliseconds: 60_000, bytes: 4096 };

/**
 * The code that a command prints. It reads from the terminal if there is one and its errors are shown, so that it can
 * ask for a touch; its environment holds no credential. SwrError "auth" if it fails, takes a minute, or prints something
 * else.
 */
export async function codeOfProcess(
  command: string,
  environ: readonly Uint8Array[],
): Promise<string> {
  const failed = (why: string) =>
    new SwrError("mfa-process-failed", `the command for the MFA code failed: ${why}`, [
      `it is: ${commandShown(command)}`,
      "check mfa_process, SWR_MFA_PROCESS or --mfa-process; without it the terminal is asked",
    ]);
  const { path, ...start } = shellFor(command);
  const outcome = await childOutput(
    path,
    { ...start, env: helperEnvironment(environ), stdin: "null", stderr: "inherit" },
    PROCESS_LIMITS,
  ).catch((error) => {
    throw failed(error instanceof Error ? visible(error.message) : "it could not be started");
  });
  if (outcome.kind === "late") throw failed("it took more than a minute");
  if (outcome.kind === "flooded") throw failed("it printed more than a code");
  keepSecret(outcome.text);
  if (outcome.code !== 0) throw failed(outcome.signal ?? `status ${outcome.code}`);
  const code = mfaCode(outcome.text);
  if (code === undefined) throw failed("what it printed is not six digits");
  keepSecret(code);
  return code;
}

// Runs a credential_process, as sh runs it.
// Rule: it has the terminal and sees no credential; it is waited for within bounds, and ended with its children.

import { childOutput } from "../os/child_output.ts";
import { shellFor } from "../os/configured_command.ts";
import { SwrError } from "../text/errors.ts";
import { commandShown } from "../text/mask.ts";
import type { LineOrigin, Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { processCredentials } from "./process_answer.ts";
import { EXPIRED, type Served } from "./served.ts";

/** A sign-in or a touch of a key has to be waited for; what is longer than some pages is no credential. */
const PROCESS_LIMITS = { milliseconds: 60_000, bytes: 64 * 1024 };

/** A command that prints credentials, and how it runs. */
type CredentialProcess = {
  readonly profile: string;
  readonly command: Setting<LineOrigin>;
  /** Its whole environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it can ask something. */
  readonly hasTerminal: boolean;
};

/** The credentials that the command prints. SwrError "process-failed" if it fails, takes a minute, or prints something else. */
export async function credentialsOfProcess(
  { profile, command, env, hasTerminal }: CredentialProcess,
  limits = PROCESS_LIMITS,
): Promise<Served> {
  const failed = (why: string, ...hints: readonly string[]) =>
    new SwrError(
      "process-failed",
      `credential_process of profile "${visible(profile)}" failed: ${why}`,
      [...hints, `the command is: ${commandShown(command.value)}`],
      { origin: command.origin },
    );
  const { path, ...start } = shellFor(command.value);
  const outcome = await childOutput(
    path,
    { ...start, env: { ...env }, stdin: "null", stderr: "inherit" },
    limits,
  ).catch((error) => {
    throw failed(error instanceof Error ? visible(error.message) : "it could not be started");
  });
  if (outcome.kind === "late") {
    throw failed("it took more than a minute", "it was ended; run it once by hand to see why");
  }
  if (outcome.kind === "flooded") throw failed("it printed more than credentials");
  if (outcome.code !== 0) {
    const hints = outcome.code === 127
      ? ["sh did not find a command: check its path"]
      : hasTerminal
      ? ["what it said is above; run it once by hand to see why"]
      : ["there is no terminal here: if it has to ask something, run it once by hand"];
    throw failed(outcome.signal ?? `it ended with status ${outcome.code}`, ...hints);
  }
  const found = processCredentials(outcome.text, Date.now());
  if (!("what" in found)) return found;
  const signIn = found.what.endsWith(EXPIRED)
    ? ["sign in again with the program that the command uses"]
    : [];
  throw failed(found.what, ...found.remedy === undefined ? signIn : [found.remedy]);
}

// envchain and its namespaces.
// Rule: it is run without any credential in its environment, has seconds, and no more of what it prints is read than a
// page; whatever it does is a fact, never an error.

import { helperEnvironment } from "../../config/variables.ts";
import type { EnvchainFact } from "../checks/machine.ts";
import { SwrError } from "../../text/errors.ts";
import { childOutput } from "../../os/child_output.ts";
import { findProgram } from "../../os/find_program.ts";
import type { Libc } from "../../os/libc.ts";
import { IS_WINDOWS } from "../../os/process.ts";
import { variable } from "../../os/variable.ts";

const LIMITS = { milliseconds: 5000, bytes: 64 * 1024 };

/** Asks `envchain --list`, which shows names and unlocks nothing. */
export async function surveyEnvchain(libc: Libc | undefined): Promise<EnvchainFact> {
  if (IS_WINDOWS) return { state: "missing" };
  let path: string;
  try {
    path = findProgram(["envchain"], { shell: undefined, login: false }, libc).path;
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    if (error.kind === "not-found") return { state: "missing" };
    return { state: "failed", path: "envchain", why: error.message };
  }
  try {
    const text = await listOf(path, environmentFor(libc));
    const namespaces = text.split("\n").map((line) => line.trim()).filter(Boolean);
    return { state: "there", path, namespaces };
  } catch (error) {
    return { state: "failed", path, why: error instanceof Error ? error.message : "" };
  }
}

function environmentFor(libc: Libc | undefined): Record<string, string> {
  if (libc !== undefined) return helperEnvironment(libc.environment());
  const [home, path] = [variable("HOME"), variable("PATH")];
  return { ...(home && { HOME: home }), ...(path && { PATH: path }) };
}

/** What it prints, when it ends well and in time. */
async function listOf(path: string, env: Record<string, string>): Promise<string> {
  const options = { args: ["--list"], env, stdin: "null", stderr: "null" } as const;
  const outcome = await childOutput(path, options, LIMITS);
  if (outcome.kind === "late") {
    throw new Error(`it took more than ${LIMITS.milliseconds / 1000} seconds`);
  }
  if (outcome.kind === "flooded") throw new Error("it printed more than a list");
  if (outcome.code !== 0) throw new Error(outcome.signal ?? `it ended with status ${outcome.code}`);
  return outcome.text;
}

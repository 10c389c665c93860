// envchain and its namespaces. Rule: it is run without any credential in its environment, has seconds, and no more of
// what it prints is read than a page; whatever it does is a fact, never an error. Imports core and its siblings.

import { helperEnvironment } from "../core/child_env.ts";
import type { EnvchainFact } from "../core/doctor_machine.ts";
import { SwrError } from "../core/errors.ts";
import { findProgram } from "./exec.ts";
import type { Libc } from "./libc.ts";
import { variable } from "./system.ts";

const LIMIT_MS = 5000;
const MOST_BYTES = 64 * 1024;

/** Asks `envchain --list`, which shows names and unlocks nothing. */
export async function surveyEnvchain(libc: Libc | undefined): Promise<EnvchainFact> {
  if (Deno.build.os === "windows") return { state: "missing" };
  let path: string;
  try {
    path = findProgram(["envchain"], { shell: undefined, login: false }, libc).path;
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    if (error.kind === "not-found") return { state: "missing" };
    return { state: "failed", path: "envchain", why: error.message };
  }
  try {
    const text = await outputOf(path, environmentFor(libc));
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
async function outputOf(path: string, env: Record<string, string>): Promise<string> {
  const child = new Deno.Command(path, {
    args: ["--list"],
    clearEnv: true,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const reader = child.stdout.getReader();
  const timer: { id?: ReturnType<typeof setTimeout> } = {};
  const late = new Promise<"late">((resolve) => {
    timer.id = setTimeout(() => resolve("late"), LIMIT_MS);
  });
  try {
    // Whoever it started may hold the pipe open, so that neither its end nor its output can be waited for alone.
    const outcome = await Promise.race([Promise.all([read(reader), child.status]), late]);
    if (outcome === "late") throw new Error(`it took more than ${LIMIT_MS / 1000} seconds`);
    const [bytes, { success, code, signal }] = outcome;
    if (!success) throw new Error(signal === null ? `it ended with status ${code}` : `${signal}`);
    return new TextDecoder().decode(bytes);
  } finally {
    clearTimeout(timer.id);
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

async function read(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  let all = new Uint8Array();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return all;
    if (all.length + value.length > MOST_BYTES) throw new Error("it printed more than a list");
    const joined = new Uint8Array(all.length + value.length);
    joined.set(all);
    joined.set(value, all.length);
    all = joined;
  }
}

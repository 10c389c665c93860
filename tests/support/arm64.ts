// swr on Linux on arm64, from source: by this Deno where this is such a machine, else by SWR_ARM64_DENO, a command that
// runs that system's Deno under emulation.
// Rule: what swr becomes is a program of this machine, and all else (files, terminal, loopback) is this machine's.

import { fileURLToPath } from "node:url";
import { type RunResult, runWithoutTerminal, sourceWords } from "./program.ts";
import { openTerminal, type Terminal } from "./pty.ts";
import type { Sandbox } from "./sandbox.ts";

const DENO = Deno.build.target.startsWith("aarch64-unknown-linux")
  ? Deno.execPath()
  : Deno.env.get("SWR_ARM64_DENO");

/** Why nothing can be run on arm64 here; undefined if it can. */
export const NO_ARM64: string | undefined = DENO === undefined
  ? "SWR_ARM64_DENO names no Deno for Linux on arm64"
  : undefined;

/** An emulated start takes seconds. */
const SAFETY_NET_MS = 120_000;

type Run = { readonly box: Sandbox; readonly env: Readonly<Record<string, string>> };

/** The words that start swr there. */
function swrOnArm64(): string[] {
  const [, ...words] = sourceWords();
  const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  return [DENO!, ...words, "--config", path("deno.json"), path("src/main.ts")];
}

/** Runs swr without a terminal. */
export function runOnArm64(
  args: readonly string[],
  { env }: Run,
  stdin?: string,
): Promise<RunResult> {
  const command = [...swrOnArm64(), ...args];
  return runWithoutTerminal(command, {
    env: environment(env),
    timeout: SAFETY_NET_MS,
    ...(stdin !== undefined && { stdin }),
  });
}

/** Runs swr on a terminal. */
export function terminalOnArm64(args: readonly string[], { env }: Run): Terminal {
  const [command = "", ...words] = swrOnArm64();
  return openTerminal({ command, args: [...words, ...args], env: environment(env) });
}

/** The tool's own variables beside the test's: where its files are, and no cache but its own. */
function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  const { DENO_DIR: _, ...rest } = env;
  const [home, cache] = [Deno.env.get("HOME"), Deno.env.get("XDG_CACHE_HOME")];
  return {
    ...rest,
    // swr reads AWS's files by AWS_CONFIG_FILE here.
    ...(home && { HOME: home }),
    ...(cache && { XDG_CACHE_HOME: cache }),
    PATH: `${rest.PATH}:${Deno.env.get("PATH") ?? ""}`,
  };
}

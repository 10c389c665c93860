// swr on Windows, from source: by this Deno where this is Windows, else by SWR_WINDOWS_DENO, a command that runs Deno for
// Windows under Wine, where Z: is this machine's root folder.
// Rule: what starts is told in Windows' words (paths, variables); the STS double is on loopback in both cases.

import { fileURLToPath } from "node:url";
import { oneAtATime } from "./fork.ts";
import { sourceWords } from "./program.ts";
import { openTerminal, type Terminal } from "./pty.ts";
import type { Sandbox } from "./sandbox.ts";

const IS_WINDOWS = Deno.build.os === "windows";
const DENO = IS_WINDOWS ? Deno.execPath() : Deno.env.get("SWR_WINDOWS_DENO");

/** Why nothing can be run on Windows here; undefined if it can. */
export const NO_WINDOWS: string | undefined = DENO === undefined
  ? "SWR_WINDOWS_DENO names no Deno for Windows"
  : undefined;

/** Why there is no terminal on Windows to type into. */
export const NO_CONSOLE: string | undefined = NO_WINDOWS ??
  (IS_WINDOWS ? "the tests' pseudo-terminal is Unix's" : undefined);

/** The path as a program for Windows names it. */
export function windowsPath(path: string): string {
  return IS_WINDOWS ? path : `Z:${path.replaceAll("/", "\\")}`;
}

type Run = { readonly box: Sandbox; readonly env: Readonly<Record<string, string>> };
type Result = { readonly status: number; readonly stdout: string; readonly stderr: string };

/** The words that start a script of Deno's there with swr's permissions, or with all. */
function denoWords(script: string, permissions: "swr" | "all"): string[] {
  const [, ...words] = sourceWords();
  const flags = permissions === "swr" ? words : ["run", "-q", "-A", "--node-modules-dir=none"];
  const config = windowsPath(fileURLToPath(new URL("../../deno.json", import.meta.url)));
  return [...flags, "--config", config, windowsPath(script)];
}

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** The words that start swr there, as that system has them: for a script that starts it. */
export function swrOnWindows(): string[] {
  return denoWords(MAIN, "swr");
}

/** Runs swr in the sandbox's folder, without any input. */
export function runOnWindows(args: readonly string[], run: Run): Promise<Result> {
  return start([...swrOnWindows(), ...args], run);
}

/** Runs a script of the sandbox there, with all permissions. */
export function runScriptOnWindows(script: string, run: Run): Promise<Result> {
  return start(denoWords(script, "all"), run);
}

/** Longer than any run takes. */
const SAFETY_NET_MS = 60_000;

/** Under Wine a process may hang when it ends, its threads gone but one: such a run is started once more. */
async function start(args: readonly string[], run: Run, again = !IS_WINDOWS): Promise<Result> {
  const child = oneAtATime(() =>
    new Deno.Command(DENO!, {
      args: [...args],
      clearEnv: true,
      env: environment(run.env),
      cwd: run.box.dir,
      // A group of its own, so that all of it can be ended.
      detached: !IS_WINDOWS,
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn()
  );
  let hung = false;
  const net = setTimeout(() => {
    hung = true;
    Deno.kill(IS_WINDOWS ? child.pid : -child.pid, "SIGKILL");
  }, SAFETY_NET_MS);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(net);
  if (hung && again) return await start(args, run, false);
  const result = { status: code, stdout: textOf(stdout), stderr: textOf(stderr) };
  if (hung) throw new Error(`no end after ${SAFETY_NET_MS} ms: ${JSON.stringify(result)}`);
  return result;
}

/**
 * Runs swr on a console. Wine reads keys once a program reads from it; `keys`: the terminal passes them on from the
 * beginning, so that Enter is Enter. Otherwise Ctrl-C is a signal, which Wine makes the console's event of.
 */
export function consoleOnWindows(
  args: readonly string[],
  { box, env }: Run,
  input: "keys" | "signals",
): Terminal {
  const words = [DENO!, ...swrOnWindows(), ...args];
  return openTerminal({
    command: "/bin/sh",
    args: ["-c", `${input === "keys" ? "stty raw -echo; " : ""}exec "$@"`, "sh", ...words],
    cwd: box.dir,
    env: { ...environment(env), TERM: "xterm" },
    cols: 200,
  });
}

/** What the system or the tool needs, and nothing of AWS. */
function environment(env: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(Deno.env.toObject()).filter(([name]) =>
    !/^(?:AWS_|AMAZON_|SWR_|NO_COLOR$)/i.test(name)
  );
  return { ...Object.fromEntries(kept), ...env };
}

/** Line ends of Windows count as any other. */
function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).replaceAll("\r\n", "\n");
}

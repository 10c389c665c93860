// Turns this process into the shell or the command.
// Rule: what Deno changed in this process is undone before it becomes another one.

import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import type { Libc } from "./libc.ts";
import { Errno } from "./process.ts";
import type { Program } from "./find_program.ts";
import { showStreams } from "./streams.ts";

/**
 * Without libc the child inherits what is not overwritten, so that what must go has to be unset in swr itself.
 * To be called while variables may still be changed.
 */
export function forgetVariables(names: readonly string[]): void {
  for (const name of names) Deno.env.delete(name);
}

const INTERPRETER = "check that the interpreter in its first line exists";

/** What execve(2) refuses for good, with the exit status of a shell and the remedy; after other errors a child may work. */
const REFUSALS: ReadonlyMap<
  number,
  readonly ["program-not-executable" | "program-not-found", hint: string]
> = new Map([
  [Errno.ENOENT, ["program-not-found", INTERPRETER]],
  [Errno.ENOTDIR, ["program-not-found", INTERPRETER]],
  [Errno.EACCES, [
    "program-not-executable",
    "its interpreter cannot be executed, or a policy of this system forbids it (SELinux, AppArmor, Landlock)",
  ]],
  [Errno.ETXTBSY, ["program-not-executable", "another process is writing to the file: try again"]],
  [Errno.E2BIG, [
    "program-not-executable",
    "its arguments and the environment are too long together: pass fewer, or unset large variables",
  ]],
]);

/** Becomes the program with exactly that environment, or runs it as a child if execve fails, and returns its status. */
export async function become(
  program: Program,
  environment: readonly Uint8Array[],
  libc: Libc,
): Promise<number> {
  // `deno run` raises the limit of open files for itself; a compiled program does not.
  if (!Deno.build.standalone) libc.takeParentsFileLimit(Deno.ppid);
  showStreams();
  let errno = libc.exec(program.path, program.argv, environment);
  if (errno === Errno.ENOEXEC) {
    // A script without `#!`: execvp(3) and every shell hand it to sh.
    errno = libc.exec("/bin/sh", ["sh", program.path, ...program.argv.slice(1)], environment);
  }
  const refusal = REFUSALS.get(errno);
  if (refusal !== undefined) {
    const [code, hint] = refusal;
    throw new SwrError(code, `"${visible(program.path)}" cannot be started (errno ${errno})`, [
      hint,
    ]);
  }
  // The child opens the view of the config through /proc/PID/fd of this process.
  libc.setDumpable(true);
  return await runChild(program, { clearEnv: true, env: environmentText(environment) });
}

/**
 * The child gets the terminal's signals itself; swr only stays until it has ended, and passes on what was sent
 * to swr alone. SIGTSTP is left to its default: a listener would swallow the stop.
 */
export async function runChild(
  program: Program,
  environment: { clearEnv?: boolean; env: Record<string, string> },
): Promise<number> {
  const windows = Deno.build.os === "windows";
  const running: { child?: Deno.ChildProcess } = {};
  const listening: [Deno.Signal, () => void][] = [["SIGINT", () => {}]];
  if (!windows) listening.push(["SIGQUIT", () => {}]);
  for (const signal of windows ? [] : ["SIGTERM", "SIGHUP"] as const) {
    listening.push([signal, () => running.child?.kill(signal)]);
  }
  // Before the child can be there: a Ctrl-C in between would end swr and leave the child running.
  for (const [signal, listener] of listening) Deno.addSignalListener(signal, listener);
  const child = spawned(program, environment);
  running.child = child;
  const { code, signal } = await child.status;
  if (signal === null || windows) return code;
  for (const [each, listener] of listening) Deno.removeSignalListener(each, listener);
  await dieBy(signal);
  return code;
}

/** The child. SwrError if the system refuses it for a reason of the program's, or of a policy. */
function spawned(
  { path, argv }: Program,
  environment: { clearEnv?: boolean; env: Record<string, string> },
): Deno.ChildProcess {
  try {
    return new Deno.Command(path, { args: argv.slice(1), ...environment }).spawn();
  } catch (error) {
    // The program is not the cause if the system has no room for another process (text/errors.ts).
    if (!(error instanceof Error) || error.name === "WouldBlock") throw error;
    const why = /[^:]+ \(os error \d+\)$/.exec(error.message)?.[0] ?? error.message;
    throw new SwrError(
      error.name === "NotFound" ? "program-not-found" : "program-not-executable",
      `"${visible(path)}" cannot be started: ${visible(why.trim())}`,
      ["check that it is a whole program for this system, and that no policy forbids it"],
      { cause: error },
    );
  }
}

/** Ends swr by the signal that ended its child, so that a caller sees what it would have seen. */
async function dieBy(signal: Deno.Signal): Promise<void> {
  try {
    Deno.kill(Deno.pid, signal);
    await new Promise((resolve) => AbortSignal.timeout(1000).onabort = resolve);
  } catch {
    // A signal that cannot be sent: the status, 128 and its number, says the same to a shell.
  }
}

/** The entries of environ as text; without those that have no name. */
export function environmentText(environment: readonly Uint8Array[]): Record<string, string> {
  const entries = environment.map((entry) => new TextDecoder().decode(entry));
  return Object.fromEntries(
    entries.filter((entry) => entry.indexOf("=") > 0).map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

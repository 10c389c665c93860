// Becoming the shell or the command. Rule: what will be started is found, and found to be executable, before
// a code is asked for; what Deno changed in this process is put back before it becomes another one.
// Imports core, libc_symbols, streams, variable and types.

import { applyChange, type EnvironmentChange } from "../core/child_env.ts";
import { SwrError } from "../core/errors.ts";
import { visible } from "../core/visible.ts";
import type { Libc } from "./libc.ts";
import { Errno } from "./libc_symbols.ts";
import { showStreams } from "./streams.ts";
import { variable } from "./variable.ts";

/** What to start: the file, and its arguments beginning with its own name. */
type Program = { readonly path: string; readonly argv: readonly string[] };

/** How the shell is to be started where no command is given. */
type ShellWish = { readonly shell: string | undefined; readonly login: boolean };

/** The command, or a shell where there is none. SwrError "not-found" (127) or "not-executable" (126). */
export function findProgram(
  command: readonly string[],
  wish: ShellWish,
  libc: Libc | undefined,
): Program {
  if (command.length > 0) return { path: findOnPath(command[0]!, libc), argv: command };
  const [shell, from] = chooseShell(wish.shell, libc);
  try {
    const path = findOnPath(shell, libc);
    // A shell is a login shell when its own name begins with a dash (POSIX.1-2017, sh; bash(1), zsh(1)).
    return { path, argv: [wish.login ? `-${shell.slice(shell.lastIndexOf("/") + 1)}` : shell] };
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    throw new SwrError(error.kind, `the shell cannot be started: ${error.message}`, [
      `it comes from ${from}; choose another with --shell`,
    ]);
  }
}

/** --shell, else $SHELL, else the passwd entry (asked of the C library: macOS keeps its users elsewhere), else sh. */
function chooseShell(
  wanted: string | undefined,
  libc: Libc | undefined,
): [shell: string, from: string] {
  if (wanted !== undefined) return [wanted, "--shell"];
  if (Deno.build.os === "windows") return [variable("COMSPEC") || "cmd.exe", "$COMSPEC"];
  const own = variable("SHELL");
  if (own) return [own, "$SHELL"];
  const login = libc?.loginShell();
  return login === undefined ? ["/bin/sh", "the default"] : [login, "the passwd entry"];
}

/** The path of a command, as a shell would find it. SwrError "not-found" or "not-executable". */
export function findOnPath(name: string, libc: Libc | undefined): string {
  const windows = Deno.build.os === "windows";
  const endings = windows ? ["", ...(variable("PATHEXT") ?? ".EXE;.CMD;.BAT").split(";")] : [""];
  // An empty PATH entry is the working directory (POSIX.1-2017, 8.3); without PATH, what confstr(_CS_PATH) gives.
  const folders = /[/\\]/.test(windows ? name : name.replaceAll("\\", ""))
    ? [""]
    : (variable("PATH") ?? "/usr/bin:/bin").split(windows ? ";" : ":").map((folder) =>
      `${folder || "."}/`
    );
  let refused: string | undefined;
  for (const folder of folders) {
    for (const ending of endings) {
      const path = folder + name + ending;
      const state = examine(path, libc);
      if (state === "executable") return path;
      if (state === "refused") refused ??= path;
    }
  }
  if (refused !== undefined) {
    throw new SwrError("not-executable", `"${visible(refused)}" cannot be executed`, [
      "it is a directory, or lacks the execute bit (`chmod +x`)",
    ]);
  }
  throw new SwrError("not-found", `the command "${visible(name)}" was not found`, [
    "nothing was asked and nothing was sent; check its spelling and PATH",
  ]);
}

function examine(path: string, libc: Libc | undefined): "executable" | "refused" | "absent" {
  try {
    const info = Deno.statSync(path);
    if (!info.isFile) return "refused";
    const allowed = libc === undefined
      ? info.mode === null || (info.mode & 0o111) !== 0
      : libc.mayExecute(path);
    return allowed ? "executable" : "refused";
  } catch (error) {
    return error instanceof Deno.errors.PermissionDenied ? "refused" : "absent";
  }
}

/**
 * Whether the environment names a proxy, for fetch to obey; Deno's own permissions hide those variables. Without
 * libc nobody can tell, and fetch is the way that is right in both cases.
 */
export function namesProxy(environ: readonly Uint8Array[]): boolean {
  if (environ.length === 0) return true;
  const decoder = new TextDecoder("latin1");
  return environ.some((entry) =>
    /^(https?|all)_proxy=./i.test(decoder.decode(entry.subarray(0, 20)))
  );
}

/**
 * Without libc the child inherits what is not overwritten, so that what must go has to be unset in swr itself.
 * To be called while variables may still be changed.
 */
export function forgetVariables(change: EnvironmentChange): void {
  for (const name of change.unset) Deno.env.delete(name);
}

/** Becomes the program; where that is not to be had, runs it as a child and returns its exit status. */
export async function become(
  program: Program,
  environ: readonly Uint8Array[],
  change: EnvironmentChange,
  libc: Libc | undefined,
): Promise<number> {
  if (libc === undefined) return await runChild(program, { env: definite(change) });
  const environment = applyChange(environ, change);
  // `deno run` raises the limit of open files for itself; a compiled program does not.
  if (!Deno.build.standalone) libc.takeParentsFileLimit(Deno.ppid);
  showStreams();
  let errno = libc.exec(program.path, program.argv, environment);
  if (errno === Errno.ENOEXEC) {
    // A script without `#!`: execvp(3) and every shell hand it to sh.
    errno = libc.exec("/bin/sh", ["sh", program.path, ...program.argv.slice(1)], environment);
  }
  if (errno === Errno.ENOENT || errno === Errno.EACCES || errno === Errno.ENOTDIR) {
    const kind = errno === Errno.EACCES ? "not-executable" : "not-found";
    throw new SwrError(kind, `"${visible(program.path)}" cannot be started (errno ${errno})`, [
      "is the interpreter that its first line names there?",
    ]);
  }
  return await runChild(program, { clearEnv: true, env: decoded(environment) });
}

/**
 * The child gets the terminal's signals itself; swr only stays until it has ended, and passes on what was sent
 * to swr alone. SIGTSTP is left to its default: a listener would swallow the stop.
 */
async function runChild(
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
  // Before the child can be there: a Ctrl-C in between would end swr and leave it behind.
  for (const [signal, listener] of listening) Deno.addSignalListener(signal, listener);
  const child = new Deno.Command(program.path, { args: program.argv.slice(1), ...environment })
    .spawn();
  running.child = child;
  const { code, signal } = await child.status;
  if (signal === null || windows) return code;
  for (const [each, listener] of listening) Deno.removeSignalListener(each, listener);
  await dieBy(signal);
  return code;
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

function definite(change: EnvironmentChange): Record<string, string> {
  return Object.fromEntries([...change.set].map(([name, value]) => [name, value ?? ""]));
}

function decoded(environment: readonly Uint8Array[]): Record<string, string> {
  const entries = environment.map((entry) => new TextDecoder().decode(entry));
  return Object.fromEntries(
    entries.filter((entry) => entry.indexOf("=") > 0).map((entry) => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    }),
  );
}

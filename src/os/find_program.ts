// Finds the program that will be started.
// Rule: it exists and is executable before a code is asked for.

import { SwrError } from "../text/errors.ts";
import type { Origin } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { absolute } from "./files.ts";
import type { Libc } from "./libc.ts";
import { IS_WINDOWS } from "./process.ts";
import { isThere, lookAt, refuseUnstartable } from "./startable.ts";
import { variable } from "./variable.ts";
import { isBatchFile, unsafeForBatch, windowsSearch } from "./windows.ts";

/** What to start: the file, and its arguments beginning with its own name. */
export type Program = { readonly path: string; readonly argv: readonly string[] };

/** How the shell is to be started if no command is given. */
type ShellWish = { readonly shell: string | undefined; readonly login: boolean };

/** The command, or a shell if there is none. SwrError "not-found" (127) or "not-executable" (126). */
export function findProgram(
  command: readonly string[],
  wish: ShellWish,
  libc: Libc | undefined,
): Program {
  if (command.length > 0) {
    const path = findOnPath(command[0]!, libc);
    if (IS_WINDOWS) refuseBatchArguments(path, command.slice(1));
    else refuseUnstartable(path);
    return { path, argv: command };
  }
  const [shell, origin] = chooseShell(wish.shell, libc);
  if (/^(?:nologin|false|true|sync|shutdown|halt)$/.test(shell.slice(shell.lastIndexOf("/") + 1))) {
    throw new SwrError("program-not-executable", `${visible(shell)} opens no session`, [
      "it is the shell of accounts without log-in: choose another with --shell",
    ], { origin });
  }
  try {
    const path = findOnPath(shell, libc);
    // A shell is a login shell when its own name begins with a dash (POSIX.1-2017, sh; bash(1), zsh(1)).
    return { path, argv: [wish.login ? `-${shell.slice(shell.lastIndexOf("/") + 1)}` : shell] };
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    throw new SwrError(error.code, `the shell cannot be started: ${error.message}`, [
      "choose another with --shell",
    ], { origin });
  }
}

/**
 * SwrError "program-not-executable" if a batch file would get an argument that cmd.exe reads as commands of its own.
 * For the rest Deno puts the arguments between double quotes.
 */
function refuseBatchArguments(path: string, args: readonly string[]): void {
  if (!isBatchFile(path)) return;
  for (const argument of args) {
    const what = unsafeForBatch(argument);
    if (what === undefined) continue;
    throw new SwrError(
      "program-not-executable",
      `"${visible(path)}" cannot be given the argument ${visible(argument)}`,
      [
        `it is a batch file, and cmd.exe may run what follows ${what} in an argument as a command`,
        "start the program that the batch file starts, or put the text into a file",
      ],
    );
  }
}

/** --shell, else $SHELL, else the passwd entry (asked of the C library: macOS keeps its users elsewhere), else sh. */
function chooseShell(
  wanted: string | undefined,
  libc: Libc | undefined,
): [shell: string, origin: Origin] {
  if (wanted !== undefined) return [wanted, { kind: "option", name: "shell" }];
  if (IS_WINDOWS) {
    const shell = variable("COMSPEC");
    return shell
      ? [shell, { kind: "variable", name: "COMSPEC" }]
      : ["cmd.exe", { kind: "default" }];
  }
  const own = variable("SHELL");
  if (own) return [own, { kind: "variable", name: "SHELL" }];
  const login = libc?.loginShell();
  return login === undefined ? ["/bin/sh", { kind: "default" }] : [login, { kind: "passwd" }];
}

/** The path of a command, as a shell would find it. SwrError "not-found" or "not-executable". */
export function findOnPath(name: string, libc: Libc | undefined): string {
  if (IS_WINDOWS) return findOnWindows(name);
  // An empty PATH entry is the working directory (POSIX.1-2017, 8.3); without PATH, what confstr(_CS_PATH) gives.
  const paths = name.includes("/")
    ? [name]
    : (variable("PATH") ?? "/usr/bin:/bin").split(":").map((folder) => `${folder || "."}/${name}`);
  const found = paths.find((path) => isProgram(path, libc));
  if (found !== undefined) return found;
  const looks = paths.map((path) => ({ path, look: lookAt(path) }));
  const hidden = looks.find(({ look }) => look === "hidden");
  const refused = looks.find(({ look }) => look === "there") ??
    (name.includes("/") ? hidden : undefined);
  if (refused !== undefined) {
    throw new SwrError("program-not-executable", `"${visible(refused.path)}" cannot be executed`, [
      refused.look === "there"
        ? "it is a directory, or lacks the execute bit (`chmod +x`)"
        : "you may not search a folder on the way to it",
    ]);
  }
  throw notFound(
    name,
    hidden === undefined
      ? []
      : [`you may not search a folder of PATH: ${visible(hidden.path.slice(0, -name.length - 1))}`],
  );
}

/** The same on Windows, where an ending makes a file a program, and no mode does. */
function findOnWindows(name: string): string {
  const { startable, others } = windowsSearch(name, variable("PATH"), variable("PATHEXT"));
  const found = startable.find(isFileOnWindows);
  if (found !== undefined) return absolute(found);
  const other = others.find(isThere);
  if (other !== undefined) {
    throw new SwrError("program-not-executable", `"${visible(other)}" cannot be executed`, [
      "Windows starts files that end in .exe, .com, .cmd or .bat: start this one with its own program",
    ]);
  }
  const here = windowsSearch(`.\\${name}`, undefined, variable("PATHEXT")).startable
    .find(isFileOnWindows);
  throw notFound(
    name,
    here === undefined
      ? []
      : [`${visible(here)} is in the working directory, where swr does not search: name it so`],
  );
}

function notFound(name: string, hints: readonly string[] = []): SwrError {
  return new SwrError("program-not-found", `the command "${visible(name)}" was not found`, [
    ...hints,
    "check its spelling and PATH; no code was asked for, nothing was sent",
  ]);
}

/** A file, also an alias of a Windows app (python.exe, pwsh.exe), which can be started but not followed by stat. */
function isFileOnWindows(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
  }
  try {
    return !Deno.lstatSync(path).isDirectory;
  } catch {
    return false;
  }
}

function isProgram(path: string, libc: Libc | undefined): boolean {
  // Asked first, since most folders of a PATH do not have it, and it throws nothing.
  if (libc?.mayExecute(path) === false) return false;
  try {
    const { isFile, mode } = Deno.statSync(path);
    return isFile && (libc !== undefined || mode === null || (mode & 0o111) !== 0);
  } catch {
    return false;
  }
}

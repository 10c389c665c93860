// What lies in the file system: kinds, owners, modes, names.
// Rule: nothing is opened but folders, and what cannot be looked at is undefined.

import { IS_WINDOWS } from "./process.ts";

/** Kind, size, owner and mode of a file. */
export type FileInfo = Deno.FileInfo;

/** What lies there, symbolic links followed. */
export function fileInfo(path: string): FileInfo | undefined {
  return attempt(() => withTrueMode(Deno.statSync(path)));
}

/** What lies there itself, a symbolic link included. */
export function linkInfo(path: string): FileInfo | undefined {
  return attempt(() => withTrueMode(Deno.lstatSync(path)));
}

/** On Windows Deno makes a mode up, the same for every file; who may read one is in its access control list. */
function withTrueMode(info: FileInfo): FileInfo {
  return IS_WINDOWS ? { ...info, mode: null } : info;
}

/** The text of the symbolic link; undefined if it is none. */
export function linkText(path: string): string | undefined {
  return attempt(() => Deno.readLinkSync(path));
}

/** The path without symbolic links, `.` and `..`. */
export function realPath(path: string): string | undefined {
  return attempt(() => Deno.realPathSync(path));
}

/** The names in a folder. Undefined if there is no such folder; throws Deno's error if it cannot be read. */
export function namesIn(folder: string): string[] | undefined {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

function attempt<Value>(look: () => Value): Value | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

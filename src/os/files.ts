// Files, read whole and within limits.
// Rule: everything here is read before permissions are given up; nothing is written.

import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import type { Libc } from "./libc.ts";
import { IS_WINDOWS } from "./process.ts";
import { variable } from "./variable.ts";
import { isNul, windowsAbsolute } from "./windows.ts";

/** The files of this machine. With libc, a missing file is noticed sooner. */
export function fileAccess(libc?: Libc) {
  return {
    env: variable,
    platform: IS_WINDOWS ? "windows" as const : "unix" as const,
    read: (path: string | undefined) =>
      path !== undefined && libc?.isMissing(path) === true ? undefined : readText(path),
    isEmptyDevice,
    absolute,
  };
}

/** The path, from the working directory if it is relative. */
export function absolute(path: string): string {
  if (IS_WINDOWS) return windowsAbsolute(path, Deno.cwd());
  return path.startsWith("/") ? path : `${workingFolder(path)}/${path}`;
}

/** SwrError "file-unreadable" for a relative path if the folder's name is not UTF-8, which Deno (2.9) refuses. */
function workingFolder(path: string): string {
  try {
    return Deno.cwd();
  } catch (error) {
    if (!(error instanceof Deno.errors.InvalidData)) throw error;
    throw new SwrError(
      "file-unreadable",
      `the path "${visible(path)}" cannot be used here: the name of this folder is not UTF-8`,
      ["use an absolute path, or start swr in another folder"],
    );
  }
}

/** The path below a folder, with the system's separators. */
export function below(folder: string, path: string): string {
  if (IS_WINDOWS) return `${folder.replace(/[\\/]+$/, "")}\\${path.replaceAll("/", "\\")}`;
  return `${folder === "/" ? "" : folder}/${path}`;
}

const LARGEST = 16 * 1024 * 1024;

/** Whether it is a character device, such as /dev/null, or NUL on Windows, which is a way to say "none". */
export function isEmptyDevice(path: string): boolean {
  if (IS_WINDOWS) return isNul(path);
  try {
    return Deno.statSync(path).isCharDevice === true;
  } catch {
    return false;
  }
}

/** The text of a file; undefined if there is none. SwrError "config" if it cannot be read as one. */
export function readText(path: string | undefined): string | undefined {
  if (path === undefined || (IS_WINDOWS && isNul(path))) return undefined;
  try {
    const info = Deno.statSync(path);
    // A FIFO would wait for its writer.
    if (info.isCharDevice) return undefined;
    if (!info.isFile) {
      throw unreadable(path, info.isDirectory ? "it is a directory" : "it is not a regular file");
    }
    if (info.size > LARGEST) throw unreadable(path, "it is larger than 16 MiB");
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof SwrError) throw error;
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw unreadable(path, error instanceof Error ? error.message.split(/[,(]/)[0]!.trim() : "");
  }
}

/** The text of a regular file of at most so many bytes; undefined for anything else, or if it cannot be read. */
export function readSmall(path: string, most: number): string | undefined {
  try {
    const { isFile, size } = Deno.statSync(path);
    // Opening a FIFO would wait for its writer.
    return isFile && size <= most ? Deno.readTextFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(path: string, why: string): SwrError {
  return new SwrError("file-unreadable", `cannot read ${visible(path)}: ${why}`, [
    "correct it, or point AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE elsewhere",
  ]);
}

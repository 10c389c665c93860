// The user's shell and what its start-up files say about swr.
// Rule: files are read with limits and never run.

import type { ShellFact } from "../checks/machine.ts";
import type { Lookup } from "../../config/origin.ts";
import { readStartUp, shellName, startUpFiles } from "../checks/start_up_files.ts";
import type { Libc } from "../../os/libc.ts";

const LARGEST = 1024 * 1024;
const MOST_ENTRIES = 200;

/** The shell that swr would start, and its start-up files that are there. */
export function surveyShell(
  home: string | undefined,
  env: Lookup,
  libc: Libc | undefined,
): ShellFact {
  const path = Deno.build.os === "windows" ? "powershell" : env("SHELL") || libc?.loginShell();
  const name = path === undefined ? undefined : shellName(path);
  if (name === undefined || home === undefined) return { path, startUps: [] };
  const files = startUpFiles(name, home, env).flatMap(filesAt);
  return {
    path,
    startUps: files.flatMap((file) => {
      const text = readSmall(file);
      return text === undefined ? [] : [{ path: file, says: readStartUp(text) }];
    }),
  };
}

function filesAt(path: string): string[] {
  try {
    return Deno.statSync(path).isDirectory ? fishFiles(path, Deno.readDirSync(path)) : [path];
  } catch {
    return [];
  }
}

/** The paths of fish's files among the first entries of the folder, sorted. */
export function fishFiles(folder: string, entries: Iterable<{ readonly name: string }>): string[] {
  const files: string[] = [];
  let seen = 0;
  for (const { name } of entries) {
    if (name.endsWith(".fish")) files.push(`${folder}/${name}`);
    if (++seen === MOST_ENTRIES) break;
  }
  return files.toSorted();
}

/** Undefined where it is not there, no ordinary file, or too large to be one that people write. */
function readSmall(path: string): string | undefined {
  try {
    const { isFile, size } = Deno.statSync(path);
    return isFile && size <= LARGEST ? Deno.readTextFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

// The user's shell and what its start-up files say about swr.
// Rule: files are read with limits and never run.

import type { ShellFact } from "../checks/machine.ts";
import type { Lookup } from "../../config/origin.ts";
import { readStartUp, shellName, startUpFiles } from "../checks/start_up_files.ts";
import { fileInfo, namesIn } from "../../os/file_info.ts";
import { readSmall } from "../../os/files.ts";
import type { Libc } from "../../os/libc.ts";
import { IS_WINDOWS } from "../../os/process.ts";

const LARGEST = 1024 * 1024;
const MOST_ENTRIES = 200;

/** The shell that swr would start, and its start-up files that are there. */
export function surveyShell(
  home: string | undefined,
  env: Lookup,
  libc: Libc | undefined,
): ShellFact {
  const path = IS_WINDOWS ? "powershell" : env("SHELL") || libc?.loginShell();
  const name = path === undefined ? undefined : shellName(path);
  if (name === undefined || home === undefined) return { path, startUps: [] };
  const files = startUpFiles(name, home, env).flatMap(filesAt);
  return {
    path,
    startUps: files.flatMap((file) => {
      const text = readSmall(file, LARGEST);
      return text === undefined ? [] : [{ path: file, says: readStartUp(text) }];
    }),
  };
}

function filesAt(path: string): string[] {
  const info = fileInfo(path);
  if (info === undefined) return [];
  if (!info.isDirectory) return [path];
  try {
    return fishFiles(path, namesIn(path) ?? []);
  } catch {
    return [];
  }
}

/** The paths of fish's files among the first entries of the folder, sorted. */
export function fishFiles(folder: string, names: Iterable<string>): string[] {
  const files: string[] = [];
  let seen = 0;
  for (const name of names) {
    if (name.endsWith(".fish")) files.push(`${folder}/${name}`);
    if (++seen === MOST_ENTRIES) break;
  }
  return files.toSorted();
}

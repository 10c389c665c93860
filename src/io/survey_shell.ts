// The user's shell and what its start-up files say about swr. Rule: files are read with limits and never run.
// Imports core and its siblings.

import type { ShellFact } from "../core/doctor_machine.ts";
import type { Lookup } from "../core/given.ts";
import { readStartUp, shellName, startUpFiles } from "../core/start_up_files.ts";
import type { Libc } from "./libc.ts";

const LARGEST = 1024 * 1024;
const MOST_FILES = 200;

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
    if (!Deno.statSync(path).isDirectory) return [path];
    const names: string[] = [];
    for (const { name } of Deno.readDirSync(path)) {
      if (name.endsWith(".fish")) names.push(`${path}/${name}`);
      if (names.length === MOST_FILES) break;
    }
    return names.toSorted();
  } catch {
    return [];
  }
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

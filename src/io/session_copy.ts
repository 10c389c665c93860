// Where the session's view of the config lies: in memory on Linux, in a private temporary file on macOS.
// Rule: the text holds no secret (core/session_view.ts sees to that); a copy on disk goes when its session's
// process has gone, at the next start of swr. Imports libc.

import type { Libc } from "./libc.ts";

const NAME = /^swr-session-(\d+)\.[A-Za-z0-9]{6}$/;

/** The path under which every program of the session can read the text; undefined where there is no such place. */
export function keepCopy(
  text: string,
  libc: Libc,
  temporary: string | undefined,
): string | undefined {
  const bytes = new TextEncoder().encode(text);
  const descriptor = libc.memoryFile(bytes);
  // swr becomes the shell, so its number is the shell's, and the file is there as long as the shell.
  if (descriptor !== undefined) return `/proc/${Deno.pid}/fd/${descriptor}`;
  if (!temporary) return undefined;
  return libc.privateFile(`${temporary.replace(/\/+$/, "")}/swr-session-${Deno.pid}`, bytes);
}

/** Removes copies on disk whose session has ended. What cannot be removed is left for another time. */
export function removeOldCopies(libc: Libc, temporary: string | undefined): void {
  if (Deno.build.os === "linux" || !temporary) return;
  removeCopiesOfEnded(libc, temporary);
}

/** removeOldCopies() for the folder named, on any system. */
export function removeCopiesOfEnded(libc: Libc, temporary: string): void {
  try {
    for (const { name, isDirectory } of Deno.readDirSync(temporary)) {
      const pid = NAME.exec(name)?.[1];
      if (pid === undefined || !isDirectory || libc.isRunning(Number(pid))) continue;
      const folder = `${temporary}/${name}`;
      for (const file of Deno.readDirSync(folder)) {
        libc.removePrivate(`${folder}/${file.name}`, folder);
      }
    }
  } catch {
    // Not ours to read, or gone meanwhile.
  }
}

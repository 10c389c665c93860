// Where the session's view of the config lies: in memory on Linux, in a private temporary file on macOS.
// Rule: the text holds no secret (core/session_view.ts sees to that); a copy on disk goes when its session's
// process has gone, at the next start of swr, and nothing goes that swr cannot have made. Imports libc.

import type { Libc } from "./libc.ts";

const NAME = /^swr-session-(\d{1,9})\.[A-Za-z0-9]{6}$/;
const FILE = /^config\.[A-Za-z0-9]{6}$/;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

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

/**
 * Removes copies on disk whose session has ended, where this system keeps them there. What cannot be removed is left
 * for another time. To be called while files may still be read.
 */
export function removeOldCopies(libc: Libc, temporary: string | undefined): void {
  if (temporary && !keepsInMemory(libc)) removeCopiesOfEnded(libc, temporary);
}

function keepsInMemory(libc: Libc): boolean {
  const descriptor = libc.memoryFile(new Uint8Array());
  if (descriptor !== undefined) libc.close(descriptor);
  return descriptor !== undefined;
}

/** removeOldCopies() for the folder named, on any system. */
export function removeCopiesOfEnded(libc: Libc, temporary: string): void {
  try {
    const user = libc.userId();
    if (!isSteady(Deno.statSync(temporary), user)) return;
    for (const { name } of Deno.readDirSync(temporary)) {
      const pid = NAME.exec(name)?.[1];
      if (pid === undefined || libc.isRunning(Number(pid))) continue;
      const folder = `${temporary}/${name}`;
      if (!isOwn(Deno.lstatSync(folder), user)) continue;
      for (const file of Deno.readDirSync(folder)) {
        if (FILE.test(file.name)) libc.removePrivate(`${folder}/${file.name}`, folder);
      }
    }
  } catch {
    // Not ours to read, or gone meanwhile.
  }
}

/** Whether nobody but the user and root can put something else in the place of the user's own folders there. */
function isSteady({ uid, mode }: Deno.FileInfo, user: number): boolean {
  if (uid !== user && uid !== 0) return false;
  // In a sticky folder others cannot rename what is not theirs.
  return mode !== null && ((mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0);
}

/** Whether it is a folder, and no link to one, as mkdtemp(3) made it for this user. */
function isOwn({ isDirectory, isSymlink, uid, mode }: Deno.FileInfo, user: number): boolean {
  return isDirectory && !isSymlink && uid === user && mode !== null && (mode & 0o7777) === 0o700;
}

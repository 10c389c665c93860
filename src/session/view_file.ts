// Where the session's view of the config lies: in memory on Linux, in a private temporary file on macOS.
// Rule: the text holds no secret (session/config_view.ts sees to that); a copy on disk goes when its session's process
// has gone, at the next start of swr, and nothing goes that swr cannot have made.

import { type FileInfo, fileInfo, linkInfo, namesIn } from "../os/file_info.ts";
import type { Libc } from "../os/libc.ts";
import type { SessionFiles } from "../os/libc_files.ts";
import { MEMORY_VIEW, memoryViewPath } from "./contract.ts";
import { PID } from "../os/process.ts";

const NAME = /^swr-session-(\d{1,9})\.[A-Za-z0-9]{6}$/;
const FILE = /^config\.[A-Za-z0-9]{6}$/;
const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** Keeps a text; the path under which every program of the session can read it, undefined where there is none. */
export type Keep = (text: string) => string | undefined;

/**
 * The place for a copy. Where this system keeps copies on disk, those whose session has ended are removed; what cannot
 * be is left for another time. To be called while libraries may be opened and files read.
 */
export async function placeForCopy(libc: Libc, temporary: string | undefined): Promise<Keep> {
  const files = await libc.files();
  if (keepsInMemory(files, libc)) return (text) => inMemory(encoded(text), files);
  if (!temporary) return () => undefined;
  removeCopiesOfEnded(libc, files, temporary);
  const { make } = files.onDisk();
  const prefix = `${temporary.replace(/\/+$/, "")}/swr-session-${PID}`;
  return (text) => make(prefix, encoded(text));
}

function keepsInMemory(files: SessionFiles, libc: Libc): boolean {
  const descriptor = files.inMemory(MEMORY_VIEW, new Uint8Array());
  if (descriptor !== undefined) libc.close(descriptor);
  return descriptor !== undefined;
}

function inMemory(content: Uint8Array, files: SessionFiles): string | undefined {
  const descriptor = files.inMemory(MEMORY_VIEW, content);
  // The file is there as long as the shell that swr becomes.
  return descriptor === undefined ? undefined : memoryViewPath(PID, descriptor);
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Removes from the folder the copies whose session's process has gone. */
export function removeCopiesOfEnded(libc: Libc, files: SessionFiles, temporary: string): void {
  try {
    const user = libc.userId();
    const { remove } = files.onDisk();
    if (!isSteady(fileInfo(temporary), user)) return;
    for (const name of namesIn(temporary) ?? []) {
      const pid = NAME.exec(name)?.[1];
      if (pid === undefined || libc.isRunning(Number(pid))) continue;
      const folder = `${temporary}/${name}`;
      if (!isOwn(linkInfo(folder), user)) continue;
      for (const file of namesIn(folder) ?? []) {
        if (FILE.test(file)) remove(`${folder}/${file}`, folder);
      }
    }
  } catch {
    // Not ours to read, or gone meanwhile.
  }
}

/** Whether nobody but the user and root can put something else in the place of the user's own folders there. */
function isSteady(info: FileInfo | undefined, user: number): boolean {
  if (info === undefined) return false;
  const { uid, mode } = info;
  if (uid !== user && uid !== 0) return false;
  // In a sticky folder others cannot rename what is not theirs.
  return mode !== null && ((mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0);
}

/** Whether it is a folder, and no link to one, as mkdtemp(3) made it for this user. */
function isOwn(info: FileInfo | undefined, user: number): boolean {
  if (info === undefined) return false;
  const { isDirectory, isSymlink, uid, mode } = info;
  return isDirectory && !isSymlink && uid === user && mode !== null && (mode & 0o7777) === 0o700;
}

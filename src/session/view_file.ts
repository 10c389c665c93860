// Where the session's view of the config lies: a file in the user's own folder in memory; else, on Linux, a sealed file
// without a name; else a file in the folder for temporary files.
// Rule: the text holds no secret (config_view.ts sees to that), and is there whole or not at all. The file's
// modification time is the end of its session, and a later start removes it an hour after that, since no process tells
// how long it is needed: programs of a session detach, close descriptors and outlive its shell.

import { MEMORY_VIEW, memoryViewPath, VIEW_FILE, VIEW_FOLDER } from "./view_place.ts";
import type { Lookup } from "../config/origin.ts";
import { type FileInfo, fileInfo, linkInfo, namesIn } from "../os/file_info.ts";
import type { Libc } from "../os/libc.ts";
import type { DiskFiles, SessionFiles } from "../os/libc_files.ts";
import { PID } from "../os/process.ts";

/** A view that the session's programs can read. */
export type PlacedView = {
  readonly path: string;
  /** Says when its session ends, in milliseconds since 1970. */
  lastUntil(end: number): void;
  /** Removes it; for a session that does not come to be. */
  remove(): void;
};

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** How long a file is kept for a question that is not answered yet. */
const FOR_THE_QUESTION = 24 * HOUR;

/**
 * Makes the view, or says why there is none. Views of sessions that have ended are removed; what cannot be is left for
 * another time. `now` in milliseconds. To be called before permissions are given up.
 */
export function placeView(text: string, libc: Libc, env: Lookup, now: number) {
  return place(text, libc, env, now, true);
}

/** The same for a view that has to outlive this process: never in memory. */
export function placeLastingView(text: string, libc: Libc, env: Lookup, now: number) {
  return place(text, libc, env, now, false);
}

async function place(
  text: string,
  libc: Libc,
  env: Lookup,
  now: number,
  mayBeInMemory: boolean,
): Promise<PlacedView | { readonly missing: string }> {
  const files = await libc.files();
  const content = new TextEncoder().encode(text);
  const places = mayBeInMemory
    ? "neither XDG_RUNTIME_DIR, nor a file in memory, nor TMPDIR can be used"
    : "neither XDG_RUNTIME_DIR nor TMPDIR can be used";
  return tooLarge(content, files) ??
    onDisk(runtimeFolder(env, files, libc), content, libc, files, now) ??
    (mayBeInMemory ? inMemory(content, libc, files) : undefined) ??
    onDisk(temporaryFolder(env, libc), content, libc, files, now) ??
    { missing: `there is no place for its config: ${places}` };
}

function tooLarge(content: Uint8Array, files: SessionFiles): { missing: string } | undefined {
  if (content.length <= files.mostBytes()) return undefined;
  // Writing more would be a signal that ends swr (setrlimit(2), RLIMIT_FSIZE).
  return {
    missing: "the limit for the size of a file (`ulimit -f`) is too small for its config",
  };
}

/** XDG_RUNTIME_DIR, if that is in memory and the user's own: then it goes when the user has logged out for good. */
function runtimeFolder(env: Lookup, files: SessionFiles, libc: Libc): string | undefined {
  const folder = folderOf(env("XDG_RUNTIME_DIR"));
  if (folder === undefined) return undefined;
  const info = fileInfo(folder);
  return info?.uid === libc.userId() && isSteady(info, libc.userId()) && files.isInMemory(folder)
    ? folder
    : undefined;
}

/** TMPDIR, if no other user can put something else in the place of what is the user's there. */
function temporaryFolder(env: Lookup, libc: Libc): string | undefined {
  const folder = folderOf(env("TMPDIR"));
  if (folder === undefined) return undefined;
  return isSteady(fileInfo(folder), libc.userId()) ? folder : undefined;
}

/** An absolute path without separators at its end. */
function folderOf(path: string | undefined): string | undefined {
  return path?.startsWith("/") ? path.replace(/\/+$/, "") : undefined;
}

function onDisk(
  parent: string | undefined,
  content: Uint8Array,
  libc: Libc,
  files: SessionFiles,
  now: number,
): PlacedView | undefined {
  if (parent === undefined) return undefined;
  const disk = files.onDisk();
  const folder = `${parent}/${VIEW_FOLDER}`;
  disk.makeFolder(folder);
  if (!isOwn(linkInfo(folder), libc.userId())) return undefined;
  removeEnded(folder, disk, libc.userId(), now);
  const path = disk.make(`${folder}/${VIEW_FILE}`, content);
  if (path === undefined) return undefined;
  disk.setTime(path, now + FOR_THE_QUESTION);
  return {
    path,
    lastUntil: (end) => disk.setTime(path, end),
    remove: () => disk.remove(path),
  };
}

/** A file without a name, which is there as long as the process that swr becomes. */
function inMemory(content: Uint8Array, libc: Libc, files: SessionFiles): PlacedView | undefined {
  const descriptor = files.inMemory(MEMORY_VIEW, content);
  if (descriptor === undefined) return undefined;
  return {
    path: memoryViewPath(PID, descriptor),
    lastUntil() {},
    remove: () => libc.close(descriptor),
  };
}

/** Removes from the folder the views whose session ended more than an hour before `now`. */
export function removeEnded(folder: string, disk: DiskFiles, user: number, now: number): void {
  try {
    for (const name of namesIn(folder) ?? []) {
      if (!IS_VIEW.test(name)) continue;
      const info = linkInfo(`${folder}/${name}`);
      if (info === undefined || !info.isFile || info.uid !== user) continue;
      const end = info.mtime?.getTime() ?? now;
      if (end + HOUR < now) disk.remove(`${folder}/${name}`);
    }
  } catch {
    // Not to be read, or gone meanwhile.
  }
}

/** The names that mkstemp(3) makes of VIEW_FILE. */
const IS_VIEW = new RegExp(`^${VIEW_FILE}\\.[A-Za-z0-9]{6}$`);

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** Whether only the user and root can put something else in the place of the user's own folders there. */
function isSteady(info: FileInfo | undefined, user: number): boolean {
  if (info === undefined) return false;
  const { uid, mode } = info;
  if (uid !== user && uid !== 0) return false;
  // In a sticky folder others cannot rename what is not theirs.
  return mode !== null && ((mode & OTHERS_WRITE) === 0 || (mode & STICKY) !== 0);
}

/** Whether it is a folder of the user's alone, and no link to one. */
function isOwn(info: FileInfo | undefined, user: number): boolean {
  if (info === undefined) return false;
  const { isDirectory, isSymlink, uid, mode } = info;
  return isDirectory && !isSymlink && uid === user && mode !== null && (mode & 0o7777) === 0o700;
}

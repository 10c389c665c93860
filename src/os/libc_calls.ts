// What several of the native calls need: strings as C has them, errno, and writing to the end.
// Rule: no pointer is kept across calls.

import type { Library } from "./libc_library.ts";
import { Errno } from "./process.ts";
import { FULL_STREAM_MS, pause } from "./timer.ts";

const EAGAIN = Deno.build.os === "darwin" ? 35 : 11;

/** UTF-8 with the closing NUL that C expects. */
export function cString(text: string): Uint8Array<ArrayBuffer> {
  return terminated(new TextEncoder().encode(text));
}

export function terminated(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(data.length + 1);
  copy.set(data);
  return copy;
}

/** Writes all of it; 0, or errno. */
export function writeAll(c: Library, descriptor: number, data: Uint8Array): number {
  for (let rest = data.slice(); rest.length > 0;) {
    let written = 0;
    const errno = errnoOf(c, () => {
      written = Number(c.terminal.write(descriptor, rest, BigInt(rest.length)));
      return written > 0 ? 0 : -1;
    });
    // A pipe or terminal that another program has made non-blocking is full.
    if (errno === EAGAIN) pause(FULL_STREAM_MS);
    else if (errno !== 0 && errno !== Errno.EINTR) return errno;
    rest = rest.slice(Math.max(0, written));
  }
  return 0;
}

const F_GETFL = 3;
const F_SETFL = 4;
/** <asm-generic/fcntl.h> of Linux. */
const O_NONBLOCK = 0o4000;

/**
 * Lets reads from the terminal on that descriptor wait (Linux). Deno makes a terminal of another user (`su me -c swr`)
 * non-blocking for all who have it, as a program before swr may have done; shells put it back too.
 */
export function letReadsWait(c: Library, terminal: number): void {
  const flags = c.streams.fcntl(terminal, F_GETFL, 0);
  if (flags >= 0 && (flags & O_NONBLOCK) !== 0) {
    c.streams.fcntl(terminal, F_SETFL, flags & ~O_NONBLOCK);
  }
}

/** What errno is when the call has failed (-1); 0 when it has not. */
export function errnoOf(c: Library, call: () => number): number {
  const { memcpy, errnoPlace } = c.memory;
  const [errno, place] = [new Int32Array(1), errnoPlace()];
  if (call() === 0) return 0;
  memcpy(errno, place, 4n);
  return errno[0]!;
}

/** The bytes of the longest path, with its NUL (<linux/limits.h>). */
export const PATH_MAX = 4096;

/** What a symbolic link says (readlink(2)), where Deno may not look; undefined if it is none, or may not be read. */
export function linkTarget(c: Library, path: string): string | undefined {
  const target = new Uint8Array(PATH_MAX);
  const length = Number(c.files.readlink(cString(path), target, BigInt(PATH_MAX)));
  return length < 0 ? undefined : new TextDecoder().decode(target.subarray(0, length));
}

/** O_RDONLY | O_CLOEXEC, <asm-generic/fcntl.h> of Linux. */
const FOLDER = 0o2000000;

/** The names in a folder (getdents64(2), Linux), where Deno may not look; undefined if it cannot be read. */
export function namesIn(c: Library, path: string): string[] | undefined {
  if (c.descriptors.getdents64 === null) return undefined;
  const folder = c.terminal.open(cString(path), FOLDER);
  if (folder < 0) return undefined;
  const names: string[] = [];
  const buffer = new Uint8Array(16384);
  let length = 0;
  while ((length = Number(c.descriptors.getdents64(folder, buffer, BigInt(buffer.length)))) > 0) {
    const entries = new DataView(buffer.buffer, 0, length);
    // struct linux_dirent64: inode, offset, its own length, kind, and the name with a NUL.
    for (let at = 0; at < length; at += entries.getUint16(at + 16, true)) {
      const end = buffer.indexOf(0, at + 19);
      names.push(new TextDecoder().decode(buffer.subarray(at + 19, end)));
    }
  }
  c.streams.close(folder);
  return length < 0 ? undefined : names;
}

// What several of the native calls need: strings as C has them, errno, and writing to the end.
// Rule: no pointer is kept across calls. Imports libc_symbols and types.

import type { Symbols } from "./libc_library.ts";
import { Errno } from "./libc_symbols.ts";

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
export function writeAll(c: Symbols, descriptor: number, data: Uint8Array): number {
  for (let rest = data.slice(); rest.length > 0;) {
    let written = 0;
    const errno = errnoOf(c, () => {
      written = Number(c.write(descriptor, rest, BigInt(rest.length)));
      return written > 0 ? 0 : -1;
    });
    if (errno !== 0 && errno !== Errno.EINTR && errno !== EAGAIN) return errno;
    rest = rest.slice(Math.max(0, written));
  }
  return 0;
}

/**
 * What errno is when the call has failed (-1); 0 when it has not. A call that fails is made a second time: what tells
 * errno is opened when it is wanted, and opening overwrites it.
 */
export function errnoOf(c: Symbols, call: () => number): number {
  if (call() === 0) return 0;
  const [memcpy, location] = [c.memcpy, c.__errno_location ?? c.__error];
  if (call() === 0) return 0;
  const errno = new Int32Array(1);
  const at = location?.() ?? 0n;
  if (at !== 0n) memcpy(errno, at, 4n);
  return errno[0]!;
}

// A lock on a file that other processes of this program take too (flock(2)).
// Rule: the kernel lets go of it when the process ends, however it does.

import { cString } from "./libc_calls.ts";
import type { Library } from "./libc_library.ts";
import { after } from "./timer.ts";

// <sys/file.h>, the same on Linux and macOS.
const LOCK_EX = 2;
const LOCK_NB = 4;
const LOCK_UN = 8;
/** O_RDONLY | O_CLOEXEC, <asm-generic/fcntl.h> of Linux. */
const READ_ONLY = 0o2000000;

const EVERY_MS = 25;

/** Takes the lock within so many milliseconds; what lets go of it, or undefined if it is unavailable. */
export async function lockFile(
  c: Library,
  path: string,
  milliseconds: number,
): Promise<(() => void) | undefined> {
  const descriptor = c.terminal.open(cString(path), READ_ONLY);
  if (descriptor < 0) return undefined;
  for (let left = milliseconds; left >= 0; left -= EVERY_MS) {
    if (c.lock.flock(descriptor, LOCK_EX | LOCK_NB) === 0) {
      return () => void c.lock.flock(descriptor, LOCK_UN);
    }
    await new Promise<void>((resolve) => after(EVERY_MS, resolve));
  }
  c.streams.close(descriptor);
  return undefined;
}

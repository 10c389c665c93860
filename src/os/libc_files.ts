// Files for the session that native calls make: in memory, or on disk and the user's alone.
// Rule: no other user of this machine can predict their names or change them.

import { cString, writeAll } from "./libc_calls.ts";
import type { Library } from "./libc_library.ts";

// <linux/memfd.h>, <linux/fcntl.h>: seal, shrink, grow and write are forbidden for good.
const MFD_ALLOW_SEALING = 2;
const MFD_NOEXEC_SEAL = 8;
const F_DUPFD = 0;
const F_ADD_SEALS = 1033;
const ALL_SEALS = 15;
/** Shells keep their own descriptors from 10 on, zsh up to some tens; people use single digits, and 200 with flock(1). */
const FIRST_DESCRIPTOR = 187;

/** <sys/resource.h>, the same number on Linux and macOS. */
const RLIMIT_FSIZE = 1;
/** The type of a tmpfs in struct statfs (statfs(2), Linux), which is its first field, 8 bytes on 64 bits. */
const TMPFS_MAGIC = 0x01021994n;
const SIZE_OF_STATFS = 120;

/** The ways to make them. */
export type SessionFiles = {
  /**
   * A read-only file in memory that the program after exec inherits, on a descriptor above those that people use; the
   * kernel shows the name. Undefined if the system has none (macOS), or it cannot hold the content.
   */
  inMemory(name: string, content: Uint8Array): number | undefined;
  /** Files with a name. What making and removing them takes is opened by this call. */
  onDisk(): DiskFiles;
  /** Whether the folder lies in memory (a tmpfs; Linux). */
  isInMemory(folder: string): boolean;
  /** The largest file that this process may write (setrlimit(2), RLIMIT_FSIZE). */
  mostBytes(): number;
};

/** Files with a name, the user's alone. */
export type DiskFiles = {
  /** A folder of mode 0700; does nothing if something is there. */
  makeFolder(path: string): void;
  /** A file of mode 0400 with that content under a new name, PREFIX.XXXXXX; undefined if it cannot be written whole. */
  make(prefix: string, content: Uint8Array): string | undefined;
  /** Sets the time of the last change, in milliseconds since 1970. */
  setTime(path: string, milliseconds: number): void;
  remove(path: string): void;
};

/** The ways of this system, by its C library. */
export function sessionFiles(c: Library): SessionFiles {
  return {
    inMemory: (name, content) => memoryFile(c, name, content),
    onDisk: () => diskFiles(c),
    isInMemory: (folder) => isInMemory(c, folder),
    mostBytes: () => mostBytes(c),
  };
}

function memoryFile(c: Library, fileName: string, content: Uint8Array): number | undefined {
  if (Deno.build.os !== "linux" || c.memoryFile.memfd_create === null) return undefined;
  const name = cString(fileName);
  // Not executable where the kernel knows the flag (6.3), which then expects to be told.
  let low = c.memoryFile.memfd_create(name, MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  if (low < 0) low = c.memoryFile.memfd_create(name, MFD_ALLOW_SEALING);
  if (low < 0) return undefined;
  if (writeAll(c, low, content) !== 0) {
    c.streams.close(low);
    return undefined;
  }
  c.streams.fcntl(low, F_ADD_SEALS, ALL_SEALS);
  const high = c.streams.fcntl(low, F_DUPFD, FIRST_DESCRIPTOR);
  if (high < 0) return low;
  c.streams.close(low);
  return high;
}

function diskFiles(c: Library): DiskFiles {
  const { mkdir, mkstemp, fchmod, utimes, unlink } = c.diskFile;
  return {
    makeFolder: (path) => void mkdir(cString(path), 0o700),
    make(prefix, content) {
      const name = cString(`${prefix}.XXXXXX`);
      const descriptor = mkstemp(name);
      if (descriptor < 0) return undefined;
      const isWhole = writeAll(c, descriptor, content) === 0 && fchmod(descriptor, 0o400) === 0;
      c.streams.close(descriptor);
      if (isWhole) return new TextDecoder().decode(name.subarray(0, -1));
      unlink(name);
      return undefined;
    },
    setTime(path, milliseconds) {
      // struct timeval[2], the times of access and change: seconds and microseconds, each in 8 bytes on 64 bits.
      const seconds = BigInt(Math.floor(milliseconds / 1000));
      utimes(cString(path), new BigInt64Array([seconds, 0n, seconds, 0n]));
    },
    remove: (path) => void unlink(cString(path)),
  };
}

function isInMemory(c: Library, folder: string): boolean {
  if (Deno.build.os !== "linux") return false;
  const status = new BigInt64Array(SIZE_OF_STATFS / 8);
  return c.room.statfs(cString(folder), status) === 0 && status[0] === TMPFS_MAGIC;
}

function mostBytes(c: Library): number {
  const limit = new BigUint64Array(2);
  return c.room.getrlimit(RLIMIT_FSIZE, limit) === 0 ? Number(limit[0]) : Infinity;
}

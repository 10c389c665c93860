// Files for the session that native calls make: in memory, or on disk and the user's alone.
// Rule: whoever else is on this machine can neither foresee their names nor change them.

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

/** The ways to make them. */
export type SessionFiles = {
  /**
   * A read-only file in memory that the program after exec inherits, on a descriptor above those that people use. The kernel shows the name;
   * undefined where the system has none (macOS).
   */
  inMemory(name: string, content: Uint8Array): number | undefined;
  /** Files on disk that are the user's alone. What making and removing them takes is opened by this call. */
  onDisk(): ReturnType<typeof privateFiles>;
};

/** The ways of this system, by its C library. */
export function sessionFiles(c: Library): SessionFiles {
  return {
    inMemory: (name, content) => memoryFile(c, name, content),
    onDisk: () => privateFiles(c),
  };
}

function memoryFile(c: Library, fileName: string, content: Uint8Array): number | undefined {
  if (Deno.build.os !== "linux" || c.memoryFile.memfd_create === null) return undefined;
  const name = cString(fileName);
  // Not executable where the kernel knows the flag (6.3), which then expects to be told.
  let low = c.memoryFile.memfd_create(name, MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
  if (low < 0) low = c.memoryFile.memfd_create(name, MFD_ALLOW_SEALING);
  if (low < 0) return undefined;
  writeAll(c, low, content);
  c.streams.fcntl(low, F_ADD_SEALS, ALL_SEALS);
  const high = c.streams.fcntl(low, F_DUPFD, FIRST_DESCRIPTOR);
  if (high < 0) return low;
  c.streams.close(low);
  return high;
}

function privateFiles(c: Library) {
  const { mkdtemp, mkstemp, unlink, rmdir } = c.diskFile;
  return {
    /** A folder of mode 0700 and in it a file of mode 0600, both under names nobody can foresee; the file's path. */
    make(prefix: string, content: Uint8Array): string | undefined {
      const folder = cString(`${prefix}.XXXXXX`);
      if (mkdtemp(folder) === 0n) return undefined;
      const path = new TextDecoder().decode(folder.subarray(0, -1));
      const file = cString(`${path}/config.XXXXXX`);
      const descriptor = mkstemp(file);
      if (descriptor < 0) return undefined;
      writeAll(c, descriptor, content);
      c.streams.close(descriptor);
      return new TextDecoder().decode(file.subarray(0, -1));
    },
    /** Removes a file, and the folder when it was the last one there. */
    remove(file: string, folder: string): void {
      unlink(cString(file));
      rmdir(cString(folder));
    },
  };
}

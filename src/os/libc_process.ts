// The C library: where it lies, how functions of it are opened, and the one call that every mode with secrets makes:
// closing this process to other programs of the same user.
// Rule: by absolute path; a handle is returned, never exported or cached.

/** Absolute paths only: a name would be searched for along LD_LIBRARY_PATH. Must equal the permission set's `ffi`. */
const CANDIDATES: Readonly<Record<string, readonly string[]>> = {
  "linux-x86_64": ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"],
  "linux-aarch64": ["/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"],
  "darwin-x86_64": ["/usr/lib/libSystem.B.dylib"],
  "darwin-aarch64": ["/usr/lib/libSystem.B.dylib"],
};

const FUNCTIONS = {
  // Linux only. Variadic, which is the same as fixed in the calling conventions of Linux.
  prctl: {
    parameters: ["i32", "usize", "usize", "usize", "usize"],
    result: "i32",
    optional: true,
  },
} as const;

/** <linux/prctl.h>. */
const PR_SET_DUMPABLE = 4;

/** The library by its path, and what it does with this process as a whole. */
export type ProcessLibrary = {
  readonly path: string;
  /** See Libc. */
  readonly setDumpable: (dumpable: boolean) => void;
};

/** The functions of the library at the path. Throws if one cannot be opened. */
export function openFunctions<Functions extends Deno.ForeignLibraryInterface>(
  path: string,
  functions: Functions,
): Deno.DynamicLibrary<Functions>["symbols"] {
  return Deno.dlopen(path, functions).symbols;
}

/** Closes this process to other programs of the same user (Linux), for a mode that calls nothing else of the library. */
export function closeProcess(): void {
  openProcess();
}

/**
 * The first of the listed libraries that can be loaded, after its first call: until then the environment with the keys
 * is open to other programs of the same user (Linux; see Libc.setDumpable). Undefined if none can be loaded.
 */
export function openProcess(): ProcessLibrary | undefined {
  for (const path of CANDIDATES[`${Deno.build.os}-${Deno.build.arch}`] ?? []) {
    try {
      const { prctl } = openFunctions(path, FUNCTIONS);
      const setDumpable = (dumpable: boolean) =>
        void prctl?.(PR_SET_DUMPABLE, dumpable ? 1n : 0n, 0n, 0n, 0n);
      setDumpable(false);
      return { path, setDumpable };
    } catch (error) {
      // Not this layout. Anything but "not loadable" (say, a permission) counts the same: without libc
      // swr starts a child process instead.
      if (!(error instanceof Error)) throw error;
    }
  }
  return undefined;
}

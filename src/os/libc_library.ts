// The C library: where it lies, and how its functions are opened.
// Rule: by absolute path, and nothing that is not in libc_symbols.ts; the handle is returned, never exported or
// cached.

import { PURPOSES } from "./libc_symbols.ts";

/** Absolute paths only: a name would be searched for along LD_LIBRARY_PATH. Must equal the permission set's `ffi`. */
const CANDIDATES: Readonly<Record<string, readonly string[]>> = {
  "linux-x86_64": ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"],
  "linux-aarch64": ["/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"],
  "darwin-x86_64": ["/usr/lib/libSystem.B.dylib"],
  "darwin-aarch64": ["/usr/lib/libSystem.B.dylib"],
};

/** The library's functions by purpose. A purpose is opened when it is first asked for. */
export type Library = {
  readonly [Each in keyof typeof PURPOSES]: Deno.DynamicLibrary<(typeof PURPOSES)[Each]>["symbols"];
};

/** The first of the listed libraries that can be loaded. */
export function openLibrary(): Library | undefined {
  for (const path of CANDIDATES[`${Deno.build.os}-${Deno.build.arch}`] ?? []) {
    try {
      return byPurpose(path);
    } catch (error) {
      // Not this layout. Anything but "not loadable" (say, a permission) counts the same: without libc
      // swr starts a child process instead.
      if (!(error instanceof Error)) throw error;
    }
  }
  return undefined;
}

/**
 * Deno compiles a call of its own for each function that is opened, a tenth of a millisecond, and most ways through swr
 * call few of them: so each purpose is opened when it is wanted. Throws if the library cannot be loaded.
 */
function byPurpose(path: string): Library {
  const library = {} as Library;
  for (const [purpose, functions] of Object.entries(PURPOSES)) {
    let opened: unknown;
    Object.defineProperty(library, purpose, {
      get: () => opened ??= Deno.dlopen<Deno.ForeignLibraryInterface>(path, functions).symbols,
    });
  }
  // Shows whether the library is there.
  void library.process;
  return library;
}

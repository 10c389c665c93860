// The C library: where it lies, and how its functions are opened.
// Rule: by absolute path, and nothing that is not in libc_symbols.ts; the handle is returned, never exported or
// cached.

import { type SymbolName, SYMBOLS } from "./libc_symbols.ts";

/** Absolute paths only: a name would be searched for along LD_LIBRARY_PATH. Must equal the permission set's `ffi`. */
const CANDIDATES: Readonly<Record<string, readonly string[]>> = {
  "linux-x86_64": ["/lib/x86_64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"],
  "linux-aarch64": ["/lib/aarch64-linux-gnu/libc.so.6", "/lib64/libc.so.6", "/usr/lib/libc.so.6"],
  "darwin-x86_64": ["/usr/lib/libSystem.B.dylib"],
  "darwin-aarch64": ["/usr/lib/libSystem.B.dylib"],
};

export type Symbols = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

export type Library = {
  readonly symbols: Symbols;
  /** Opens those of them that have not been called yet. */
  readonly open: (names: readonly SymbolName[]) => void;
};

/** The first of the listed libraries that can be loaded. */
export function openLibrary(): Library | undefined {
  for (const path of CANDIDATES[`${Deno.build.os}-${Deno.build.arch}`] ?? []) {
    try {
      return onDemand(path);
    } catch (error) {
      // Not this layout. Anything but "not loadable" (say, a permission) counts the same: without libc
      // swr starts a child process instead.
      if (!(error instanceof Error)) throw error;
    }
  }
  return undefined;
}

/**
 * The functions of the library, each opened when it is first called: Deno compiles a call of its own for each, a fifth
 * of a millisecond, and most ways through swr call few of them. Throws where the library cannot be loaded.
 */
function onDemand(path: string): Library {
  const opened = new Map<string, unknown>();
  const open = (names: readonly string[]) => {
    const table: Deno.ForeignLibraryInterface = SYMBOLS;
    const wanted = Object.fromEntries(names.map((name) => [name, table[name]!]));
    const { symbols } = Deno.dlopen(path, wanted);
    for (const name of names) opened.set(name, symbols[name]);
  };
  const symbols = {} as Symbols;
  for (const name of Object.keys(SYMBOLS)) {
    Object.defineProperty(symbols, name, {
      get() {
        if (!opened.has(name)) open([name]);
        return opened.get(name);
      },
    });
  }
  // A variable costs nothing, and shows whether the library is there; prctl is called first of all.
  open(["environ", "prctl"]);
  return { symbols, open: (names) => open(names.filter((name) => !opened.has(name))) };
}

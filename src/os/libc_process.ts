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

/** How the number in a struct of one member is read, by the member's type in C. All targets are little-endian. */
const NUMBERS: Readonly<Record<string, (struct: DataView) => number | bigint>> = {
  i32: (struct) => struct.getInt32(0, true),
  u32: (struct) => struct.getUint32(0, true),
  isize: (struct) => struct.getBigInt64(0, true),
  usize: (struct) => struct.getBigUint64(0, true),
};

/**
 * The functions of the library at the path, null for an optional one that it has not. Throws if another is missing.
 *
 * A number is taken as a struct that holds it alone, which a function returns in the same register (System V ABI for
 * AMD64, 3.2.3; AAPCS64, 6.9): for a function without structs Deno compiles a call of its own, a tenth of a
 * millisecond each, which pays after thousands of calls.
 */
export function openFunctions<Functions extends Deno.ForeignLibraryInterface>(
  path: string,
  functions: Functions,
): Deno.DynamicLibrary<Functions>["symbols"] {
  const wanted = Object.entries(functions);
  const opened = openStructs(path, wanted) ?? openEach(path, wanted);
  return opened as Deno.DynamicLibrary<Functions>["symbols"];
}

type Named = readonly [name: string, declared: Deno.ForeignFunction | Deno.ForeignStatic];

/** All of them; undefined if one is missing: Deno has no null for an optional function that returns a struct. */
function openStructs(path: string, wanted: readonly Named[]): Record<string, unknown> | undefined {
  let symbols: Record<string, unknown>;
  try {
    symbols = Deno.dlopen(path, Object.fromEntries(wanted.map(asStruct))).symbols;
  } catch (error) {
    if (wanted.some(([, declared]) => declared.optional)) return undefined;
    throw error;
  }
  return Object.fromEntries(wanted.map(([name, declared]) => {
    const read = numberOf(declared);
    if (read === undefined) return [name, symbols[name]];
    const call = symbols[name] as (...given: unknown[]) => Uint8Array;
    return [name, (...given: unknown[]) => read(new DataView(call(...given).buffer))];
  }));
}

/** One by one, null for those that are missing. Throws if the library cannot be loaded. */
function openEach(path: string, wanted: readonly Named[]): Record<string, unknown> {
  Deno.dlopen(path, {});
  return Object.assign({}, ...wanted.map((one) => openStructs(path, [one]) ?? { [one[0]]: null }));
}

function asStruct([name, declared]: Named): Named {
  if (numberOf(declared) === undefined) return [name, { ...declared, optional: false }];
  const { result, ...rest } = declared as Deno.ForeignFunction;
  return [name, { ...rest, optional: false, result: { struct: [result] } } as Deno.ForeignFunction];
}

/** How the number is read that the function returns; undefined if it returns none, or is not called on this thread. */
function numberOf(declared: Named[1]): ((struct: DataView) => number | bigint) | undefined {
  if ("type" in declared || declared.nonblocking) return undefined;
  return NUMBERS[String(declared.result)];
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

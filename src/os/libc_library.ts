// The functions of the C library that swr calls, and when they are opened.
// Rule: nothing that is not in the table below; the handle is returned, never exported or cached.

import { openFunctions, openProcess, type ProcessLibrary } from "./libc_process.ts";

/** The functions as C declares them, by what swr needs them for. Each is in one place, and a purpose is opened whole. */
const PURPOSES = {
  files: {
    access: { parameters: ["buffer", "i32"], result: "i32" },
    readlink: { parameters: ["buffer", "buffer", "usize"], result: "isize" },
  },
  user: {
    getuid: { parameters: [], result: "u32" },
    getpwuid: { parameters: ["u32"], result: "usize" },
  },
  /** Reading C's memory, errno among it: open before a call that may fail, since opening overwrites errno. */
  memory: {
    // Its result is of no use; without one, nothing is allocated between the call that failed and its errno.
    memcpy: { parameters: ["buffer", "usize", "usize"], result: "void" },
    errnoPlace: {
      name: Deno.build.os === "darwin" ? "__error" : "__errno_location",
      parameters: [],
      result: "usize",
    },
  },
  environment: {
    environ: { type: "usize" },
    strlen: { parameters: ["usize"], result: "usize" },
    /** memcpy(3) the other way: into C's memory. */
    store: { name: "memcpy", parameters: ["usize", "buffer", "usize"], result: "usize" },
  },
  /** The question and the messages. */
  terminal: {
    open: { parameters: ["buffer", "i32"], result: "i32" },
    read: { parameters: ["i32", "buffer", "usize"], result: "isize", nonblocking: true },
    write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
    signal: { parameters: ["i32", "usize"], result: "usize" },
  },
  keyboard: {
    tcgetattr: { parameters: ["i32", "buffer"], result: "i32" },
    tcsetattr: { parameters: ["i32", "i32", "buffer"], result: "i32" },
    cfmakeraw: { parameters: ["buffer"], result: "void" },
    tcflush: { parameters: ["i32", "i32"], result: "i32" },
  },
  streams: {
    close: { parameters: ["i32"], result: "i32" },
    dup2: { parameters: ["i32", "i32"], result: "i32" },
    // Called on Linux only. Variadic, which is the same as fixed in the calling conventions of Linux.
    fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
  },
  /** What macOS has instead of fcntl, which is variadic there. */
  macos: {
    dup: { parameters: ["i32"], result: "i32" },
    // Variadic, but what is asked of it takes no third argument.
    ioctl: { parameters: ["i32", "u64"], result: "i32" },
  },
  /** A table of descriptors that other threads do not share; Linux only. */
  descriptors: {
    socketpair: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
    sendmsg: { parameters: ["i32", "buffer", "i32"], result: "isize" },
    recvmsg: { parameters: ["i32", "buffer", "i32"], result: "isize" },
    malloc: { parameters: ["usize"], result: "usize" },
    unshare: { parameters: ["i32"], result: "i32", optional: true },
    close_range: { parameters: ["u32", "u32", "i32"], result: "i32", optional: true },
    getdents64: { parameters: ["i32", "buffer", "usize"], result: "isize", optional: true },
  },
  /** The path by which this program was started (getauxval(3)); Linux only. */
  start: {
    getauxval: { parameters: ["usize"], result: "usize", optional: true },
    strncpy: { parameters: ["buffer", "usize", "usize"], result: "usize" },
  },
  memoryFile: {
    memfd_create: { parameters: ["buffer", "u32"], result: "i32", optional: true },
  },
  diskFile: {
    mkdir: { parameters: ["buffer", "u32"], result: "i32" },
    mkstemp: { parameters: ["buffer"], result: "i32" },
    fchmod: { parameters: ["i32", "u32"], result: "i32" },
    utimes: { parameters: ["buffer", "buffer"], result: "i32" },
    unlink: { parameters: ["buffer"], result: "i32" },
  },
  lock: {
    flock: { parameters: ["i32", "i32"], result: "i32" },
  },
  /** What a place for a file allows. */
  room: {
    getrlimit: { parameters: ["i32", "buffer"], result: "i32" },
    // Called on Linux only.
    statfs: { parameters: ["buffer", "buffer"], result: "i32" },
  },
  /** The kernel's keys, for libc_keys.ts alone: the C library has no functions for them, but syscall(2). Linux only. */
  keyReading: {
    keyctlBytes: {
      name: "syscall",
      parameters: ["isize", "i32", "i32", "buffer", "usize"],
      result: "isize",
      optional: true,
    },
  },
  keyMaking: {
    addKey: {
      name: "syscall",
      parameters: ["isize", "buffer", "buffer", "buffer", "usize", "i32"],
      result: "isize",
      optional: true,
    },
    keyctl: {
      name: "syscall",
      parameters: ["isize", "i32", "isize", "isize", "isize", "isize"],
      result: "isize",
      optional: true,
    },
  },
  /** The end of this process: it becomes another program, or dies by a signal. */
  exec: {
    execve: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
    strdup: { parameters: ["buffer"], result: "usize" },
    kill: { parameters: ["i32", "i32"], result: "i32" },
    setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
    prlimit: { parameters: ["i32", "i32", "usize", "buffer"], result: "i32", optional: true },
  },
} as const satisfies Readonly<Record<string, Deno.ForeignLibraryInterface>>;

/** The library's functions by purpose. A purpose is opened when it is first asked for. */
export type Library =
  & Pick<ProcessLibrary, "setDumpable">
  & {
    readonly [Each in keyof typeof PURPOSES]: Deno.DynamicLibrary<
      (typeof PURPOSES)[Each]
    >["symbols"];
  };

/**
 * The library, after this process is closed to others; undefined if none can be loaded. Most ways through swr call few
 * functions: so each purpose is opened when it is wanted.
 */
export function openLibrary(): Library | undefined {
  const found = openProcess();
  if (found === undefined) return undefined;
  const { path, setDumpable } = found;
  const library = { setDumpable } as Library;
  for (const [purpose, functions] of Object.entries(PURPOSES)) {
    let opened: unknown;
    Object.defineProperty(library, purpose, {
      get: () => opened ??= openFunctions<Deno.ForeignLibraryInterface>(path, functions),
    });
  }
  return library;
}

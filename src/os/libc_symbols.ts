// The functions of the C library that swr calls, and the numbers it calls them with.
// Rule: what is not in this table cannot be called.

/** The functions, as C declares them. */
export const SYMBOLS = {
  execve: { parameters: ["buffer", "buffer", "buffer"], result: "i32" },
  open: { parameters: ["buffer", "i32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize", nonblocking: true },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  dup: { parameters: ["i32"], result: "i32" },
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  // Variadic, but what is asked of it takes no third argument.
  ioctl: { parameters: ["i32", "u64"], result: "i32" },
  access: { parameters: ["buffer", "i32"], result: "i32" },
  strdup: { parameters: ["buffer"], result: "usize" },
  strlen: { parameters: ["usize"], result: "usize" },
  memcpy: { parameters: ["buffer", "usize", "usize"], result: "usize" },
  tcgetattr: { parameters: ["i32", "buffer"], result: "i32" },
  tcsetattr: { parameters: ["i32", "i32", "buffer"], result: "i32" },
  cfmakeraw: { parameters: ["buffer"], result: "void" },
  tcflush: { parameters: ["i32", "i32"], result: "i32" },
  signal: { parameters: ["i32", "usize"], result: "usize" },
  kill: { parameters: ["i32", "i32"], result: "i32" },
  getuid: { parameters: [], result: "u32" },
  getpwuid: { parameters: ["u32"], result: "usize" },
  setrlimit: { parameters: ["i32", "buffer"], result: "i32" },
  mkdtemp: { parameters: ["buffer"], result: "usize" },
  mkstemp: { parameters: ["buffer"], result: "i32" },
  unlink: { parameters: ["buffer"], result: "i32" },
  rmdir: { parameters: ["buffer"], result: "i32" },
  environ: { type: "usize" },
  // One of each pair exists.
  __errno_location: { parameters: [], result: "usize", optional: true },
  __error: { parameters: [], result: "usize", optional: true },
  // Linux only. fcntl is variadic, which is the same as fixed in the calling conventions of Linux.
  getdents64: { parameters: ["i32", "buffer", "usize"], result: "isize", optional: true },
  readlink: { parameters: ["buffer", "buffer", "usize"], result: "isize" },
  socketpair: { parameters: ["i32", "i32", "i32", "buffer"], result: "i32" },
  sendmsg: { parameters: ["i32", "buffer", "i32"], result: "isize" },
  recvmsg: { parameters: ["i32", "buffer", "i32"], result: "isize" },
  unshare: { parameters: ["i32"], result: "i32", optional: true },
  close_range: { parameters: ["u32", "u32", "i32"], result: "i32", optional: true },
  malloc: { parameters: ["usize"], result: "usize" },
  /** memcpy(3) the other way: into the C library's memory. */
  store: { name: "memcpy", parameters: ["usize", "buffer", "usize"], result: "usize" },
  memfd_create: { parameters: ["buffer", "u32"], result: "i32", optional: true },
  fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" },
  // Variadic, which is the same as fixed in the calling conventions of Linux.
  prctl: {
    parameters: ["i32", "usize", "usize", "usize", "usize"],
    result: "i32",
    optional: true,
  },
  prlimit: { parameters: ["i32", "i32", "usize", "buffer"], result: "i32", optional: true },
} as const satisfies Deno.ForeignLibraryInterface;

export type SymbolName = keyof typeof SYMBOLS;

/** errno values that swr tells apart; the same numbers on Linux and macOS (errno(3)). */
export const Errno = {
  ENOENT: 2,
  E2BIG: 7,
  EINTR: 4,
  ENOEXEC: 8,
  EACCES: 13,
  ENOTDIR: 20,
  ETXTBSY: 26,
  EPIPE: 32,
} as const;

/** Signal numbers that swr sends or resets; the same on Linux and macOS (signal(7)). */
export const Signal = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGPIPE: 13, SIGTERM: 15 } as const;

/** The signals for which Deno installs handlers of its own as soon as one is listened to. */
export const HANDLED = [Signal.SIGHUP, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM] as const;

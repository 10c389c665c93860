// The functions of the C library that swr calls.
// Rule: what is not in this table cannot be called; a function stands where it is needed first.

/** The functions as C declares them, by what swr needs them for. Each is in one place, and a purpose is opened whole. */
export const PURPOSES = {
  /** Opened first: whether the library is there, and the protection of this process (setDumpable). */
  process: {
    environ: { type: "usize" },
    // Linux only. Variadic, which is the same as fixed in the calling conventions of Linux.
    prctl: {
      parameters: ["i32", "usize", "usize", "usize", "usize"],
      result: "i32",
      optional: true,
    },
  },
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
    memcpy: { parameters: ["buffer", "usize", "usize"], result: "usize" },
    // One of the two exists.
    __errno_location: { parameters: [], result: "usize", optional: true },
    __error: { parameters: [], result: "usize", optional: true },
  },
  environment: {
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
  memoryFile: {
    memfd_create: { parameters: ["buffer", "u32"], result: "i32", optional: true },
  },
  diskFile: {
    mkdtemp: { parameters: ["buffer"], result: "usize" },
    mkstemp: { parameters: ["buffer"], result: "i32" },
    unlink: { parameters: ["buffer"], result: "i32" },
    rmdir: { parameters: ["buffer"], result: "i32" },
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

// Starting programs without handing them another test's terminal. On Linux node-pty opens a terminal's master without
// close-on-exec: a program that another worker of `deno test --parallel` starts before the flag is set would inherit
// it, report one descriptor too many, and keep that terminal from hanging up. Rule: a test that starts a program that
// lives on for more than a moment starts it within oneAtATime().

const F_SETFD = 2;
const FD_CLOEXEC = 1;
// On macOS node-pty passes POSIX_SPAWN_CLOEXEC_DEFAULT (and fcntl, which is variadic, could not be called like this).
const LINUX = Deno.build.os === "linux";
const LIBC = LINUX
  ? Deno.dlopen("libc.so.6", { fcntl: { parameters: ["i32", "i32", "i32"], result: "i32" } })
  : null;
// flock(2) holds between the workers, which are threads of one process, because each has opened the file by itself.
const LOCK = LINUX ? Deno.openSync(new URL(import.meta.url)) : null;

/** Runs `start`, which forks and must not wait, while no other worker does the same. */
export function oneAtATime<T>(start: () => T): T {
  LOCK?.lockSync(true);
  try {
    return start();
  } finally {
    LOCK?.unlockSync();
  }
}

/** Marks a descriptor of this process close-on-exec; to be called in the same oneAtATime() in which it came to be. */
export function keepFromChildren(fd: number): void {
  if (LIBC && LIBC.symbols.fcntl(fd, F_SETFD, FD_CLOEXEC) !== 0) {
    throw new Error(`descriptor ${fd} cannot be marked close-on-exec`);
  }
}

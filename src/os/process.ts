// This process and the system that it runs on: platform, number, signals, errors.
// Rule: what listens to a signal returns what ends the listening.

/** The operating system: `linux`, `darwin`, `windows`, … */
export const SYSTEM: string = Deno.build.os;

export const IS_WINDOWS = SYSTEM === "windows";

/** The number of this process, which exec(3) keeps. */
export const PID = Deno.pid;

/** What swr is built on: `Deno 2.9.6, x86_64-unknown-linux-gnu`. */
export function runtimeText(): string {
  return `Deno ${Deno.version.deno}, ${Deno.build.target}`;
}

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

/** The numbers of the signals that end a program unless it handles them, and that Deno can listen to (signal(7)). */
export const ENDING_SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGALRM: 14,
  SIGTERM: 15,
  SIGUSR1: SYSTEM === "darwin" ? 30 : 10,
  SIGUSR2: SYSTEM === "darwin" ? 31 : 12,
} as const;

/** Calls the listener whenever the signal arrives; returns what ends that. */
export function onSignal(signal: Deno.Signal, listener: () => void): () => void {
  Deno.addSignalListener(signal, listener);
  return () => Deno.removeSignalListener(signal, listener);
}

/**
 * Stops the whole job, as Ctrl-Z does in the terminal's ordinary mode. It returns after fg, since a signal to oneself
 * counts before kill(2) returns (POSIX.1-2017, kill).
 */
export function stopJob(): void {
  Deno.kill(0, "SIGTSTP");
}

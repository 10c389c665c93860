// The native calls swr needs, and nothing else, as functions of TypeScript.
// Rule: no variadic function with variable arguments, and no pointer kept across calls, since macOS on arm64 passes
// variable arguments differently (Apple, "Addressing architectural differences in your macOS code") and Deno may move
// a buffer. The handle is returned, never exported or cached: main.ts owns it.

import {
  cString,
  errnoOf,
  letReadsWait,
  linkTarget,
  PATH_MAX,
  terminated,
  writeAll,
} from "./libc_calls.ts";
import { coverSecrets, entriesOf, stringAt } from "./libc_environment.ts";
import type { SessionFiles } from "./libc_files.ts";
import type { KernelKeys } from "./libc_keys.ts";
import { type Library, openLibrary } from "./libc_library.ts";
import type { HiddenStreams } from "./libc_streams.ts";
import { Signal } from "./process.ts";

const MACOS = Deno.build.os === "darwin";
const F_OK = 0;
const X_OK = 1;
const R_OK = 4;
const TCSADRAIN = 1;
const ESRCH = 3;
const RLIMIT_NOFILE_LINUX = 7;
/** Linux only: on macOS fcntl(2) is variadic in another way. */
const F_DUPFD_CLOEXEC = 1030;
/** <linux/auxvec.h>. */
const AT_EXECFN = 31n;
const SIG_DFL = 0n;
const SIG_IGN = 1n;

/** The signals for which Deno installs handlers of its own as soon as one is listened to. */
const HANDLED = [Signal.SIGHUP, Signal.SIGINT, Signal.SIGQUIT, Signal.SIGTERM] as const;

/** The C library, as far as swr uses it. Paths and strings are bytes without the closing NUL. */
export type Libc = {
  /**
   * Opens what will be called from then on, when no library may be opened any more: for the way into the session, and,
   * if it `asks`, for another question.
   */
  openForLater(asks: boolean): void;
  /**
   * Whether other processes of this user may read this one's environment, memory and descriptors, and the kernel may
   * write its memory to a core file (prctl(2), PR_SET_DUMPABLE; Linux only). They may not as soon as the library is
   * open; execve(2) gives the program after it the usual yes.
   */
  setDumpable(dumpable: boolean): void;
  /** Every `NAME=value` of this process's environment, byte for byte, in its order. */
  environment(): Uint8Array[];
  /** The login shell of the user's passwd entry; undefined if there is no entry or none in it. */
  loginShell(): string | undefined;
  /** The path that execve(2) was given for this program, symbolic links kept; undefined if the system does not tell. */
  startPath(): string | undefined;
  /** The number of the user that this process is of. */
  userId(): number;
  /** Whether the file is there and may be read (access(2) with R_OK), also where Deno may not look. */
  mayRead(path: string): boolean;
  /** What the link says (readlink(2)), also where Deno may not look; undefined if it is none, or may not be read. */
  linkTarget(path: string): string | undefined;
  /**
   * Whether there is surely no such file: its folder may be searched, and it is not in it (access(2) with F_OK). Deno
   * says so by an exception, which takes half a millisecond.
   */
  isMissing(path: string): boolean;
  /** Whether the file may be executed by this user (access(2) with X_OK). */
  mayExecute(path: string): boolean;
  /**
   * The controlling terminal, else the one on stdin, for reading and writing and closed by exec; undefined if there is
   * none.
   */
  openTerminal(): number | undefined;
  /** Reads once, on a thread of its own; undefined at the end of the file or on an error. */
  read(descriptor: number, most: number): Promise<Uint8Array | undefined>;
  /** The text of a file below /proc, where Deno may not look; undefined if it cannot be read. */
  readText(path: string): Promise<string | undefined>;
  /** Writes all of it; 0, or errno. */
  write(descriptor: number, bytes: Uint8Array): number;
  /** Puts /dev/null in the place of stdin, stdout and stderr; undefined if unavailable. */
  hideStreams(): Promise<HiddenStreams | undefined>;
  /** Lets each key arrive at once and unseen, Ctrl-C too; returns what puts the terminal's mode back. */
  makeRaw(descriptor: number): () => void;
  /** Throws away what was typed and not yet read. */
  discardInput(descriptor: number): void;
  close(descriptor: number): void;
  /** Ways to make files for the session. */
  files(): Promise<SessionFiles>;
  /** The kernel's keys and keyrings; undefined if this system has none (Linux only). */
  keys(): Promise<KernelKeys | undefined>;
  /**
   * Takes the lock on the file that all processes of swr take, within so many milliseconds; what lets go of it, or
   * undefined if it is unavailable.
   */
  lock(path: string, milliseconds: number): Promise<(() => void) | undefined>;
  /** Whether a process of that number is there. */
  isRunning(pid: number): boolean;
  /** Which of them this process ignores, as `nohup` has its command do; else of SIGHUP, SIGINT, SIGQUIT and SIGTERM. */
  ignoredSignals(among?: readonly number[]): readonly number[];
  /** Ignores them (again): exec(3) passes that on. */
  ignore(signals: readonly number[]): void;
  /** Ends this process by the signal, as if swr had never handled it. */
  dieBySignal(signal: number): void;
  /** Sets the soft and hard limit of open files to those of the parent process; does nothing if they cannot be read. */
  takeParentsFileLimit(parent: number): void;
  /** Becomes another program (execve(2)); returns errno, and only if that failed. */
  exec(path: string, argv: readonly string[], environment: readonly Uint8Array[]): number;
};

/**
 * Opens the C library and closes this process to other programs of the same user; undefined if no listed library
 * can be loaded (Windows, an unknown layout).
 */
export function openLibc(): Libc | undefined {
  const library = openLibrary();
  return library && wrap(library);
}

function wrap(c: Library): Libc {
  // Linux has a better way: see setDumpable.
  const covered = MACOS ? coverSecrets(c) : undefined;
  return {
    openForLater(asks) {
      const wanted: Exclude<keyof Library, "setDumpable">[] = [
        "memory",
        "terminal",
        "streams",
        "exec",
      ];
      if (asks) wanted.push("keyboard");
      for (const purpose of wanted) void c[purpose];
    },
    setDumpable: c.setDumpable,
    environment: () => covered ?? entriesOf(c).map(({ bytes }) => bytes),
    loginShell: () => loginShell(c),
    startPath: () => startPath(c),
    userId: () => c.user.getuid(),
    mayRead: (path) => c.files.access(cString(path), R_OK) === 0,
    linkTarget: (path) => linkTarget(c, path),
    isMissing: (path) =>
      c.files.access(cString(path), F_OK) !== 0 && linkTarget(c, path) === undefined &&
      c.files.access(cString(path.replace(/[^/]*$/, ".")), X_OK) === 0,
    mayExecute: (path) => c.files.access(cString(path), X_OK) === 0,
    openTerminal: () => openTerminal(c),
    read: (descriptor, most) => read(c, descriptor, most),
    readText: (path) => readText(c, path),
    write: (descriptor, data) => writeAll(c, descriptor, data),
    // These are of use to a switch alone.
    hideStreams: async () => (await import("./libc_streams.ts")).hideStreams(c),
    files: async () => (await import("./libc_files.ts")).sessionFiles(c),
    keys: async () => (await import("./libc_keys.ts")).kernelKeys(c),
    lock: async (path, milliseconds) =>
      (await import("./libc_lock.ts")).lockFile(c, path, milliseconds),
    makeRaw: (descriptor) => makeRaw(c, descriptor),
    discardInput: (descriptor) => void c.keyboard.tcflush(descriptor, MACOS ? 1 : 0),
    isRunning: (pid) => errnoOf(c, () => c.exec.kill(pid, 0)) !== ESRCH,
    close: (descriptor) => void c.streams.close(descriptor),
    ignoredSignals: (among = HANDLED) => among.filter((signal) => isIgnored(c, signal)),
    ignore: (signals) => signals.forEach((signal) => void c.terminal.signal(signal, SIG_IGN)),
    dieBySignal(signal) {
      c.terminal.signal(signal, SIG_DFL);
      c.exec.kill(Deno.pid, signal);
    },
    takeParentsFileLimit: (parent) => takeParentsFileLimit(c, parent),
    exec: (path, argv, env) => exec(c, path, argv, env),
  };
}

/** signal(2) tells the old disposition only while setting a new one: ignoring for a moment loses the least. */
function isIgnored(c: Library, signal: number): boolean {
  const before = c.terminal.signal(signal, SIG_IGN);
  if (before !== SIG_IGN) c.terminal.signal(signal, before);
  return before === SIG_IGN;
}

function loginShell(c: Library): string | undefined {
  const entry = c.user.getpwuid(c.user.getuid());
  if (entry === 0n) return undefined;
  // The offset of pw_shell in struct passwd, <pwd.h>: macOS has pw_change and pw_class before it.
  const pointer = new BigUint64Array(1);
  c.memory.memcpy(pointer, entry + (MACOS ? 56n : 40n), 8n);
  return pointer[0] === 0n
    ? undefined
    : new TextDecoder().decode(stringAt(c, pointer[0]!)) || undefined;
}

function startPath(c: Library): string | undefined {
  const pointer = MACOS ? 0n : c.start.getauxval?.(AT_EXECFN) ?? 0n;
  if (pointer === 0n) return undefined;
  // One call, and so one function to open, instead of strlen(3) and memcpy(3): a millisecond before the question.
  const path = new Uint8Array(PATH_MAX);
  c.start.strncpy(path, pointer, BigInt(path.length));
  return new TextDecoder().decode(path.subarray(0, path.indexOf(0)));
}

function openTerminal(c: Library): number | undefined {
  const flags = MACOS
    ? 0x2 | 0x20000 | 0x1000000 // O_RDWR | O_NOCTTY | O_CLOEXEC, <sys/fcntl.h> of macOS
    : 0x2 | 0o400 | 0o2000000; // the same, <asm-generic/fcntl.h> of Linux
  const descriptor = c.terminal.open(cString("/dev/tty"), flags);
  if (descriptor >= 0) return descriptor;
  // After setsid(1), su -c, or on a container's console stdin may be a terminal that does not control the session.
  if (MACOS || !Deno.stdin.isTerminal()) return undefined;
  const copy = c.streams.fcntl(0, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return undefined;
  letReadsWait(c, copy);
  return copy;
}

async function read(c: Library, descriptor: number, most: number): Promise<Uint8Array | undefined> {
  const buffer = new Uint8Array(most);
  const got = Number(await c.terminal.read(descriptor, buffer, BigInt(most)));
  return got > 0 ? buffer.subarray(0, got) : undefined;
}

/** O_RDONLY | O_CLOEXEC, <asm-generic/fcntl.h> of Linux. */
const READ_ONLY = 0o2000000;

async function readText(c: Library, path: string): Promise<string | undefined> {
  const descriptor = c.terminal.open(cString(path), READ_ONLY);
  if (descriptor < 0) return undefined;
  const decoder = new TextDecoder();
  let text = "";
  for (let part; (part = await read(c, descriptor, 65536)) !== undefined;) {
    text += decoder.decode(part, { stream: true });
  }
  c.streams.close(descriptor);
  return text;
}

function makeRaw(c: Library, descriptor: number): () => void {
  // struct termios is opaque here: 60 bytes on Linux, 72 on macOS.
  const before = new Uint8Array(128);
  if (c.keyboard.tcgetattr(descriptor, before) !== 0) return () => {};
  const raw = before.slice();
  c.keyboard.cfmakeraw(raw);
  c.keyboard.tcsetattr(descriptor, TCSADRAIN, raw);
  return () => void c.keyboard.tcsetattr(descriptor, TCSADRAIN, before);
}

function takeParentsFileLimit(c: Library, parent: number): void {
  const limit = new BigUint64Array(2);
  if (c.exec.prlimit === null || c.exec.prlimit(parent, RLIMIT_NOFILE_LINUX, 0n, limit) !== 0) {
    return;
  }
  c.exec.setrlimit(RLIMIT_NOFILE_LINUX, limit);
}

function exec(
  c: Library,
  path: string,
  argv: readonly string[],
  environment: readonly Uint8Array[],
): number {
  const vector = (strings: readonly Uint8Array[]) =>
    new BigUint64Array([...strings.map((string) => c.exec.strdup(string)), 0n]);
  const args = vector(argv.map(cString));
  const env = vector(environment.map(terminated));
  // Deno ignores SIGPIPE, and exec passes that on: `yes | head -1` would print "Broken pipe".
  const before = c.terminal.signal(Signal.SIGPIPE, SIG_DFL);
  const errno = errnoOf(c, () => c.exec.execve(cString(path), args, env));
  c.terminal.signal(Signal.SIGPIPE, before);
  return errno;
}

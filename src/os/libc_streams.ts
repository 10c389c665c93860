// The standard streams' descriptors, and how they are kept from whatever else runs in this process: from a Worker,
// whose code Deno asks for no permission when it opens a descriptor by its number (2.9, node:net).
// Rule: from hide() to show() 0, 1 and 2 lead nowhere; after hideFromOtherThreads() the copies, and what the session
// inherits beside them, are in a table of descriptors that this thread has for itself (Linux).

import { cString, letReadsWait, linkTarget, namesIn } from "./libc_calls.ts";
import { moveDescriptorsAside, unshareFileTable } from "./libc_descriptors.ts";
import type { Library } from "./libc_library.ts";

const MACOS = Deno.build.os === "darwin";
const O_RDWR = 2;
const F_GETFD = 1;
const F_SETFD = 2;
const F_DUPFD_CLOEXEC = 1030;
const FD_CLOEXEC = 1;
/** "Close on exec", <sys/filio.h> of macOS: fcntl(2), which is variadic there, would need a third argument. */
const FIOCLEX = 0x20006601n;

/**
 * The descriptors that the Worker opens: for its event loop, its connection and, from source, its modules. Of Deno 2.9
 * and 2.7 it takes 7 to 10; with fewer available the process ends, and says so on a stream that is hidden by then.
 */
const OF_THE_WORKER = 10;

/** The streams while they are hidden. */
export type HiddenStreams = {
  /** The descriptors that lead where the streams did; closed by exec. */
  readonly stdout: number;
  readonly stderr: number;
  /**
   * Takes the copies, and whatever else the session will inherit, out of the table that this process's threads share.
   * False if the system does not let it: then they stay where they are.
   */
  readonly hideFromOtherThreads: () => boolean;
  readonly show: () => void;
};

/**
 * Puts /dev/null in the place of stdin, stdout and stderr; undefined if unavailable, or if no descriptors are
 * left for the Worker.
 */
export function hideStreams(c: Library): HiddenStreams | undefined {
  const nowhere = c.terminal.open(cString("/dev/null"), O_RDWR);
  let copies = [0, 1, 2].map((stream) => copyOf(c, stream));
  let others: readonly Copy[] = [];
  const room = Array.from({ length: OF_THE_WORKER }, () => copyOf(c, nowhere));
  room.forEach((descriptor) => c.streams.close(descriptor));
  if ([nowhere, ...copies, ...room].some((descriptor) => descriptor < 0)) return undefined;
  for (const stream of [0, 1, 2]) c.streams.dup2(nowhere, stream);
  c.streams.close(nowhere);
  return {
    get stdout() {
      return copies[1]!;
    },
    get stderr() {
      return copies[2]!;
    },
    hideFromOtherThreads() {
      const open = Deno.build.os === "linux" ? openDescriptors(c) : undefined;
      if (open === undefined) return false;
      const found = furtherCopies(c, copies, open);
      const inherited = open.filter(({ closedByExec }) => !closedByExec)
        .map(({ descriptor }) => descriptor);
      let own = false;
      const passed = moveDescriptorsAside(c, [...copies, ...inherited], () => {
        copies.forEach((copy) => c.streams.close(copy));
        // Led to /dev/null instead of closed: their numbers must not be taken.
        for (const { descriptor } of found) redirect(c, descriptor, 0);
        inherited.forEach((descriptor) => c.streams.dup2(0, descriptor));
        own = unshareFileTable(c);
      });
      if (passed === undefined) return false;
      others = found;
      copies = passed.slice(0, copies.length);
      passed.slice(copies.length).forEach((descriptor, at) => {
        c.streams.dup2(descriptor, inherited[at]!);
        c.streams.close(descriptor);
      });
      return own;
    },
    show() {
      for (const { descriptor, stream } of others) redirect(c, descriptor, copies[stream]!);
      copies.forEach((copy, stream) => {
        c.streams.dup2(copy, stream);
        c.streams.close(copy);
      });
      if (MACOS) return;
      for (const [stream, name] of (["stdin", "stdout", "stderr"] as const).entries()) {
        if (Deno[name].isTerminal()) letReadsWait(c, stream);
      }
    },
  };
}

/** Another descriptor for the same file, closed by exec; negative where there is none. */
function copyOf(c: Library, descriptor: number): number {
  // fcntl is opened in any case, for the session's config; dup and ioctl would be two more.
  if (!MACOS) return c.streams.fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  const copy = c.macos.dup(descriptor);
  c.macos.ioctl(copy, FIOCLEX);
  return copy;
}

/** A descriptor that leads where a stream did. */
type Copy = { readonly descriptor: number; readonly stream: number };

/** Deno's own copies of stdout and stderr, which it has made when it started, and writes to. */
function furtherCopies(c: Library, copies: readonly number[], open: readonly Open[]): Copy[] {
  const streams = copies.map((copy) => placeOf(c, copy));
  return open.flatMap(({ descriptor, closedByExec }) => {
    if (!closedByExec || copies.includes(descriptor)) return [];
    const place = placeOf(c, descriptor);
    const stream = place === undefined ? -1 : streams.lastIndexOf(place);
    return stream < 0 ? [] : [{ descriptor, stream }];
  });
}

/**
 * What a descriptor leads to, in words that tell one file from another (proc_pid_fd(5)); Deno may not ask for it.
 * Undefined for a terminal, which Deno never opens, and on which the question is.
 */
function placeOf(c: Library, descriptor: number): string | undefined {
  const place = linkTarget(c, `/proc/self/fd/${descriptor}`);
  return place === undefined || /^\/dev\/(tty|pts\/)/.test(place) ? undefined : place;
}

/** Lets a descriptor lead where another does, until exec closes it. */
function redirect(c: Library, descriptor: number, to: number): void {
  c.streams.dup2(to, descriptor);
  c.streams.fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/** A descriptor beside 0, 1 and 2; those that exec does not close have been inherited: Deno's own all are closed. */
type Open = { readonly descriptor: number; readonly closedByExec: boolean };

/** All of them; undefined if /proc does not tell. */
function openDescriptors(c: Library): Open[] | undefined {
  return namesIn(c, "/proc/self/fd")?.map(Number).filter((descriptor) => descriptor > 2)
    .flatMap((descriptor) => {
      const flags = c.streams.fcntl(descriptor, F_GETFD, 0);
      return flags < 0 ? [] : [{ descriptor, closedByExec: (flags & FD_CLOEXEC) !== 0 }];
    });
}

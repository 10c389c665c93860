// The standard streams' descriptors, and how they are kept from whatever else runs in this process: from a Worker, whose
// code Deno asks for no permission when it opens a descriptor by its number (2.9, node:net).
// Rule: from hide() to show() 0, 1 and 2 lead nowhere; after keepFromOthers() the copies, and what the session inherits
// beside them, stand in a table of descriptors that this thread has for itself (Linux). Imports libc_calls,
// libc_descriptors and types.

import { cString } from "./libc_calls.ts";
import { ownTable, passAround } from "./libc_descriptors.ts";
import type { Symbols } from "./libc_library.ts";

const MACOS = Deno.build.os === "darwin";
const O_RDWR = 2;
const F_GETFD = 1;
const F_SETFD = 2;
const F_DUPFD_CLOEXEC = 1030;
const FD_CLOEXEC = 1;
/** "Close on exec", <sys/filio.h> of macOS: fcntl(2), which is variadic there, would need a third argument. */
const FIOCLEX = 0x20006601n;
/** What a caller hands down, and what Deno has opened so far, has a low number; looking costs a call each. */
const MOST_OPEN = 256;

/** The streams while they are hidden. */
export type HiddenStreams = {
  /** The descriptors that lead where the streams did; closed by exec. */
  readonly stdout: number;
  readonly stderr: number;
  /**
   * Takes the copies, and whatever else the session will inherit, out of the table that this process's threads share.
   * False where the system does not let it: then they stay where they are.
   */
  readonly keepFromOthers: () => boolean;
  readonly show: () => void;
};

/** Puts /dev/null in the place of stdin, stdout and stderr; undefined where that is not to be had. */
export function hideStreams(c: Symbols): HiddenStreams | undefined {
  const nowhere = c.open(cString("/dev/null"), O_RDWR);
  let copies = [0, 1, 2].map((stream) => copyOf(c, stream));
  let others: readonly Copy[] = [];
  if (nowhere < 0 || copies.some((copy) => copy < 0)) return undefined;
  for (const stream of [0, 1, 2]) c.dup2(nowhere, stream);
  c.close(nowhere);
  return {
    get stdout() {
      return copies[1]!;
    },
    get stderr() {
      return copies[2]!;
    },
    keepFromOthers() {
      if (Deno.build.os !== "linux") return false;
      const found = furtherCopies(c, copies);
      const inherited = inheritedDescriptors(c);
      let own = false;
      const passed = passAround(c, [...copies, ...inherited], () => {
        copies.forEach((copy) => c.close(copy));
        // Led to /dev/null instead of closed: their numbers must not be taken.
        for (const { descriptor } of found) lead(c, descriptor, 0);
        inherited.forEach((descriptor) => c.dup2(0, descriptor));
        own = ownTable(c);
      });
      if (passed === undefined) return false;
      others = found;
      copies = passed.slice(0, copies.length);
      passed.slice(copies.length).forEach((descriptor, at) => {
        c.dup2(descriptor, inherited[at]!);
        c.close(descriptor);
      });
      return own;
    },
    show() {
      for (const { descriptor, stream } of others) lead(c, descriptor, copies[stream]!);
      copies.forEach((copy, stream) => {
        c.dup2(copy, stream);
        c.close(copy);
      });
    },
  };
}

/** Another descriptor for the same file, closed by exec; negative where there is none. */
function copyOf(c: Symbols, descriptor: number): number {
  // fcntl is opened in any case, for the session's config; dup and ioctl would be two more.
  if (!MACOS) return c.fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  const copy = c.dup(descriptor);
  c.ioctl(copy, FIOCLEX);
  return copy;
}

/** A descriptor that leads where a stream did. */
type Copy = { readonly descriptor: number; readonly stream: number };

/** Deno's own copies of stdout and stderr, which it has made when it started, and writes to. */
function furtherCopies(c: Symbols, copies: readonly number[]): Copy[] {
  const streams = copies.map((copy) => placeOf(c, copy));
  return openDescriptors(c).flatMap(({ descriptor, closedByExec }) => {
    if (!closedByExec || copies.includes(descriptor)) return [];
    const stream = streams.lastIndexOf(placeOf(c, descriptor));
    return stream < 0 ? [] : [{ descriptor, stream }];
  });
}

/** What a descriptor leads to, in words that tell one file from another (proc_pid_fd(5)); Deno may not ask for it. */
function placeOf(c: Symbols, descriptor: number): string {
  const path = cString(`/proc/self/fd/${descriptor}`);
  const place = new Uint8Array(256);
  const length = Number(c.readlink(path, place, BigInt(place.length)));
  return new TextDecoder().decode(place.subarray(0, Math.max(0, length)));
}

/** Lets a descriptor lead where another does, until exec closes it. */
function lead(c: Symbols, descriptor: number, to: number): void {
  c.dup2(to, descriptor);
  c.fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

/** Those beside the streams that exec leaves open: Deno's own are all closed by it. */
function inheritedDescriptors(c: Symbols): number[] {
  return openDescriptors(c).filter(({ closedByExec }) => !closedByExec)
    .map(({ descriptor }) => descriptor);
}

/** The open ones beside 0, 1 and 2. */
function openDescriptors(c: Symbols): { descriptor: number; closedByExec: boolean }[] {
  const found: { descriptor: number; closedByExec: boolean }[] = [];
  for (let descriptor = 3; descriptor < MOST_OPEN; descriptor++) {
    const flags = c.fcntl(descriptor, F_GETFD, 0);
    if (flags >= 0) found.push({ descriptor, closedByExec: (flags & FD_CLOEXEC) !== 0 });
  }
  return found;
}

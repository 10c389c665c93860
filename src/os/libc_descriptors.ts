// A table of descriptors that this thread has for itself, and the way into it.
// Rule: Linux on 64 bits, little-endian (libc_library.ts knows no other); what cannot be done leaves everything as it
// was.

import type { Library } from "./libc_library.ts";

const AF_UNIX = 1;
const SOCK_STREAM = 1;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SCM_RIGHTS = 1;
const MSG_CMSG_CLOEXEC = 0x40000000;
const F_DUPFD_CLOEXEC = 1030;
const CLONE_FILES = 0x400;
const CLOSE_RANGE_UNSHARE = 2;
/** The most that one message carries (unix(7), SCM_MAX_FD). */
const MOST_IN_A_MESSAGE = 253;

/**
 * Gives the calling thread a copy of the table of descriptors that the threads of a process share: from then on what
 * it opens and closes is its own. exec takes that table along. False if the kernel refuses.
 */
export function unshareFileTable(c: Library): boolean {
  if (c.descriptors.unshare !== null && c.descriptors.unshare(CLONE_FILES) === 0) return true;
  // Docker forbids unshare(2), but not close_range(2), which does the same before it closes: here, nothing.
  const last = 0xffffffff;
  return c.descriptors.close_range !== null &&
    c.descriptors.close_range(last, last, CLOSE_RANGE_UNSHARE) === 0;
}

/**
 * Other descriptors for the same files, in the same order, closed by exec. While `meanwhile` runs the files are held by
 * a message on its way (unix(7), SCM_RIGHTS), so that their descriptors can be closed, and no descriptor
 * number leads to them. Undefined, without `meanwhile`, if unavailable.
 */
export function moveDescriptorsAside(
  c: Library,
  descriptors: readonly number[],
  meanwhile: () => void,
): number[] | undefined {
  const pair = new Int32Array(2);
  const type = SOCK_STREAM | SOCK_CLOEXEC;
  if (c.descriptors.socketpair(AF_UNIX, type, 0, new Uint8Array(pair.buffer)) !== 0) {
    return undefined;
  }
  const [here, there] = pair as unknown as [number, number];
  // As many numbers as will be needed are taken until then: there may be few.
  const room = descriptors.map(() => c.streams.fcntl(here, F_DUPFD_CLOEXEC, 0));
  const close = (numbers: readonly number[]) =>
    numbers.forEach((number) => c.streams.close(number));
  // A message is received by itself, since rights are not put together (unix(7)).
  const messages = partsOf(descriptors).map((part) => messageOf(c, part));
  const sent = !room.includes(-1) &&
    messages.every(({ header }) => Number(c.descriptors.sendmsg(here, header, 0)) === 1);
  if (!sent) {
    close([here, there, ...room]);
    return undefined;
  }
  meanwhile();
  close(room);
  const found = messages.flatMap((message) =>
    Number(c.descriptors.recvmsg(there, message.header, MSG_CMSG_CLOEXEC)) === 1
      ? message.descriptors()
      : []
  );
  if (found.length !== descriptors.length) {
    throw new Error("descriptors that were passed around did not come back");
  }
  close([here, there]);
  return found;
}

/** As many as one message carries each. */
function partsOf(descriptors: readonly number[]): (readonly number[])[] {
  const count = Math.ceil(descriptors.length / MOST_IN_A_MESSAGE);
  return Array.from(
    { length: count },
    (_, at) => descriptors.slice(at * MOST_IN_A_MESSAGE, (at + 1) * MOST_IN_A_MESSAGE),
  );
}

/**
 * struct msghdr with one byte of data and the descriptors, for sendmsg(2) and, emptied by it, for recvmsg(2). What it
 * points to lies in the C library's memory, since Deno may move a buffer.
 */
function messageOf(c: Library, descriptors: readonly number[]) {
  const length = 16 + 4 * descriptors.length;
  const padded = Math.ceil(length / 8) * 8;
  const [data, vector, control] = [8, 16, padded].map((size) =>
    c.descriptors.malloc(BigInt(size))
  ) as [
    bigint,
    bigint,
    bigint,
  ];
  c.environment.store(vector, new Uint8Array(new BigUint64Array([data, 1n]).buffer), 16n);
  // struct cmsghdr: its length, level and type; then the descriptors.
  const rights = new DataView(new ArrayBuffer(padded));
  rights.setBigUint64(0, BigInt(length), true);
  rights.setInt32(8, SOL_SOCKET, true);
  rights.setInt32(12, SCM_RIGHTS, true);
  descriptors.forEach((descriptor, at) => rights.setInt32(16 + 4 * at, descriptor, true));
  c.environment.store(control, new Uint8Array(rights.buffer), BigInt(padded));
  // No name; the vector, of one; the control message; no flags.
  const header = new BigUint64Array([0n, 0n, vector, 1n, control, BigInt(padded), 0n]);
  return {
    header: new Uint8Array(header.buffer),
    /** Fewer than were sent if the kernel has cut the message. */
    descriptors(): number[] {
      const rights = new Uint8Array(padded);
      c.memory.memcpy(rights, control, BigInt(padded));
      const told = Number(new DataView(rights.buffer).getBigUint64(0, true));
      return [...new Int32Array(rights.buffer, 16, Math.max(0, Math.floor((told - 16) / 4)))];
    },
  };
}

// The kernel's keys and keyrings (keyrings(7), keyctl(2)), through syscall(2): the C library has no functions for them.
// Rule: this module alone calls syscall(2) and knows its numbers; a failure is thrown and never passed on, since -1 is
// also the number of a keyring. Each thread has keyrings of its own: main is the process's first thread, which execve(2)
// leaves, so nothing here runs on another one.

import { cString, errnoOf } from "./libc_calls.ts";
import type { Library } from "./libc_library.ts";

/** The numbers of add_key(2) and keyctl(2): <asm/unistd_64.h> of x86_64, <asm-generic/unistd.h> of aarch64. */
const NUMBERS: Readonly<Record<string, readonly [addKey: bigint, keyctl: bigint]>> = {
  x86_64: [248n, 250n],
  aarch64: [217n, 219n],
};

/** Operations of keyctl(2), <linux/keyctl.h>. */
const Op = {
  GET_KEYRING_ID: 0,
  JOIN_SESSION_KEYRING: 1,
  UPDATE: 2,
  SETPERM: 5,
  DESCRIBE: 6,
  LINK: 8,
  UNLINK: 9,
  READ: 11,
  SET_TIMEOUT: 15,
  INVALIDATE: 21,
} as const;

/** Keyrings by what they are to this thread, <linux/keyctl.h>. execve(2) drops the thread's and keeps the session's. */
export const Ring = { THREAD: -1, SESSION: -3 } as const;

/** errno values of these calls (errno(3)); the same on x86_64 and aarch64. */
export const KeyErrno = {
  EPERM: 1,
  EACCES: 13,
  ENODEV: 19,
  EINVAL: 22,
  ENOSYS: 38,
  EDQUOT: 122,
  ENOKEY: 126,
  EKEYEXPIRED: 127,
  EKEYREVOKED: 128,
} as const;

/** `user` holds up to 32 767 bytes of the user's quota; `big_key` up to a MiB for 16 bytes of it, if the kernel has it. */
export type KeyType = "user" | "big_key";

/** What the kernel says of a key (KEYCTL_DESCRIBE). */
type KeyDescription = {
  readonly type: string;
  readonly uid: number;
  /** Who may do what: possessor, user, group, others, a byte each. */
  readonly mask: number;
  readonly text: string;
};

/** A call that the kernel refused. */
export class KeyRefusal extends Error {
  override readonly name = "KeyRefusal";

  constructor(readonly call: string, readonly errno: number) {
    const [name] = Object.entries(KeyErrno).find(([, value]) => value === errno) ?? [];
    super(`${call}: ${name ?? `errno ${errno}`}`);
  }

  /** The key has expired or was revoked; it lies there for some minutes more. */
  get hasEnded(): boolean {
    return this.errno === KeyErrno.EKEYEXPIRED || this.errno === KeyErrno.EKEYREVOKED;
  }

  /** There is no such key, any more. */
  get isGone(): boolean {
    return this.hasEnded || this.errno === KeyErrno.ENOKEY;
  }
}

/** The calls; keys and keyrings are numbers. Each throws KeyRefusal if the kernel refuses. */
export type KernelKeys = {
  add(type: KeyType, description: string, content: Uint8Array<ArrayBuffer>, ring: number): number;
  /** Takes the timeout away, too. */
  update(key: number, content: Uint8Array<ArrayBuffer>): void;
  expireIn(key: number, seconds: number): void;
  setMask(key: number, mask: number): void;
  link(key: number, ring: number): void;
  unlink(key: number, ring: number): void;
  /** The keyring of that kind which is in force. */
  idOf(ring: number): number;
  /** Gives this thread a session keyring of its own, without a name that others could join; its number. */
  joinAnonymous(): number;
  describe(key: number): KeyDescription;
  read(key: number): Uint8Array<ArrayBuffer>;
  /** The keys and keyrings that are linked into the keyring itself. */
  list(ring: number): number[];
  /** Takes the key away from everyone, at once. */
  invalidate(key: number): void;
};

/** A first guess at the size of what is read. */
const USUAL_BYTES = 8192;

/** The calls; undefined if their numbers are not known, or there is no such function. */
export function kernelKeys(c: Library): KernelKeys | undefined {
  const numbers = Deno.build.os === "linux" ? NUMBERS[Deno.build.arch] : undefined;
  if (numbers === undefined) return undefined;
  const [addKey, keyctl] = numbers;
  const done = (call: string, result: () => number | bigint | undefined): number => {
    let got = -1;
    const errno = errnoOf(c, () => {
      got = Number(result() ?? -1);
      return got < 0 ? -1 : 0;
    });
    if (got < 0) throw new KeyRefusal(call, errno);
    return got;
  };
  const control = (op: keyof typeof Op, first: number, second = 0) =>
    done(
      op,
      () => c.keyMaking.keyctl?.(keyctl, Op[op], BigInt(first), BigInt(second), 0n, 0n),
    );
  const bytes = (
    op: "READ" | "DESCRIBE" | "UPDATE",
    key: number,
    buffer: Uint8Array<ArrayBuffer>,
  ) =>
    done(
      op,
      () => c.keyReading.keyctlBytes?.(keyctl, Op[op], key, buffer, BigInt(buffer.length)),
    );
  // The kernel says how much there is, also if the buffer is too small for it.
  const whole = (op: "READ" | "DESCRIBE", key: number) => {
    for (let size = USUAL_BYTES;;) {
      const buffer = new Uint8Array(size);
      const length = bytes(op, key, buffer);
      if (length <= size) return buffer.subarray(0, length);
      size = length;
    }
  };
  return {
    add: (type, description, content, ring) =>
      done("add_key", () =>
        c.keyMaking.addKey?.(
          addKey,
          cString(type),
          cString(description),
          content,
          BigInt(content.length),
          ring,
        )),
    update: (key, content) => void bytes("UPDATE", key, content),
    expireIn: (key, seconds) => void control("SET_TIMEOUT", key, seconds),
    setMask: (key, mask) => void control("SETPERM", key, mask),
    link: (key, ring) => void control("LINK", key, ring),
    unlink: (key, ring) => void control("UNLINK", key, ring),
    idOf: (ring) => control("GET_KEYRING_ID", ring),
    joinAnonymous: () => control("JOIN_SESSION_KEYRING", 0),
    describe: (key) => described(new TextDecoder().decode(whole("DESCRIBE", key))),
    read: (key) => whole("READ", key),
    list: (ring) => [...new Int32Array(whole("READ", ring).slice().buffer)],
    invalidate: (key) => void control("INVALIDATE", key),
  };
}

/** `type;uid;gid;mask;description`, with a NUL at the end; a description may have semicolons. */
function described(text: string): KeyDescription {
  const [, type = "", uid, mask, description = ""] =
    /^([^;]*);(-?\d+);-?\d+;([0-9a-f]+);([^\0]*)/.exec(text) ?? [];
  return { type, uid: Number(uid), mask: parseInt(mask ?? "", 16), text: description };
}

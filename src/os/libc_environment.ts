// This process's block of environment variables: read byte for byte, and on macOS its secrets written over.
// Rule: what is written over was read first, and only the values of secrets change, never their length.

import type { Library } from "./libc_library.ts";
import { hideVariable } from "./variable.ts";

/** One `NAME=value` of the block and its address. */
type Entry = { readonly at: bigint; readonly bytes: Uint8Array };

/** Where in memory a secret is, and how many bytes it has. */
type Secret = { readonly name: string; readonly at: bigint; readonly length: number };

/** Names of variables whose value is a secret: AWS's own, their aliases, and the code for swr. */
const SECRET_NAME =
  /^(?:SECRET_ACCESS_KEY|SWR_MFA_TOKEN|(?:.*_)?(?:AWS|AMAZON|EC2)_.*(?:SECRET|TOKEN|PASSWORD|PASSPHRASE).*)$/i;

/** A `NAME=value` names its variable in so many bytes at most. */
const LONGEST_NAME = 64;
const EQUALS = 0x3d;
const X = 0x78;

/** Every entry of the block, in its order. */
export function entriesOf(c: Library): Entry[] {
  const entries: Entry[] = [];
  // POSIX lets environ be null after clearenv(3).
  if (c.environment.environ === 0n) return entries;
  const pointer = new BigUint64Array(1);
  for (let place = c.environment.environ;; place += 8n) {
    c.memory.memcpy(pointer, place, 8n);
    const at = pointer[0]!;
    if (at === 0n) return entries;
    entries.push({ at, bytes: stringAt(c, at) });
  }
}

/** The bytes of a string of C's, without its NUL. */
export function stringAt(c: Library, at: bigint): Uint8Array {
  const data = new Uint8Array(Number(c.environment.strlen(at)));
  if (data.length > 0) c.memory.memcpy(data, at, BigInt(data.length));
  return data;
}

/** Where the secrets of a block are. */
export function secretsIn(entries: readonly Entry[]): Secret[] {
  return entries.flatMap(({ at, bytes }) => {
    const equals = bytes.subarray(0, LONGEST_NAME + 1).indexOf(EQUALS);
    if (equals < 1 || equals === bytes.length - 1) return [];
    const name = String.fromCharCode(...bytes.subarray(0, equals));
    if (!SECRET_NAME.test(name)) return [];
    const before = equals + 1;
    return [{ name, at: at + BigInt(before), length: bytes.length - before }];
  });
}

/**
 * Writes `x` over the secrets in the block, which `ps eww` on macOS reads to the same user (xnu,
 * bsd/kern/kern_sysctl.c, sysctl_procargsx), and keeps their values for variable(). The entries as they were before.
 */
export function coverSecrets(c: Library): Uint8Array[] {
  const entries = entriesOf(c);
  for (const { name, at, length } of secretsIn(entries)) {
    hideVariable(name);
    c.environment.store(at, new Uint8Array(length).fill(X), BigInt(length));
  }
  return entries.map(({ bytes }) => bytes);
}

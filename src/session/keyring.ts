// The way of a keyless session's key into the kernel: into a session keyring that only the session's own process tree
// possesses (keyrings(7), session-keyring(7)).
// Rule: the whole sequence is tried before the question; the real keyring is joined at the very end, so that what swr
// starts beside the session (mfa_process) is not in it. The order matters: a timeout before the mask, after which it
// cannot be set; the old keyring is linked before a new one is joined, and not possessed any more after that.

import { type KernelKeys, KeyErrno, KeyRefusal, type KeyType, Ring } from "../os/libc_keys.ts";
import { KEY_MASK } from "../credentials/keyring.ts";
import { labelOf } from "../credentials/session_key.ts";

/** Possessors may all but link the keyring elsewhere or change its mask; others nothing. */
const RING_MASK = 0x0f000000;
/** As the kernel makes them: setting these shows whether masks may be set. */
const NEW_KEY_MASK = 0x3f010000;
const NEW_RING_MASK = 0x3f030000;

/** The largest content that is counted on: tokens of STS have some 400 to 1400 characters. */
const EXPECTED_BYTES = 2048;
const FOR_THE_QUESTION_SECONDS = 24 * 3600;

/** A place for the session's keys that has been tried. */
export type Keyring = {
  /** Puts keys into a new session keyring of this process and of what it becomes. KeyRefusal if the kernel does not. */
  keep(keys: readonly KeptKey[]): void;
};

/** A key as it is kept; the content is overwritten. */
type KeptKey = {
  readonly description: string;
  readonly content: Uint8Array<ArrayBuffer>;
  readonly seconds: number;
};

/** Tries the sequence, with room for the session's key and so many bytes more; KeyRefusal if the kernel refuses a step of it. */
export function tryKeyring(keys: KernelKeys, more: number): Keyring {
  const bytes = EXPECTED_BYTES + more;
  const trial = addKey(keys, "swr:trial", new Uint8Array(bytes));
  keys.update(trial.key, new Uint8Array(bytes));
  keys.expireIn(trial.key, FOR_THE_QUESTION_SECONDS);
  const carried = carry(keys);
  const ring = keys.joinAnonymous();
  keys.link(trial.key, Ring.SESSION);
  for (const each of carried) keys.link(each, Ring.SESSION);
  keys.setMask(trial.key, NEW_KEY_MASK);
  keys.setMask(ring, NEW_RING_MASK);
  // What is started beside the session from now on is not to hold the quota.
  keys.unlink(trial.key, Ring.SESSION);
  return {
    keep(kept) {
      // Gives the quota back at once, which unlinking would not.
      keys.update(trial.key, new Uint8Array(1));
      const made = kept.map(({ description, content, seconds }) => {
        const { key } = addKey(keys, description, content);
        content.fill(0);
        keys.expireIn(key, Math.max(1, Math.ceil(seconds)));
        return key;
      });
      const session = keys.joinAnonymous();
      for (const each of [...made, ...carried]) keys.link(each, Ring.SESSION);
      for (const key of made) keys.setMask(key, KEY_MASK);
      keys.setMask(session, RING_MASK);
    },
  };
}

/** Adds a key to the keyring of this thread, where nothing is changed yet if that is refused, and exec drops it. */
export function addKey(
  keys: KernelKeys,
  description: string,
  content: Uint8Array<ArrayBuffer>,
): { key: number; type: KeyType } {
  try {
    return { key: keys.add("user", description, content, Ring.THREAD), type: "user" };
  } catch (error) {
    if (!(error instanceof KeyRefusal) || error.errno !== KeyErrno.EDQUOT) throw error;
    try {
      return { key: keys.add("big_key", description, content, Ring.THREAD), type: "big_key" };
    } catch {
      throw error; // the kernel has no such keys, or the number of keys is used up
    }
  }
}

/**
 * The keyrings that the session takes along, linked to this thread: the old session keyring, through which programs
 * reach the user's own keys (fscrypt, Kerberos); inside a keyless session, whose keyring cannot be linked, what that one
 * took along.
 */
function carry(keys: KernelKeys): number[] {
  const tried = (key: number) => {
    try {
      keys.link(key, Ring.THREAD);
      return true;
    } catch {
      return false;
    }
  };
  let old: number;
  try {
    old = keys.idOf(Ring.SESSION);
  } catch {
    return [];
  }
  if (tried(old)) return [old];
  try {
    return keys.list(old).filter((key) => !isOfSwr(keys, key) && tried(key));
  } catch {
    return [];
  }
}

/** Whether the key is, or claims to be, a session's: a session holds only its own. */
function isOfSwr(keys: KernelKeys, key: number): boolean {
  try {
    return labelOf(keys.describe(key).text) !== undefined;
  } catch {
    return true;
  }
}

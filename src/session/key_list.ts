// The keyless sessions of this user, as the kernel lists their keys (/proc/keys, proc_keys(5)).
// Rule: a line tells what the description tells, and no secret; only keys of the user that have a session's mask count.

import { labelOf, type SessionKeyLabel } from "../credentials/session_key.ts";
import { KEY_MASK } from "../credentials/keyring.ts";
import type { Libc } from "../os/libc.ts";
import { roughText } from "../text/times.ts";

/** A key of a keyless session. */
export type ListedKey = SessionKeyLabel & {
  readonly key: number;
  /** Whole seconds that are left at least: the kernel rounds down to minutes, hours, days or weeks. */
  readonly secondsLeft: number;
};

const UNIT_SECONDS: Readonly<Record<string, number>> = {
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
};

/** The keys of keyless sessions of this user; undefined if the kernel lists none. */
export async function listedKeys(libc: Libc): Promise<ListedKey[] | undefined> {
  const text = await libc.readText("/proc/keys");
  return text === undefined ? undefined : keysIn(text, libc.userId());
}

/**
 * The keys in the text of /proc/keys. A line: number, flags, uses, time left, mask, user, group, type, description, and
 * the size: `3a188010 I--Q--- 1 59m 0b090000 4001 4001 user swr:1:…: 1192`.
 */
export function keysIn(text: string, user: number): ListedKey[] {
  return text.split("\n").flatMap((line) => {
    const [key, flags = "", _uses, left, mask, uid, _gid, type, description = ""] = line.trim()
      .split(/\s+/);
    if (type !== "user" && type !== "big_key") return [];
    // Revoked, dead or invalidated: it is there until the kernel has cleaned up.
    if (/[RDi]/.test(flags)) return [];
    if (Number(uid) !== user || parseInt(mask!, 16) !== KEY_MASK) return [];
    const label = labelOf(description.replace(/:$/, ""));
    const [, count, unit] = /^(\d+)([smhdw])$/.exec(left!) ?? [];
    if (label === undefined || unit === undefined) return [];
    // The number is of 32 bits with a sign.
    return [{
      ...label,
      key: parseInt(key!, 16) | 0,
      secondsLeft: Number(count) * UNIT_SECONDS[unit]!,
    }];
  });
}

/** How much time is left, as far as the kernel says: `59m left`, `at least 11h left`. */
export function leftText({ secondsLeft }: Pick<ListedKey, "secondsLeft">): string {
  const hours = secondsLeft / UNIT_SECONDS.h!;
  return hours < 1 ? `${roughText(secondsLeft)} left` : `at least ${hours}h left`;
}

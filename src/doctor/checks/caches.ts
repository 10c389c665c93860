// Credentials that AWS's tools and other switchers left in their caches: how many, until when, how to remove them.
// Rule: only times and counts are known here.

import { dayAndTime } from "../../text/times.ts";
import type { CacheEntry } from "./cache_entry.ts";
import { commandOn, type Others } from "./secrets.ts";
import { type Finding, findingsOf } from "../finding.ts";
import { powershellQuoted, quoted } from "../../text/quoting.ts";

/** A folder of a cache that is there. */
export type CacheFact = {
  readonly path: string;
  /** The tool's own command that ends these credentials, if it has one. */
  readonly logout?: string;
  readonly entries: readonly CacheEntry[];
  /** Files that are too large, not to be read, or not JSON. */
  readonly skipped: number;
  /** There are more files than were looked at. */
  readonly cut: boolean;
  /** Why the folder itself could not be read. */
  readonly unreadable?: string;
  /** Who can read the files with credentials, the worst of them. */
  readonly read: Others;
};

const finding = findingsOf("secrets");

/** Findings about the caches, undefined if they could not be looked for; `now` in milliseconds. */
export function checkCaches(
  caches: readonly CacheFact[] | undefined,
  now: number,
  windows: boolean,
): Finding[] {
  if (caches === undefined) return [];
  const found = caches.flatMap((cache) => checkCache(cache, now, windows));
  if (found.length > 0) return found;
  return [finding("no-caches", "ok", "no cache of AWS's tools holds credentials")];
}

function checkCache(cache: CacheFact, now: number, windows: boolean): Finding[] {
  const { path, entries, skipped, cut, unreadable, logout } = cache;
  const place = { place: path, says: ["place"] } as const;
  if (unreadable !== undefined) {
    const message = `cannot read ${path}: ${unreadable}`;
    return [finding("cache-unreadable", "warning", message, ["check it yourself"], place)];
  }
  const remove = commandOn(path, removal(path, windows));
  const live = entries.filter((entry) => isLive(entry, now));
  const found: Finding[] = [];
  if (live.length > 0) {
    found.push(
      finding("cache-live", "warning", liveMessage(live, path, now), [
        ...(logout === undefined ? [] : [`${logout}, or`]),
        ...remove,
      ], place),
    );
    if (cache.read !== "none") found.push(exposed(cache));
  }
  const expired = entries.length - live.length;
  if (expired > 0) {
    const message = `${credentials(expired)} in ${path}, no longer valid`;
    found.push(
      finding("cache-expired", "ok", message, live.length > 0 ? [] : remove, place),
    );
  }
  if (skipped > 0 || cut) {
    const message = cut
      ? `${path} has more files than swr reads`
      : `${skipped} ${skipped === 1 ? "file" : "files"} in ${path} could not be read`;
    found.push(
      finding("cache-unreadable", "warning", message, [
        cut ? "old files can be removed:" : "too large, not JSON, or not readable:",
        ...remove,
      ], place),
    );
  }
  return found;
}

function isLive({ ends, renewableUntil }: CacheEntry, now: number): boolean {
  return ends === undefined || ends > now || (renewableUntil ?? 0) > now;
}

function liveMessage(live: readonly CacheEntry[], path: string, now: number): string {
  const ends = live.flatMap(({ ends }) => ends !== undefined && ends > now ? [ends] : []);
  const last = ends.reduce((latest, each) => Math.max(latest, each), 0);
  const renewable = live.filter(({ renewableUntil }) => (renewableUntil ?? 0) > now).length;
  return [
    `${credentials(live.length)} in ${path}`,
    ...(last > 0 ? [`until ${timeText(last)}`] : []),
    ...(renewable > 0 ? [`${renewable} with a token that renews ${one(renewable)}`] : []),
  ].join(", ");
}

function one(count: number): string {
  return count === 1 ? "it" : "them";
}

/** Local time; a year beyond what Date knows is not shown. */
function timeText(time: number): string {
  return time < 8e15 ? dayAndTime(new Date(time)) : "an odd time";
}

function credentials(count: number): string {
  return count === 1 ? "1 set of credentials" : `${count} sets of credentials`;
}

function exposed({ path, read }: CacheFact): Finding {
  const who = read === "all" ? "every user" : "its group";
  return finding(
    "file-exposed",
    read === "all" ? "problem" : "warning",
    `${who} can read the credentials in ${path}`,
    commandOn(path, `chmod -R go= ${quoted(path)}`),
    { place: path, says: ["place"] },
  );
}

function removal(path: string, windows: boolean): string {
  return windows ? `Remove-Item -Recurse ${powershellQuoted(path)}` : `rm -r ${quoted(path)}`;
}

// The caches in which AWS's tools and other switchers leave credentials.
// Rule: of each file only the times go on, which doctor/checks/cache_entry.ts takes out of it; folders and files are
// read with limits.

import { fileInfo, namesIn } from "../../os/file_info.ts";
import { absolute, below, readSmall } from "../../os/files.ts";
import { type CacheEntry, cacheEntry } from "../checks/cache_entry.ts";
import type { CacheFact } from "../checks/caches.ts";
import type { Others } from "../checks/secrets.ts";
import type { Lookup } from "../../config/origin.ts";
import { othersWho } from "./files.ts";

const MOST_FILES = 1000;
const LARGEST = 256 * 1024;

/** The caches that are there and hold anything; undefined if none was found, and there is no home to look in. */
export function surveyCaches(home: string | undefined, env: Lookup): CacheFact[] | undefined {
  const login = env("AWS_LOGIN_CACHE_DIRECTORY");
  const places: [path: string | undefined, logout?: string][] = [
    [under(home, ".aws/cli/cache")],
    [under(home, ".aws/sso/cache"), "`aws sso logout`"],
    [login ? absolute(login) : under(home, ".aws/login/cache"), "`aws logout`"],
    [under(home, ".aws/boto/cache")],
    [under(home, ".awsume/cache")],
  ];
  const found = places.flatMap(([path, logout]) => {
    const fact = path === undefined ? undefined : surveyCache(path);
    return fact === undefined ? [] : [{ ...fact, ...(logout !== undefined && { logout }) }];
  });
  return found.length === 0 && home === undefined ? undefined : found;
}

function under(home: string | undefined, path: string): string | undefined {
  return home === undefined ? undefined : below(home, path);
}

function surveyCache(path: string): CacheFact | undefined {
  const entries: CacheEntry[] = [];
  let [skipped, seen, read] = [0, 0, "none" as Others];
  try {
    const names = namesIn(path);
    if (names === undefined) return undefined;
    for (const name of names) {
      if (++seen > MOST_FILES) break;
      const found = surveyFile(below(path, name));
      if (found === "skipped") skipped += name.endsWith(".json") ? 1 : 0;
      else if (found !== undefined) {
        entries.push(found.entry);
        if (read !== "all") read = found.read === "none" ? read : found.read;
      }
    }
  } catch (error) {
    const why = error instanceof Error ? error.message.split(/[,(:]/)[0]!.trim() : "";
    return { path, entries, skipped, cut: false, unreadable: why, read };
  }
  return { path, entries, skipped, cut: seen > MOST_FILES, read };
}

/** Undefined for a file that holds no credentials. */
function surveyFile(path: string): { entry: CacheEntry; read: Others } | "skipped" | undefined {
  const info = fileInfo(path);
  if (info?.isDirectory) return undefined;
  const text = readSmall(path, LARGEST);
  if (info === undefined || text === undefined) return "skipped";
  const entry = cacheEntry(text, info.mtime?.getTime() ?? 0);
  if (entry === undefined) return "skipped";
  if (entry === "none") return undefined;
  return { entry, read: info.mode === null ? "none" : othersWho("read", path, info) };
}

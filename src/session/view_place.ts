// Where the session's view of the config lies, told from its path.
// Rule: part of the contract: no other module knows what such a path looks like.

import type { Lookup } from "../config/origin.ts";

/** The path of the view that the environment leads to; undefined if it leads to another file. */
export function viewPath(env: Lookup): string | undefined {
  const path = env("AWS_CONFIG_FILE");
  return path && viewPlace(path) ? path : undefined;
}

/** Where a view lies: in memory, as a descriptor of the session's first process, or in a file of its own
 * in a folder of its own. */
type ViewPlace = { readonly kind: "memory"; readonly pid: number } | {
  readonly kind: "file";
};

/** The place of a view by its path; undefined if no view of swr's has such a path. */
export function viewPlace(path: string): ViewPlace | undefined {
  const pid = /^\/proc\/(\d+)\/fd\/\d+$/.exec(path)?.[1];
  if (pid !== undefined) return { kind: "memory", pid: Number(pid) };
  return IS_FILE.test(path) ? { kind: "file" } : undefined;
}

/** The path of a view in memory: swr becomes the session's program, so its number is the program's. */
export function memoryViewPath(pid: number, descriptor: number): string {
  return `/proc/${pid}/fd/${descriptor}`;
}

/** The folder and the beginning of the name of a view that is a file: `swr/config.Ab12Cd`. */
export const VIEW_FOLDER = "swr";

export const VIEW_FILE = "config";

const IS_FILE = new RegExp(`^/.*/${VIEW_FOLDER}/${VIEW_FILE}\\.[A-Za-z0-9]{6}$`);

/** The name that the kernel shows for a view in memory (memfd_create(2)). */
export const MEMORY_VIEW = "swr-config";

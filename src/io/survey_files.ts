// Who else can read or change AWS's files: modes and owners, with the folders above them.
// Rule: what a closed folder above hides is not readable, whatever its own mode says. Imports core's types.

import type { Access, Others } from "../core/doctor_secrets.ts";

const GROUP = { read: 0o040, write: 0o020, pass: 0o011 } as const;
const ALL = { read: 0o004, write: 0o002, pass: 0o001 } as const;
const STICKY = 0o1000;

/** The files and the folders they lie in, those that are there. */
export function surveyAccess(files: readonly string[], home: string | undefined): Access[] {
  const paths = new Set(files.flatMap((file) => [parentOf(file) ?? file, file]));
  const owner = home === undefined ? undefined : stat(home)?.uid;
  return [...paths].flatMap((path) => {
    const info = stat(path);
    if (info === undefined || info.mode === null) return [];
    // Nobody minds who can write to /dev/null.
    if (!info.isFile && !info.isDirectory) return [];
    const { mode, isDirectory: folder, uid } = info;
    return [{
      path,
      folder,
      read: othersWho("read", path, info),
      // In a sticky folder, such as /tmp, others cannot replace a file.
      write: folder && (mode & STICKY) !== 0 ? "none" : othersWho("write", path, info),
      foreign: owner !== undefined && uid !== null && uid !== owner && uid !== 0,
    }];
  });
}

/** Who besides the owner can read or write what lies there. */
export function othersWho(what: "read" | "write", path: string, info: Deno.FileInfo): Others {
  const above = foldersAbove(path);
  const allows = (bits: typeof GROUP | typeof ALL) =>
    (info.mode! & bits[what]) !== 0 && above.every((mode) => (mode & bits.pass) !== 0);
  if (allows(ALL)) return "all";
  // A group with the number of its user is, by custom, the user's own (useradd(8), USERGROUPS_ENAB).
  return info.gid !== info.uid && allows(GROUP) ? "group" : "none";
}

function foldersAbove(path: string): number[] {
  const modes: number[] = [];
  for (let at = parentOf(path); at !== undefined; at = parentOf(at)) {
    const mode = stat(at)?.mode;
    if (typeof mode === "number") modes.push(mode);
  }
  return modes;
}

function parentOf(path: string): string | undefined {
  const end = path.replace(/\/+$/, "").lastIndexOf("/");
  if (end < 0 || path === "/") return undefined;
  return path.slice(0, end) || "/";
}

function stat(path: string): Deno.FileInfo | undefined {
  try {
    return Deno.statSync(path);
  } catch {
    return undefined;
  }
}

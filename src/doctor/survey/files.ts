// Who else can read or change AWS's files: modes and owners, with the folders above them.
// Rules: what a closed folder above hides is not readable, whatever its own mode says; what is reached by symbolic
// links is looked at where it lies, and so is the folder of each link.

import { type FileInfo, fileInfo, linkText, realPath } from "../../os/file_info.ts";
import type { Access, Others } from "../checks/secrets.ts";

const GROUP = { read: 0o040, write: 0o020, pass: 0o011 } as const;
const ALL = { read: 0o004, write: 0o002, pass: 0o001 } as const;
const STICKY = 0o1000;
/** As many as Linux follows (path_resolution(7)). */
const MOST_LINKS = 40;

/** The files and the folders that decide which file it is, those that are there. */
export function surveyAccess(files: readonly string[], home: string | undefined): Access[] {
  // A folder that several paths lead to is listed once, by the first of them.
  const seen = new Set<string>();
  const paths = files.flatMap((file) => [...foldersOf(file), file]).filter((path) => {
    const real = realPath(path) ?? path;
    return !seen.has(real) && seen.add(real);
  });
  const owner = home === undefined ? undefined : fileInfo(home)?.uid;
  return paths.flatMap((path) => {
    const info = fileInfo(path);
    if (info === undefined || info.mode === null) return [];
    // Everyone may write to /dev/null.
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

/** Who besides the owner can read or write what lies there; `info` is that of the file itself, not of a link to it. */
export function othersWho(what: "read" | "write", path: string, info: FileInfo): Others {
  const above = foldersAbove(realPath(path) ?? path);
  const allows = (bits: typeof GROUP | typeof ALL) =>
    (info.mode! & bits[what]) !== 0 && above.every((mode) => (mode & bits.pass) !== 0);
  if (allows(ALL)) return "all";
  // A group with the number of its user is, by custom, the user's own (useradd(8), USERGROUPS_ENAB).
  return info.gid !== info.uid && allows(GROUP) ? "group" : "none";
}

function foldersAbove(path: string): number[] {
  const modes: number[] = [];
  for (let at = parentOf(path); at !== undefined; at = parentOf(at)) {
    const mode = fileInfo(at)?.mode;
    if (typeof mode === "number") modes.push(mode);
  }
  return modes;
}

/** The folder of the path; and where links lead to it, that of each link and all those that they lead through. */
function foldersOf(path: string): string[] {
  const folders = [parentOf(path)];
  const rest = path.split("/");
  let at = "";
  for (let links = 0; rest.length > 0;) {
    const part = rest.shift()!;
    if (part === "" || part === ".") continue;
    const next = part === ".." ? parentOf(at) ?? "" : `${at}/${part}`;
    const target = links < MOST_LINKS && part !== ".." ? linkText(next) : undefined;
    if (target !== undefined || links > 0) folders.push(at || "/");
    if (target === undefined) at = next === "/" ? "" : next;
    else {
      links++;
      rest.unshift(...target.split("/"));
      if (target.startsWith("/")) at = "";
    }
  }
  return folders.filter((folder) => folder !== undefined);
}

function parentOf(path: string): string | undefined {
  const end = path.replace(/\/+$/, "").lastIndexOf("/");
  if (end < 0 || path === "/") return undefined;
  return path.slice(0, end) || "/";
}

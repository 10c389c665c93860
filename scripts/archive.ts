// Files into a .tar.gz or a .zip whose bytes depend on the files alone.
// Rule: owner 0, the modes and the one time that are given, the order of the list; no name or clock of the machine.
// The compression is done in JavaScript, since zlib's output differs between processors and versions.

import { gzipSync, type Zippable, zipSync } from "fflate";
import { packTar } from "modern-tar";

export type ArchiveFile = {
  /** Below the archive's folder, with `/`. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly executable?: boolean;
};

function mode({ executable }: ArchiveFile): number {
  return executable ? 0o755 : 0o644;
}

/** Every file below `folder`, all at the time given in seconds since 1970. */
export async function tarGz(folder: string, files: readonly ArchiveFile[], epoch: number) {
  const owner = { uid: 0, gid: 0, uname: "root", gname: "root", mtime: new Date(epoch * 1000) };
  const folders = foldersOf(folder, files).map((name) => ({
    header: { ...owner, name: `${name}/`, type: "directory" as const, mode: 0o755, size: 0 },
  }));
  const tar = await packTar([
    ...folders,
    ...files.map((file) => ({
      header: {
        ...owner,
        name: `${folder}/${file.path}`,
        mode: mode(file),
        size: file.bytes.length,
      },
      body: file.bytes,
    })),
  ]);
  return gzipSync(tar, { level: 9, mtime: 0 });
}

/** The same for Windows. A zip has no time zone: it shows the day of the time in UTC, at noon. */
export function zip(folder: string, files: readonly ArchiveFile[], epoch: number) {
  const utc = new Date(epoch * 1000);
  // fflate stores local time. Noon is there on every day in every zone.
  const mtime = new Date(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), 12);
  const entries: Zippable = {};
  for (const file of files) {
    const attrs = (0o100000 | mode(file)) << 16;
    entries[`${folder}/${file.path}`] = [file.bytes, { level: 9, mtime, os: 3, attrs }];
  }
  return zipSync(entries);
}

function foldersOf(folder: string, files: readonly ArchiveFile[]): string[] {
  const found = files.flatMap(({ path }) => {
    const parts = path.split("/").slice(0, -1);
    return parts.map((_, index) => [folder, ...parts.slice(0, index + 1)].join("/"));
  });
  return [folder, ...new Set(found)];
}

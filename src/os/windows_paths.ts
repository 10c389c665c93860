// How Windows names files.
// Rule: a path that says where it begins stays as it is; only the system knows the working directory of another drive.

/** Whether the path names the device that is always empty: NUL, in any case and any folder. */
export function isNul(path: string): boolean {
  return /(?:^|[\\/])nul:?$/i.test(path);
}

/** How Windows names a path from its root: with a drive or a server. Drive-relative ones of another drive stay. */
export function windowsAbsolute(path: string, workingDirectory: string): string {
  if (isNul(path) || /^[\\/]{2}/.test(path) || /^[A-Za-z]:[\\/]/.test(path)) return path;
  const root = /^(?:[A-Za-z]:|[\\/]{2}[^\\/]+[\\/]+[^\\/]+)/.exec(workingDirectory)?.[0] ?? "";
  if (/^[\\/]/.test(path)) return root + path;
  const below = (rest: string) =>
    `${workingDirectory.replace(/[\\/]+$/, "")}\\${rest.replace(/^(?:\.[\\/]+)+/, "")}`;
  const drive = /^[A-Za-z]:/.exec(path)?.[0];
  if (drive === undefined) return below(path);
  // Each drive has a working directory, which only the system knows unless it is the current one.
  return drive.toLowerCase() === root.toLowerCase() ? below(path.slice(2)) : path;
}

/** The path of a `file:` URL on Windows: `file:///C:/a%20b` is `C:\a b`, `file://server/share` is `\\server\share`. */
export function windowsPathOf(url: URL): string {
  const path = decodeURIComponent(url.pathname).replaceAll("/", "\\");
  return url.host === "" ? path.replace(/^\\(?=[A-Za-z]:)/, "") : `\\\\${url.host}${path}`;
}

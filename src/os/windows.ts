// Paths and programs as Windows has them: which files are started by their name, and what makes a path absolute.
// Rule: values in, values out; what is there on the disk is asked elsewhere.

/** What CreateProcess starts by itself, and what cmd.exe runs for it; lower case. */
const STARTABLE = [".com", ".exe", ".bat", ".cmd"] as const;

/** Where a name may lie: each path in the order in which it counts. */
type WindowsSearch = {
  /** Files that can be started. */
  readonly startable: readonly string[];
  /** Files that Windows opens with another program (PATHEXT's `.JS`, …), or without an ending. */
  readonly others: readonly string[];
};

/**
 * The paths at which the command may lie. `pathExt` and `path` are the variables' values; without PATHEXT the four
 * endings that can be started count. A name with a separator or a drive is looked for at that place only.
 */
export function windowsSearch(
  name: string,
  path: string | undefined,
  pathExt: string | undefined,
): WindowsSearch {
  const listed = (pathExt || STARTABLE.join(";")).split(";").map((ending) => ending.trim())
    .filter((ending) => /^\.[^\\/]/.test(ending));
  const endings = [
    // A name that has its ending is complete: `tool.exe` is found before `tool.exe.cmd`.
    ...(isStartable(name) ? [""] : []),
    ...listed,
    ...(isStartable(name) ? [] : [""]),
  ];
  const paths = placesOf(name, path).flatMap((place) => endings.map((ending) => place + ending));
  return {
    startable: paths.filter(isStartable),
    others: paths.filter((each) => !isStartable(each)),
  };
}

function isStartable(path: string): boolean {
  return STARTABLE.some((ending) => path.toLowerCase().endsWith(ending));
}

/** The name in each folder of PATH, whose entries may be quoted; an empty one names no folder on Windows. */
function placesOf(name: string, path: string | undefined): string[] {
  if (/[\\/]|^[A-Za-z]:/.test(name)) return [name];
  return (path ?? "").split(";").map((folder) => folder.replaceAll('"', "").trim())
    .filter((folder) => folder !== "")
    .map((folder) => /[\\/]$/.test(folder) ? folder + name : `${folder}\\${name}`);
}

/** Whether the file is a script that cmd.exe runs, which reads its arguments anew. */
export function isBatchFile(path: string): boolean {
  return /\.(?:cmd|bat)[ .]*$/i.test(path);
}

/**
 * What in an argument a batch file cannot be given: cmd.exe would end the quotes at it, replace it, or cut the line
 * there, and run what follows as a command (CVE-2024-24576). Everything else is safe between double quotes. Undefined
 * if the argument can be passed.
 */
export function unsafeForBatch(argument: string): string | undefined {
  const found = /["%\r\n\0]/.exec(argument)?.[0];
  return found === undefined
    ? undefined
    : { '"': "a double quote", "%": "a percent sign" }[found] ??
      "a line break";
}

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

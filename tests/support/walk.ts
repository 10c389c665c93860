// The files below a folder. Rule: paths are relative to it and use forward slashes.

/** Every file below the folder, sorted. */
export function walk(folder: URL, below = ""): string[] {
  return [...Deno.readDirSync(new URL(`./${below}`, folder))].flatMap((entry) =>
    entry.isDirectory ? walk(folder, `${below}${entry.name}/`) : [`${below}${entry.name}`]
  ).toSorted();
}

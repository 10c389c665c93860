// The command that starts this very program again, as a binary or from source.

import { fileInfo } from "./file_info.ts";
import type { Libc } from "./libc.ts";
import { IS_WINDOWS } from "./process.ts";
import { windowsPathOf } from "./windows.ts";

/** Whether this program is a binary, in which Deno obeys fewer variables than from source. */
export function isCompiled(): boolean {
  return Deno.build.standalone;
}

/** The words that start this very program again, also after an upgrade has put another one in its place. */
export function ownCommand(libc: Libc | undefined): string[] {
  const program = programPath(libc?.startPath());
  if (isCompiled()) return [program];
  const main = pathOf(Deno.mainModule);
  const config = pathOf(new URL("../deno.json", Deno.mainModule).href);
  const flags = [
    "-q",
    "-P=swr",
    "--no-prompt",
    "--cached-only",
    "--node-modules-dir=none",
    "--unstable-lazy-dynamic-imports",
  ];
  return [program, "run", ...flags, "--config", config, main];
}

/**
 * The path of the file that is running: the one by which it was started, if that leads to the same file, since package
 * managers replace the file that it leads to and remove the old one.
 */
function programPath(start: string | undefined): string {
  const resolved = Deno.execPath();
  if (start === undefined) return resolved;
  const path = start.startsWith("/") ? start : `${Deno.cwd()}/${start}`;
  const [here, there] = [fileInfo(resolved), fileInfo(path)];
  return here !== undefined && here.dev === there?.dev && here.ino === there.ino ? path : resolved;
}

function pathOf(url: string): string {
  return IS_WINDOWS ? windowsPathOf(new URL(url)) : decodeURIComponent(new URL(url).pathname);
}

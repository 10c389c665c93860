// The state of the session's view of the config: whether the path it was given still leads to it.
// Rule: asked of the C library, since Deno may not look below /proc.

import { MEMORY_VIEW, viewPlace } from "./view_place.ts";
import { readSmall } from "../os/files.ts";
import type { ViewState } from "./status.ts";
import type { Libc } from "../os/libc.ts";

/** What is under the path of a view; if no library can tell, it is taken for the view. */
export function viewAt(path: string, libc: Libc | undefined): ViewState {
  if (libc === undefined) return "there";
  const place = viewPlace(path);
  const pid = place?.kind === "memory" ? place.pid : undefined;
  if (place?.kind === "file" && libc.mayRead(path)) {
    const program = commandIn(readSmall(path, LARGEST) ?? "");
    return program === undefined || libc.mayExecute(program) ? "there" : "command-gone";
  }
  if (libc.mayRead(path)) {
    // `exec 200>/tmp/lock` in the session's shell puts another file there.
    const target = pid === undefined ? undefined : libc.linkTarget(path);
    return target === undefined || isView(target) ? "there" : "other";
  }
  // If the shell goes on, the descriptor has been closed, or leads to something else by now.
  return pid !== undefined && libc.isRunning(pid) ? "other" : "gone";
}

/** The largest config that is looked through for the command. */
const LARGEST = 16 * 1024 * 1024;

/** The program that the view runs for the session's keys, if its path needs no quotation marks. */
function commandIn(text: string): string | undefined {
  return /^credential_process = (\/[^\s'"]+) .*--session-keys /m.exec(text)?.[1];
}

/** Whether the link of a descriptor leads to a view in memory (proc_pid_fd(5)). */
function isView(target: string): boolean {
  return target.startsWith(`/memfd:${MEMORY_VIEW} `) || target === `/memfd:${MEMORY_VIEW}`;
}

// What has become of the session's view of the config: whether the path it was given still leads to it.
// Rule: asked of the C library, since Deno may not look below /proc.

import type { ViewState } from "./status.ts";
import type { Libc } from "../os/libc.ts";

const IN_MEMORY = /^\/proc\/(\d+)\/fd\/\d+$/;
/** How a link to swr's file in memory reads (memfd_create(2)); libc.ts gives it its name. */
const MEMORY_FILE = /^\/memfd:swr-config( |$)/;

/** What is under the path of a view; where no library tells, it is taken to be the view. */
export function viewAt(path: string, libc: Libc | undefined): ViewState {
  if (libc === undefined) return "there";
  const pid = IN_MEMORY.exec(path)?.[1];
  if (libc.mayRead(path)) {
    // `exec 200>/tmp/lock` in the session's shell puts another file there.
    const target = pid === undefined ? undefined : libc.linkTarget(path);
    return target === undefined || MEMORY_FILE.test(target) ? "there" : "other";
  }
  // Where the shell goes on, it is the descriptor that has been closed, or is something else by now.
  return pid !== undefined && libc.isRunning(Number(pid)) ? "other" : "gone";
}

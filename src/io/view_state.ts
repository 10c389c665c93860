// What has become of the session's view of the config: whether the path it was given still leads to it.
// Rule: asked of the C library, since Deno may not look below /proc. Imports types.

import type { ViewState } from "../core/status.ts";
import type { Libc } from "./libc.ts";

const IN_MEMORY = /^\/proc\/(\d+)\/fd\/\d+$/;

/** What is under the path of a view; where no library tells, it is taken to be the view. */
export function viewAt(path: string, libc: Libc | undefined): ViewState {
  if (libc === undefined || libc.mayRead(path)) return "there";
  // Where the shell goes on, it is the descriptor that has been closed, or is something else by now.
  const pid = IN_MEMORY.exec(path)?.[1];
  return pid !== undefined && libc.isRunning(Number(pid)) ? "other" : "gone";
}

// Ends a program with the processes that it has started.
// Rule: a process group of its own would take the terminal from it, so its descendants are looked up; one that has left
// its parent is not found.

import { IS_WINDOWS } from "./process.ts";

/**
 * Kills a process and its descendants, which the kernel lists (proc_pid_task_children(5)), on macOS pgrep(1). Each is
 * stopped first, so that it starts no more of them meanwhile. By sh, since Deno opens nothing below /proc.
 */
const END_TREE = `tree() {
  kill -STOP "$1"
  for child in $(cat "/proc/$1/task/"*/children || pgrep -P "$1"); do tree "$child"; done
  kill -KILL "$1"
}
tree "$1"`;

/** Kills the process of that number and its descendants. Processes that have ended are passed over. */
export function endTree(pid: number): void {
  const [path, ...args] = IS_WINDOWS
    ? ["taskkill.exe", "/T", "/F", "/PID", String(pid)]
    : ["/bin/sh", "-c", END_TREE, "sh", String(pid)];
  try {
    new Deno.Command(path!, {
      args,
      ...(!IS_WINDOWS && { clearEnv: true, env: { PATH: "/usr/bin:/bin" } }),
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync();
  } catch {
    // The process itself is killed by its parent.
  }
}

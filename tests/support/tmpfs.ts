// A folder in memory that is this user's own, as $XDG_RUNTIME_DIR is on a desktop.
// Rule: a machine without one, and without the right to mount one, skips with that reason.

import { skipped } from "./programs.ts";

/** How such a folder is had here: a mount by root, or the real XDG_RUNTIME_DIR. */
type Way = "mount" | "own" | undefined;

const way: Way = await findWay();

async function findWay(): Promise<Way> {
  if (Deno.build.os !== "linux") return undefined;
  const folder = await Deno.makeTempDir({ prefix: "swr-tmpfs-" });
  try {
    if (Deno.uid() === 0 && await succeeds("mount", "-t", "tmpfs", "none", folder)) {
      await succeeds("umount", folder);
      return "mount";
    }
  } finally {
    await Deno.remove(folder);
  }
  const own = Deno.env.get("XDG_RUNTIME_DIR");
  return own && await succeeds("sh", "-c", `test "$(stat -f -c %T "$1")" = tmpfs`, "sh", own)
    ? "own"
    : undefined;
}

async function succeeds(program: string, ...args: string[]): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(program, { args, stderr: "null", stdout: "null" })
      .output();
    return success;
  } catch {
    return false;
  }
}

/** `ignore`, and a name that gives the reason, for a test that needs such a folder. */
export function needsTmpfs(name: string): { name: string; ignore: boolean } {
  const reason = way === undefined ? "no folder of its own in memory can be had" : undefined;
  return skipped(name, reason);
}

/** The folder, of mode 0700; `await using` removes it. `size` in the kernel's words, such as 64k (a mount only). */
export async function tmpfsFolder(
  size = "4m",
): Promise<{ path: string; isMount: boolean } & AsyncDisposable> {
  const parent = way === "own" ? Deno.env.get("XDG_RUNTIME_DIR")! : undefined;
  const path = await Deno.makeTempDir({
    prefix: "swr-tmpfs-",
    ...(parent !== undefined && { dir: parent }),
  });
  const isMount = way === "mount";
  if (isMount) await succeeds("mount", "-t", "tmpfs", "-o", `mode=0700,size=${size}`, "none", path);
  return {
    path,
    isMount,
    async [Symbol.asyncDispose]() {
      if (isMount) await succeeds("umount", "-l", path);
      await Deno.remove(path, { recursive: true });
    },
  };
}

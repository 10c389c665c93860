// Whether strace(1) is available: it counts the system calls of a program, and makes some of them fail.
// Rule: optional; a test that needs it is skipped with the reason if it is not.

import { has } from "./programs.ts";

/** Why system calls cannot be traced here; undefined where they can. */
export async function withoutTrace(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "strace is Linux's";
  if (!has("strace")) return "strace is not on this machine";
  const { success } = await new Deno.Command("strace", {
    args: ["-f", "-o", "/dev/null", "true"],
    stderr: "null",
  }).output();
  return success ? undefined : "strace may not trace here";
}

/**
 * Why nothing of swr can be looked at from outside; undefined if it can. swr is not dumpable, so that another program
 * of the same user reads neither its descriptors nor, in a trace, the paths that it opens.
 */
export async function withoutSight(): Promise<string | undefined> {
  return Deno.build.os === "linux" && Deno.uid() !== 0
    ? "root alone can look into swr"
    : await withoutTrace();
}

/** Whether strace can make a system call fail here. */
export async function canInject(): Promise<boolean> {
  if (Deno.build.os !== "linux") return false;
  try {
    const { success } = await new Deno.Command("strace", {
      args: ["-f", "-o", "/dev/null", "-e", "inject=memfd_create:error=ENOSYS", "true"],
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

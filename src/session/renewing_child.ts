// A renewal in a process of its own, for a command that goes on after it: a renewal gives up all permissions.
// Rule: what the process prints is not used; the new key is in the keyring then.

import { childOutput } from "../os/child_output.ts";
import { environmentText } from "../os/exec.ts";
import type { Libc } from "../os/libc.ts";
import { ownCommand } from "../os/own_program.ts";

const LIMITS = { bytes: 1024 * 1024, milliseconds: 60_000 };

/** Renews the session; that process reports what goes wrong, and it shows when the key is read again. */
export async function renewInChild(profile: string, libc: Libc): Promise<void> {
  const [program = "", ...words] = ownCommand(libc);
  await childOutput(program, {
    args: [...words, "--session-keys", "--", profile],
    env: environmentText(libc.environment()),
    stdin: "null",
    stderr: "inherit",
  }, LIMITS);
}

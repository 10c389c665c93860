// Whether this machine lets programs keep keys in the kernel, and the words that make one call of it.
// Rule: what the kernel or a container refuses is a reason to skip, and the test's name says it.

import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { skipped } from "./programs.ts";

const SCRIPT = fileURLToPath(new URL("keyctl.ts", import.meta.url));

/** The words that run keyctl.ts; its operation and arguments follow. */
export const KEYCTL: readonly string[] = [
  Deno.execPath(),
  "run",
  "-q",
  "--no-check",
  "--no-config",
  "--no-lock",
  "--allow-ffi",
  "--allow-read",
  SCRIPT,
];

/** What one call prints, made by a process of its own. */
export async function keyctl(
  args: readonly string[],
  words: readonly string[] = [],
): Promise<string> {
  const [command = "", ...rest] = [...words, ...KEYCTL, ...args];
  const { stdout } = await new Deno.Command(command, { args: rest, stderr: "null" }).output();
  return new TextDecoder().decode(stdout).trim();
}

/**
 * Waits for the turn of this test: --end-sessions ends the sessions of every test of this user, so that a test which
 * calls it is alone with its keyless sessions.
 */
export async function keyringTurn(
  how: "alone" | "beside others" = "beside others",
): Promise<Disposable> {
  const file = await Deno.open(`${tmpdir()}/swr-test-keyrings-${Deno.uid()}`, {
    create: true,
    read: true,
    write: true,
  });
  await file.lock(how === "alone");
  return file;
}

const reason = await whyNot();

async function whyNot(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "keyrings are of Linux";
  const outcome = await keyctl(["add", "swr-test", "x", "-1"]);
  return Number(outcome) > 0
    ? undefined
    : `the kernel or the container refuses keys here: ${outcome}`;
}

/** `ignore`, and a name that gives the reason, for a test that needs the kernel's keyrings. */
export function needsKeyrings(name: string, more?: string): { name: string; ignore: boolean } {
  return skipped(name, reason ?? more);
}

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

/**
 * Whether this user has keyless sessions open that are not a test's: a test that ends sessions would end them, so it is
 * skipped by a step that says so. Called in a turn of its own, when every other test's session is over.
 */
export async function hasOwnSessions(t: Deno.TestContext): Promise<boolean> {
  // The kernel takes a session's key away some 80 ms after its last process.
  for (let times = 0; times < 30; times++) {
    if (!sessionKeys().some((uid) => uid === Deno.uid())) return false;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const name = "skipped: keyless sessions of this user are open, and the test would end them";
  return await t.step({ name, ignore: true, fn() {} }) || true;
}

/** The owners of the session keys that the kernel lists (proc_keys(5)). */
function sessionKeys(): number[] {
  const lines = Deno.readTextFileSync("/proc/keys").split("\n");
  return lines.filter((line) => / swr:1:/.test(line)).map((line) =>
    Number(line.trim().split(/\s+/)[5])
  );
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

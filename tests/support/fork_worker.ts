// One of several workers of fork_test.ts: starts programs, each of which lists its descriptors, with a terminal and
// without, and answers with how many lists had another terminal's master in them. Imports the harness only.
import { runWithoutTerminal } from "./program.ts";
import { openTerminal } from "./pty.ts";

const LIST = ["/bin/ls", "-l", "/proc/self/fd"] as const;

async function leaks(rounds: number): Promise<number> {
  const env = { PATH: "/usr/bin:/bin" };
  let found = 0;
  for (let i = 0; i < rounds; i++) {
    await using terminal = openTerminal({ command: LIST[0], args: LIST.slice(1), env });
    const { stdout } = await runWithoutTerminal(LIST, { env });
    await terminal.end();
    for (const list of [terminal.output, stdout]) if (/ptmx/.test(list)) found++;
  }
  return found;
}

addEventListener("message", async ({ data }) => postMessage(await leaks(data)));

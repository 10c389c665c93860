// An interactive zsh, bash or fish with a start-up file of the test's own and `swr` on its PATH, before which a test
// sits: type, press Tab, read the screen. Rule: nothing of the developer's own set-up is read. May import the pty,
// the sandbox and how swr is started.

import { programPath } from "./programs.ts";
import { openTerminal, type Terminal } from "./pty.ts";
import { shellWords, swrCommand } from "./program.ts";
import type { Sandbox } from "./sandbox.ts";

export const SHELLS = ["zsh", "bash", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The line of the start-up file. */
export const EVAL: Readonly<Record<Shell, string>> = {
  zsh: 'eval "$(swr --init zsh)"',
  bash: 'eval "$(swr --init bash)"',
  fish: "swr --init fish | source",
};

/** A prompt of the user's own that ends in `> ` and shows the status of the last command. */
export const PLAIN: Readonly<Record<Shell, string>> = {
  zsh: "PROMPT='own:%?> '",
  bash: "PS1='own:$?> '",
  fish: "function fish_prompt; echo -n own:(string join '|' $pipestatus)'> '; end",
};

const START: Readonly<Record<Shell, readonly string[]>> = {
  zsh: ["-i"],
  bash: ["--noprofile", "-i"],
  fish: ["-i"],
};

/** The file that bash-completion is read from; undefined where it is not on this machine. */
export function bashCompletion(): string | undefined {
  return [
    "/usr/share/bash-completion/bash_completion",
    "/opt/homebrew/share/bash-completion/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
  ].find(exists);
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Starts the shell with that start-up file; the first prompt (`> `) is there when it returns. */
export async function openShell(
  shell: Shell,
  box: Sandbox,
  { startup, env = {} }: { startup: string; env?: Record<string, string> },
): Promise<Terminal> {
  await box.writeScript("swr", `#!/bin/sh\nexec ${shellWords(swrCommand())} "$@"\n`);
  const files = { zsh: "home/.zshrc", bash: "home/.bashrc", fish: "home/.config/fish/config.fish" };
  const quiet = shell === "fish"
    ? "set -g fish_greeting\nset -g fish_autosuggestion_enabled 0\n"
    : "";
  await box.write(files[shell], `${quiet}${startup}\n`);
  const terminal = openTerminal({
    command: programPath(shell)!,
    args: START[shell],
    cwd: box.home,
    cols: 120,
    env: { ...box.env, ...env },
  });
  await terminal.waitFor("> ");
  return terminal;
}

/**
 * What the shell makes of a line after Tab: its words as the shell itself takes them apart, quoting undone. The line
 * is completed, and `printf` put before it.
 */
export async function completedWords(terminal: Terminal, typed: string): Promise<string[]> {
  terminal.write(`${typed}\t`);
  terminal.write("\x01printf '[%s]' begin \x05 end\r");
  const { groups } = await terminal.waitFor(/\[begin\]((?:\[[^\]]*\])*)\[end\]/);
  return [...groups[0]!.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1]!);
}

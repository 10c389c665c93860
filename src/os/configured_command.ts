// A command that is written in AWS's files or an option, run by the system's shell.
// Rule: its standard input is the terminal or empty, never swr's own: what waits there belongs to the session's
// command.

import { IS_WINDOWS } from "./process.ts";
import { variable } from "./variable.ts";

/** Reads from the controlling terminal, or from /dev/null without one; then the command is the whole of sh's script. */
const FROM_TERMINAL = 'if (: </dev/tty) 2>/dev/null; then exec </dev/tty; fi\neval "$1"';

/** How the shell is started for a command. */
type ShellStart = {
  readonly path: string;
  readonly args: string[];
  /** The arguments are a command line already, which gets no further quotes (Windows). */
  readonly windowsRawArguments?: boolean;
};

/** How the shell is started for the command: with standard input from /dev/null, which sh replaces by the terminal. */
export function shellFor(command: string): ShellStart {
  return IS_WINDOWS
    ? {
      path: variable("COMSPEC") || "cmd.exe",
      // With /s cmd takes the first and the last quote away, and leaves those in between as they are (`cmd /?`).
      args: ["/d", "/s", "/c", `"${command}"`],
      windowsRawArguments: true,
    }
    : { path: "/bin/sh", args: ["-c", FROM_TERMINAL, "sh", command] };
}

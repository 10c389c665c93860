// Which story the arguments ask for: a switch (switch.ts), or one of the modes, each in a file of its own.
// Rule: nothing is decided here but which. Imports core and io.

import { parseArguments } from "../core/flags.ts";
import { helpPage, usagePage } from "../core/help.ts";
import { sessionKeys } from "../core/session_keys.ts";
import { type System, variable } from "../io/system.ts";
import { print } from "../io/terminal.ts";
import { list, pickProfile } from "./list.ts";
import { status } from "./status.ts";
import { switchTo } from "./switch.ts";

/** Does what the arguments say; returns the exit status where this process does not become another. */
export async function run(system: System): Promise<number> {
  const line = parseArguments(system.args);
  switch (line.mode) {
    case "usage":
      return shown(usagePage());
    case "help":
      return shown(helpPage());
    case "version":
      return shown(`swr ${system.version}\n`);
    case "status":
      return status(line, system.libc);
    case "list":
      return list(line.flags.has("json"));
  }
  const profile = line.profile ?? await pickProfile(system.libc);
  if (line.mode === "session-keys") {
    return shown(`${sessionKeys(profile, variable, Date.now())}\n`);
  }
  return await switchTo(profile, line, system);
}

function shown(text: string): number {
  print(text);
  return 0;
}

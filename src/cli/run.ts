// Which story the arguments ask for: a switch (switch.ts), or one of the modes, each in a file of its own.
// Rule: nothing is decided here but which; a story is loaded when it is the one, so that `--status` does not wait for
// the modules of a switch. Imports core, io and its siblings.

import { parseArguments } from "../core/flags.ts";
import type { System } from "../io/system.ts";
import { print } from "../io/terminal.ts";

/** Does what the arguments say; returns the exit status where this process does not become another. */
export async function run(system: System): Promise<number> {
  const line = parseArguments(system.args);
  switch (line.mode) {
    case "usage":
      return shown((await import("../core/help.ts")).usagePage());
    case "help":
      return shown((await import("../core/help.ts")).helpPage());
    case "version":
      return shown(versionPage(system));
    case "status":
      return (await import("./status.ts")).status(line, await system.libc());
    case "doctor":
      return await (await import("./doctor.ts")).doctor(line, system);
    case "list":
      return (await import("./list.ts")).list(line);
    case "init":
      return (await import("./init.ts")).init(line);
  }
  const profile = line.profile ??
    await (await import("./pick.ts")).pickProfile(line, await system.libc());
  if (line.mode === "session-keys") {
    return (await import("./session_keys.ts")).printSessionKeys(profile, line);
  }
  if (line.mode === "switch-url") {
    return (await import("./switch_url.ts")).switchUrl(profile, line.flags.has("quiet"));
  }
  const [{ switchTo }, libc] = await Promise.all([import("./switch.ts"), system.libc()]);
  return await switchTo(profile, line, libc);
}

/** The version on a line of its own, for scripts; below it what a report of a fault needs. */
function versionPage({ version, commit }: System): string {
  return `swr ${version}\n${commit}, Deno ${Deno.version.deno}, ${Deno.build.target}\n`;
}

function shown(text: string): number {
  print(text);
  return 0;
}

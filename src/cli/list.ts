// --list: every profile, and what is wrong with it.
// Rule: data goes to stdout; on a terminal a word on what the files hold beside it goes to stderr.

import { fileAccess } from "../os/files.ts";
import type { CommandLine } from "../options/parse.ts";
import { listingPage, listingTable, listProfiles } from "../role/listing.ts";
import { jsonText } from "../text/visible.ts";
import { loadFiles } from "../config/load.ts";
import { print, say, stdoutPaint } from "../terminal/terminal.ts";

/** Prints the profiles: aligned for a person, tab-separated in a pipe, or as JSON. */
export function list({ flags }: CommandLine): number {
  const { configuration } = loadFiles(fileAccess());
  const entries = listProfiles(configuration);
  if (flags.has("json")) {
    print(jsonText(entries));
  } else if (!Deno.stdout.isTerminal()) {
    print(listingTable(entries));
  } else {
    print(listingPage(entries, stdoutPaint()));
    const unread = configuration.problems.filter(({ severity, about }) =>
      severity === "error" || (severity === "warning" && about !== "name")
    ).length;
    // A profile may be missing from the list because of one.
    if (unread > 0 && !flags.has("quiet")) {
      say(`${unread} line${unread === 1 ? "" : "s"} of the files cannot be read or are ignored`, [
        "`swr --doctor` shows them",
      ]);
    }
  }
  return 0;
}

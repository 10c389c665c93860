// --list: every profile, and what is wrong with it.
// Rule: data goes to stdout; on a terminal, what keeps a profile out of the list is said on stderr.

import { fileAccess } from "../os/files.ts";
import type { ListRequest } from "../options/request.ts";
import { listProfiles } from "../role/listing.ts";
import { listingPage, listingTable } from "../role/listing_page.ts";
import { jsonText } from "../text/visible.ts";
import { variable } from "../os/variable.ts";
import { filesBefore } from "../session/contract.ts";
import { loadFiles } from "../config/load.ts";
import { isTerminal, terminalSize } from "../os/streams.ts";
import { print, say, stdoutPaint } from "../terminal/messages.ts";

/** Prints the profiles: aligned for a person, tab-separated in a pipe, or as JSON. */
export function list({ json, quiet }: ListRequest): number {
  const { configuration, paths } = loadFiles(fileAccess(), filesBefore(variable));
  const entries = listProfiles(configuration);
  if (json) {
    print(jsonText(entries));
  } else if (!isTerminal("stdout")) {
    print(listingTable(entries));
  } else if (entries.length === 0) {
    say(`there is no profile in ${paths.config ?? "~/.aws/config"}`, [
      "`swr --doctor` shows an example",
    ]);
  } else {
    print(listingPage(entries, stdoutPaint(), terminalSize().columns));
    const unread = configuration.problems.filter(({ severity, about }) =>
      severity === "error" || (severity === "warning" && about !== "name")
    ).length;
    // A profile may be missing from the list because of one.
    if (unread > 0 && !quiet) {
      say(`${unread} line${unread === 1 ? "" : "s"} of the files cannot be read or are ignored`, [
        "`swr --doctor` shows them",
      ]);
    }
  }
  return 0;
}

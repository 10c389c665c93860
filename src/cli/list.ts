// --list: every profile; and the picker, when swr is called with nothing else.
// Rule: data goes to stdout, the picker to the terminal. Imports core and io.

import { SwrError } from "../core/errors.ts";
import { type Entry, listingPage, listingTable, listProfiles } from "../core/listing.ts";
import { visible } from "../core/visible.ts";
import type { Libc } from "../io/libc.ts";
import { pick } from "../io/picking.ts";
import { loadFiles } from "../io/system.ts";
import { print, say, stdoutPaint, terminalPaint } from "../io/terminal.ts";

/** Prints the profiles: aligned for a person, tab-separated in a pipe, or as JSON. */
export function list(json: boolean): number {
  const { configuration } = loadFiles();
  const entries = listProfiles(configuration);
  if (json) {
    print(`${JSON.stringify(entries, null, 2)}\n`);
  } else if (!Deno.stdout.isTerminal()) {
    print(listingTable(entries));
  } else {
    print(listingPage(entries, stdoutPaint()));
    const unread = configuration.problems.filter(({ severity, about }) =>
      severity === "error" || (severity === "warning" && about !== "name")
    ).length;
    // A profile may be missing from the list because of one.
    if (unread > 0) {
      say(`${unread} line${unread === 1 ? "" : "s"} of the files cannot be read or are ignored`, [
        "`swr --doctor` shows them",
      ]);
    }
  }
  return 0;
}

/** The profile chosen on the terminal. SwrError "usage" where nobody can choose, "canceled" where nobody did. */
export async function pickProfile(libc: Libc | undefined): Promise<string> {
  if (libc === undefined || !Deno.stdin.isTerminal()) throw noProfile();
  const roles = listProfiles(loadFiles().configuration).filter(({ kind }) => kind === "role");
  if (roles.length === 0) throw noProfile("there is no profile with a role_arn to choose from");
  const name = await pick(roles.map(choiceOf), libc, terminalPaint());
  if (name === undefined) throw new SwrError("canceled", "");
  return name;
}

function choiceOf(entry: Entry) {
  const columns = [
    entry.name,
    entry.account ?? "",
    entry.role ?? "",
    entry.region ?? "",
    entry.problem ? "!" : "",
  ];
  return {
    name: entry.name,
    columns: columns.map(visible),
    ...(entry.problem !== undefined && { problem: visible(entry.problem) }),
  };
}

function noProfile(message = "no profile is given"): SwrError {
  return new SwrError("usage", message, [
    "usage: swr [OPTIONS] PROFILE [COMMAND [ARG…]]; to choose from a list, stdin has to be a terminal",
    "`swr --list` shows the profiles, `swr --help` the options",
  ]);
}

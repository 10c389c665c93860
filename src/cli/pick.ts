// The picker: which profile is meant, if swr is called without one.
// Rule: it is drawn on the terminal, never on stdout; an error that every profile would end in comes before one is
// chosen.

import { fileAccess } from "../os/files.ts";
import { SwrError } from "../text/errors.ts";
import type { Request, SwitchRequest } from "../options/request.ts";
import { environmentSource } from "../role/source.ts";
import { type Entry, isOpenable, listProfiles } from "../role/listing.ts";
import { refuseNarrowed, refuseSession } from "../session/nested.ts";
import { visible } from "../text/visible.ts";
import type { Libc } from "../os/libc.ts";
import { pick } from "../terminal/picker_screen.ts";
import { filesBefore, userSessionIn } from "../session/contract.ts";
import type { Configuration } from "../config/configuration.ts";
import { ownerOfDevice } from "../role/user_arn.ts";
import { onlyDevice } from "../role/user_device.ts";
import type { Choice } from "../terminal/picker.ts";
import { loadFiles } from "../config/load.ts";
import { terminalPaint } from "../terminal/messages.ts";
import { isTerminal } from "../os/streams.ts";
import { variable } from "../os/variable.ts";
import { refuseSecretOnTerminal } from "./terminal_guard.ts";

/** The commands whose profile can be chosen. */
type Chosen = Extract<Request, { readonly profile?: string }>;

/** The row of the user's own session; no profile in the list has the name of an option. */
const USER = "--user";

/**
 * The profile chosen on the terminal. SwrError "usage" if there is no terminal to choose on, "canceled" if the user
 * leaves without a choice.
 */
export async function pickProfile(request: Chosen, libc: Libc | undefined): Promise<string> {
  return await choose(request, libc, () => []);
}

/** The same for a switch; undefined for the user's own session, which is the first row if it can be opened. */
export async function pickTarget(
  request: SwitchRequest,
  libc: Libc | undefined,
): Promise<string | undefined> {
  const name = await choose(request, libc, userRow);
  return name === USER ? undefined : name;
}

/** The row of the user's own session: if there are long-lived keys and one MFA device for it. */
function userRow(configuration: Configuration) {
  if (environmentSource(variable, userSessionIn(variable))?.source.gives !== "long-term") return [];
  try {
    const device = onlyDevice(configuration);
    if (device === undefined || configuration.profiles.has(USER)) return [];
    const account = ownerOfDevice(device.value)?.account ?? "";
    return [{ name: USER, columns: [USER, account, "your own user, 12 h", "", ""].map(visible) }];
  } catch {
    // Several devices: --user reports them.
    return [];
  }
}

async function choose(
  request: Chosen,
  libc: Libc | undefined,
  first: (configuration: Configuration) => readonly Choice[],
): Promise<string> {
  if (!isTerminal("stdin")) {
    throw noProfile("no profile given", "; choosing from a list needs a terminal on stdin");
  }
  if (libc === undefined) {
    throw noProfile("no profile given, and swr cannot show a list on this system");
  }
  if (variable("TERM") === "dumb") {
    throw noProfile("no profile given, and a dumb terminal (TERM=dumb) cannot show a list");
  }
  if ("force" in request) refuseSecretOnTerminal(request);
  if ("role" in request) {
    refuseNarrowed("PROFILE", variable);
    const source = environmentSource(variable, userSessionIn(variable))?.source;
    refuseSession(undefined, source, request, variable, Date.now());
  }
  const { configuration, paths } = loadFiles(fileAccess(libc), filesBefore(variable));
  const entries = listProfiles(configuration);
  const openable = entries.filter((entry) =>
    entry.kind === "role" || ("role" in request && isOpenable(entry))
  );
  if (openable.length === 0) throw nothingToPick(entries, paths.config);
  const choices = [...first(configuration), ...openable.map(choiceOf)];
  const name = await pick(choices, libc, terminalPaint());
  if (name === undefined) throw new SwrError("canceled", "");
  return name;
}

/** Why no profile can be chosen: there is none, or none is a role. */
function nothingToPick(entries: readonly Entry[], path = "~/.aws/config"): SwrError {
  const rule = "swr assumes roles: a profile with role_arn = arn:aws:iam::ACCOUNT:role/NAME";
  if (entries.length === 0) {
    return new SwrError("no-roles", `there is no profile in ${path}`, [
      rule,
      "`swr --doctor` shows an example",
    ]);
  }
  return new SwrError("no-roles", "no profile has a role_arn", [
    "add role_arn = arn:aws:iam::ACCOUNT:role/NAME to one",
    "`swr --list` shows what each profile is",
  ]);
}

/** What the list shows in place of the role if a profile names none. */
const WITHOUT_ROLE: Readonly<Partial<Record<Entry["kind"], string>>> = {
  user: "user session",
  login: "aws login",
  "credential-process": "credential_process",
};

function choiceOf(entry: Entry) {
  const told = entry.problem ?? entry.warning;
  const columns = [
    entry.name,
    entry.account ?? "",
    entry.role ?? WITHOUT_ROLE[entry.kind] ?? "",
    entry.region ?? "",
    told ? "!" : "",
  ];
  return {
    name: entry.name,
    columns: columns.map(visible),
    ...(told !== undefined && { problem: visible(told) }),
  };
}

function noProfile(message: string, more = ""): SwrError {
  return new SwrError("no-profile", message, [
    `usage: swr [OPTIONS] PROFILE [COMMAND [ARG…]]${more}`,
    "`swr --list` shows the profiles, `swr --help` the options",
  ]);
}

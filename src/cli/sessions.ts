// --sessions and --end-sessions: the keyless sessions of this user, as the kernel knows them.
// Rule: what the kernel shows of a key tells no secret; ending takes the key away from everyone, at once.

import type { EndSessionsRequest, SessionsRequest } from "../options/request.ts";
import { heldKey } from "../credentials/keyring.ts";
import { type KernelKeys, KeyRefusal } from "../os/libc_keys.ts";
import type { Libc } from "../os/libc.ts";
import { isTerminal, terminalSize } from "../os/streams.ts";
import { variable } from "../os/variable.ts";
import { currentSession } from "../session/contract.ts";
import { leftText, type ListedKey, listedKeys } from "../session/key_list.ts";
import { print, say, stdoutPaint } from "../terminal/messages.ts";
import { aligned } from "../text/columns.ts";
import { SwrError } from "../text/errors.ts";
import { jsonText, visible } from "../text/visible.ts";

/** A session with whether this process is in it. */
type Listed = ListedKey & { readonly renews: boolean; readonly here: boolean };

/** Prints them, in the order in which they end. */
export async function listSessions(
  { json }: SessionsRequest,
  libc: Libc | undefined,
): Promise<number> {
  const { keys, listed } = await keylessSessions(libc);
  const own = heldKey(keys, libc!.userId());
  const here = [own.renewal?.key, own.state === "held" ? own.key : undefined];
  // A session that renews itself has two keys, and lasts as long as the user session that renews
  // it.
  const sessions: Listed[] = listed.filter(({ kind }) => kind !== "renewed-role").map((each) => ({
    ...each,
    kind: each.kind === "user-session" ? each.kind : "role-session" as const,
    renews: each.kind === "renewal",
    here: here.includes(each.key),
  })).toSorted((a, b) => a.secondsLeft - b.secondsLeft);
  if (json) {
    print(jsonText(sessions.map(({ key: _, ...session }) => session)));
    return 0;
  }
  if (isTerminal("stdout")) print(page(sessions));
  else print(sessions.map((each) => `${fields(each).join("\t")}\n`).join(""));
  return 0;
}

const HEADINGS = ["PROFILE", "KIND", "ACCOUNT", "TIME", ""];

function page(sessions: readonly Listed[]): string {
  if (sessions.length === 0) return "no keyless session\n";
  const rows = sessions.map(({ profile, kind, account, secondsLeft, renews, here }) => [
    visible(profile),
    kind.replace("-", " "),
    account,
    `${leftText({ secondsLeft })}${renews ? ", renews itself" : ""}`,
    here ? "you are here" : "",
  ]);
  const [heading, ...lines] = aligned([HEADINGS, ...rows], terminalSize().columns);
  return `${stdoutPaint().bold(heading!)}\n${lines.map((line) => `${line}\n`).join("")}`;
}

function fields({ profile, kind, account, secondsLeft, renews, here }: Listed): string[] {
  const marks = [...(renews ? ["renews"] : []), ...(here ? ["here"] : [])];
  return [visible(profile), kind, account, String(secondsLeft), marks.join(" ")];
}

/** Ends them, and says how many there were. */
export async function endSessions(
  { quiet }: EndSessionsRequest,
  libc: Libc | undefined,
): Promise<number> {
  const { keys, listed } = await keylessSessions(libc);
  const isSession = ({ kind }: ListedKey) => kind !== "renewed-role";
  const ended = listed.filter(({ key }) => end(keys, key)).filter(isSession).length;
  const left = listed.filter(isSession).length - ended;
  if (!quiet) {
    say(
      ended === 0 ? "no keyless session was open" : `${counted(ended)} ended`,
      ended === 0 ? [] : [
        "programs that hold their keys can use them until they expire: AWS cannot take them back",
        ...(currentSession(variable)?.keyless
          ? ["the session that you are in is among them: leave it with exit"]
          : []),
      ],
    );
  }
  if (left === 0) return 0;
  throw new SwrError("sessions-not-ended", `${counted(left)} could not be ended`);
}

/** False if the key cannot be ended; one that is gone meanwhile has ended. */
function end(keys: KernelKeys, key: number): boolean {
  try {
    keys.invalidate(key);
    return true;
  } catch (error) {
    if (!(error instanceof KeyRefusal)) throw error;
    return error.isGone;
  }
}

function counted(count: number): string {
  return count === 1 ? "1 keyless session" : `${count} keyless sessions`;
}

async function keylessSessions(
  libc: Libc | undefined,
): Promise<{ keys: KernelKeys; listed: ListedKey[] }> {
  const keys = await libc?.keys();
  const listed = keys && await listedKeys(libc!);
  if (keys !== undefined && listed !== undefined) return { keys, listed };
  throw new SwrError("keyless-not-possible", "this system has no keyless sessions", [
    "they need the keyrings of Linux, on x86_64 or aarch64 (/proc/keys)",
  ]);
}

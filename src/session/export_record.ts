// What --export has changed in a shell, and how --undo takes it back: a part of the contract.
// Rule: the record holds paths, profiles and regions, never a key; it says whether there were keys.

import type { Lookup } from "../config/origin.ts";
import { currentSession, OWN } from "./contract.ts";
import type { EnvironmentChange } from "./environment.ts";

/** What --undo puts back. */
const PUT_BACK = [
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
] as const;

/** What the record is if nothing was set, so that it is not empty. */
const NOTHING = "1";
const HAD_KEYS = "keys";

/**
 * The record of what is set before an export: `NAME=VALUE` and `keys`, encoded and separated by blanks. What an
 * export before has recorded stays. Undefined if the export renews a session of `profile` that swr has opened, which
 * ends with its shell.
 */
export function recordOf(env: Lookup, profile: string): string | undefined {
  const session = currentSession(env);
  if (session?.exported) return env(OWN.exported);
  if (session?.profile === profile) return undefined;
  const entries = PUT_BACK.flatMap((name) => {
    const value = before(name, env, session !== undefined);
    return value ? [`${name}=${encoded(value)}`] : [];
  });
  if (session === undefined && env("AWS_ACCESS_KEY_ID")) entries.push(HAD_KEYS);
  return entries.length === 0 ? NOTHING : entries.join(" ");
}

/** The value outside the session one is in: of its files the session knows it, of the profile nothing does. */
function before(name: string, env: Lookup, isInside: boolean): string | undefined {
  if (!isInside) return env(name);
  switch (name) {
    case "AWS_CONFIG_FILE":
      return env(OWN.configFile) ?? env(name);
    case "AWS_PROFILE":
    case "AWS_DEFAULT_PROFILE":
      return undefined;
    default:
      return env(name);
  }
}

/** What --undo changes, and whether there were keys before the export, which it cannot put back. */
type Undoing = { readonly change: EnvironmentChange; readonly hadKeys: boolean };

/** How the export of this environment is taken back; undefined if there is none. */
export function undoing(env: Lookup): Undoing | undefined {
  const session = currentSession(env);
  if (!session?.exported) return undefined;
  const words = (env(OWN.exported) ?? "").split(" ");
  const recorded = new Map(words.flatMap((word) => {
    const at = word.indexOf("=");
    const name = PUT_BACK.find((each) => each === word.slice(0, at));
    return name === undefined ? [] : [[name, decoded(word.slice(at + 1))] as const];
  }));
  const set = new Map<string, string | null>();
  const unset: string[] = [];
  for (const name of PUT_BACK) {
    const value = recorded.get(name);
    if (value === env(name)) continue;
    if (value !== undefined) set.set(name, value);
    else unset.push(name);
  }
  // Keys that the user has put there since are not the session's.
  const isOwnKey = session.accessKeyId === env("AWS_ACCESS_KEY_ID");
  unset.push(...Object.values(OWN), "AWS_ACCOUNT_ID", ...END, ...(isOwnKey ? KEYS : []));
  return {
    change: { set, unset: unset.filter((name) => env(name) !== undefined).toSorted() },
    hadKeys: words.includes(HAD_KEYS),
  };
}

const END = ["AWS_CREDENTIAL_EXPIRATION", "AWS_SESSION_EXPIRATION"];
const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

/** As in a URL, but with `~` for `%`, and without `!`: cmd.exe replaces what is between either. */
function encoded(text: string): string {
  const inUrl = encodeURIComponent(text).replaceAll("~", "%7E").replaceAll("!", "%21");
  return inUrl.replaceAll("%", "~");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("~", "%"));
  } catch {
    return text; // written by hand
  }
}

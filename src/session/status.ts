// Where one is and for how long, from the environment alone.
// Rule: no network, and no file but for what became of the session's view of the config; what no longer fits is named
// with its likely cause.

import { roughText } from "../text/duration.ts";
import type { Lookup } from "../config/origin.ts";
import type { Paint } from "../text/colours.ts";
import { localTime } from "../text/local_time.ts";
import { visible } from "../text/visible.ts";
import { currentSession, guardedExport, type Session, viewPlace } from "./contract.ts";
import { endedRemedy } from "./nested.ts";

export type Status = {
  readonly profile: string;
  readonly account?: string;
  readonly roleArn?: string;
  readonly region?: string;
  /** RFC 3339, as STS gave it. */
  readonly expiration?: string;
  /** Whole seconds; 0 when the session has ended. */
  readonly secondsLeft: number;
  readonly problems: readonly string[];
  /** What to do about the problems, and about a session that has ended. */
  readonly remedies: readonly string[];
};

/** What stands at the place of the session's view: the view, nothing, or something else. */
export type ViewState = "there" | "gone" | "other";

/** The session the environment describes; undefined outside one. `now` in milliseconds. */
export function statusOf(
  env: Lookup,
  now: number,
  viewAt: (path: string) => ViewState,
): Status | undefined {
  const session = currentSession(env);
  if (session === undefined) return undefined;
  const { profile, account, roleArn, region, expiration } = session;
  const left = Math.floor((Date.parse(expiration ?? "") - now) / 1000);
  const secondsLeft = Number.isNaN(left) ? 0 : Math.max(0, left);
  const known = Object.entries({ account, roleArn, region, expiration })
    .filter(([, value]) => value !== undefined);
  const found = sessionProblems(session, env, viewAt);
  return {
    profile,
    ...Object.fromEntries(known),
    secondsLeft,
    problems: found.map(({ problem }) => problem),
    remedies: [
      ...(secondsLeft === 0 ? endedRemedy(profile, session) : []),
      ...found.map(({ remedy }) => remedy),
    ],
  };
}

/** Whether the session goes on for that many seconds; an ended one does for none. */
export function lasts({ secondsLeft }: Pick<Status, "secondsLeft">, needed: number): boolean {
  return secondsLeft >= Math.max(1, needed);
}

/** What no longer fits, each with what to do. */
export function sessionProblems(
  { profile, accessKeyId, hasView }: Session,
  env: Lookup,
  viewAt: (path: string) => ViewState,
): { readonly problem: string; readonly remedy: string }[] {
  const problems: { problem: string; remedy: string }[] = [];
  if (env("AWS_ACCESS_KEY_ID") !== accessKeyId) {
    problems.push({
      problem:
        "AWS_ACCESS_KEY_ID is not the session's: a start-up file of the shell may export its own",
      remedy: guardRemedy("AWS_ACCESS_KEY_ID"),
    });
  }
  const named = env("AWS_PROFILE");
  if (named && named !== profile) {
    problems.push({
      problem: `AWS_PROFILE is "${
        visible(named)
      }": a start-up file of the shell may export its own`,
      remedy: guardRemedy("AWS_PROFILE"),
    });
  }
  if (hasView) problems.push(...viewProblems(env, viewAt));
  return problems;
}

function viewProblems(env: Lookup, viewAt: (path: string) => ViewState) {
  const path = env("AWS_CONFIG_FILE");
  if (!path || viewPlace(path) === undefined) {
    // SDKs take keys from the environment first, unless AWS_PROFILE has them look into the config.
    if (!env("AWS_PROFILE")) return [];
    const is = path ? `"${visible(path)}", not the session's view` : "no longer set";
    return [{
      problem:
        `AWS_CONFIG_FILE is ${is}: a start-up file of the shell may export its own; some SDKs will assume the role a second time, or fail`,
      remedy: guardRemedy("AWS_CONFIG_FILE"),
    }];
  }
  switch (viewAt(path)) {
    case "there":
      return [];
    case "gone":
      return [{
        problem: "the session's config is gone, since the shell that swr became has ended",
        remedy: "unset AWS_PROFILE and AWS_CONFIG_FILE here",
      }];
    case "other":
      return [{
        problem:
          "AWS_CONFIG_FILE no longer leads to the session's config: a script may have reused its descriptor",
        remedy: "unset AWS_PROFILE and AWS_CONFIG_FILE here, or leave the session and start again",
      }];
  }
}

function guardRemedy(name: string): string {
  return `in the start-up file: ${guardedExport(name)}`;
}

/** Below this the time left is shown in red. */
const SOON_SECONDS = 300;

/** The status for a person: one line a fact. */
export function statusPage(status: Status, paint: Paint): string {
  const rows: [string, string | undefined][] = [
    ["profile", status.profile],
    ["role", status.roleArn],
    ["account", status.account],
    ["region", status.region],
    [
      "until",
      status.expiration && `${localTime(status.expiration)}, ${timeLeft(status.secondsLeft)}`,
    ],
    ...status.problems.map((problem): [string, string] => ["problem", problem]),
    ...status.remedies.map((remedy): [string, string] => ["remedy", remedy]),
  ];
  const shown = rows.filter((row): row is [string, string] => row[1] !== undefined);
  return shown.map(([name, value]) => {
    const alarming = name === "problem" || (name === "until" && status.secondsLeft < SOON_SECONDS);
    const text = visible(value);
    return `${paint.bold(name.padEnd(8))} ${alarming ? paint.red(text) : text}\n`;
  }).join("");
}

/** `57m left`, `1h 05m left`, `42s left`, `ended`. */
export function timeLeft(seconds: number): string {
  return seconds <= 0 ? "ended" : `${roughText(seconds)} left`;
}

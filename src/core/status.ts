// Where one is and for how long, from the environment alone. Rule: no file, no network; what no longer fits is
// named with its likely cause. Pure: imports visible and types.

import type { Paint } from "./paint.ts";
import { visible } from "./visible.ts";

type Lookup = (name: string) => string | undefined;

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
};

/** The session the environment describes; undefined outside one. `now` in milliseconds. */
export function statusOf(
  env: Lookup,
  now: number,
  viewIsThere: (path: string) => boolean,
): Status | undefined {
  const profile = env("SWR_PROFILE");
  if (!profile) return undefined;
  const expiration = env("SWR_EXPIRATION");
  const left = Math.floor((Date.parse(expiration ?? "") - now) / 1000);
  const values = {
    account: env("AWS_ACCOUNT_ID"),
    roleArn: env("SWR_ROLE_ARN"),
    region: env("AWS_REGION"),
    expiration,
  };
  const known = Object.entries(values).filter(([, value]) => value);
  return {
    profile,
    ...Object.fromEntries(known),
    secondsLeft: Number.isNaN(left) ? 0 : Math.max(0, left),
    problems: problemsOf(profile, env, viewIsThere),
  };
}

function problemsOf(
  profile: string,
  env: Lookup,
  viewIsThere: (path: string) => boolean,
): string[] {
  const problems: string[] = [];
  if (env("AWS_ACCESS_KEY_ID") !== env("SWR_ACCESS_KEY_ID")) {
    problems.push(
      "AWS_ACCESS_KEY_ID is not the session's: a start-up file of the shell may export its own",
    );
  }
  const named = env("AWS_PROFILE");
  if (named && named !== profile) {
    problems.push(
      `AWS_PROFILE is "${visible(named)}": a start-up file of the shell may export its own`,
    );
  }
  const view = env("AWS_CONFIG_FILE");
  if (view && env("SWR_CONFIG_FILE") !== undefined && !viewIsThere(view)) {
    problems.push(
      "the session's config is gone, since the shell that swr became has ended: unset AWS_PROFILE and AWS_CONFIG_FILE here",
    );
  }
  return problems;
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
    ["until", status.expiration && `${status.expiration}, ${timeLeft(status.secondsLeft)}`],
    ...status.problems.map((problem): [string, string] => ["problem", problem]),
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
  if (seconds <= 0) return "ended";
  if (seconds < 60) return `${seconds}s left`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m left`;
  return `${Math.floor(minutes / 60)}h ${String(minutes % 60).padStart(2, "0")}m left`;
}

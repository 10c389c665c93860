// Where one is and for how long, from the environment alone.
// Rule: no network, and no file but for what became of the session's view of the config; what no longer fits is named
// with its likely cause.

import { viewPlace } from "./view_place.ts";
import { type Deviation, deviations } from "./deviations.ts";
import { localTime, roughText } from "../text/times.ts";
import type { Lookup } from "../config/origin.ts";
import type { Paint } from "../text/colours.ts";
import { type Narrowing, NARROWING_TEXT } from "../role/narrowing.ts";
import type { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { currentSession, guardedExport, type Session } from "./contract.ts";
import { endedRemedy, renewal, shellName, unsetting } from "./remedies.ts";

export type Status = {
  readonly profile: string;
  readonly kind: Session["kind"];
  /** The keys are in the kernel, not in the environment. */
  readonly keyless: boolean;
  /** It renews itself; `expiration` is the end of the user session. */
  readonly renews: boolean;
  readonly account?: string;
  readonly roleArn?: string;
  /** The user whose session it is, or whose session the role was opened from. */
  readonly userArn?: string;
  readonly region?: string;
  /** Set if the session has fewer rights than its role or user. */
  readonly narrowed?: Narrowing;
  /** RFC 3339, as STS gave it. */
  readonly expiration?: string;
  /** Whole seconds; 0 when the session has ended. */
  readonly secondsLeft: number;
  readonly problems: readonly string[];
  /** What to do about the problems, and about a session that has ended. */
  readonly remedies: readonly string[];
};

/** What is at the path of the session's view: the view, nothing, something else, or a view whose command is gone. */
export type ViewState = "there" | "gone" | "other" | "command-gone";

/**
 * The session the environment describes; undefined outside one. `now` in milliseconds; `digest`: of the secrets in the
 * environment; `lost`: why a keyless session's keys cannot be read.
 */
export function statusOf(
  env: Lookup,
  now: number,
  viewAt: (path: string) => ViewState,
  digest?: string,
  lost?: SwrError,
): Status | undefined {
  const session = currentSession(env);
  if (session === undefined) return undefined;
  const { profile, kind, account, roleArn, userArn, region, narrowed, expiration } = session;
  const left = Math.floor((Date.parse(expiration ?? "") - now) / 1000);
  const secondsLeft = Number.isNaN(left) ? 0 : Math.max(0, left);
  const known = Object.entries({ account, roleArn, userArn, region, narrowed, expiration })
    .filter(([, value]) => value !== undefined);
  const found = sessionProblems(
    session,
    env,
    viewAt,
    digest,
    secondsLeft === 0 ? undefined : lost,
  );
  return {
    profile,
    kind,
    keyless: session.keyless,
    renews: session.renews,
    ...Object.fromEntries(known),
    secondsLeft,
    problems: found.map(({ problem }) => problem),
    remedies: [
      ...new Set([
        ...(secondsLeft === 0 ? endedRemedy(session, profile, env) : []),
        ...found.map(({ remedy }) => remedy),
      ]),
    ],
  };
}

/** Whether the session goes on for that many seconds; an ended one does for none. */
export function lasts({ secondsLeft }: Pick<Status, "secondsLeft">, needed: number): boolean {
  return secondsLeft >= Math.max(1, needed);
}

type Problem = { readonly problem: string; readonly remedy: string };

/** What no longer fits, each with what to do; `digest` and `lost` as above. */
export function sessionProblems(
  session: Session,
  env: Lookup,
  viewAt: (path: string) => ViewState,
  digest: string | undefined,
  lost?: SwrError,
): Problem[] {
  const problems = deviations(env, session, digest).map((each) => deviationProblem(each, env));
  if (lost !== undefined) problems.push({ problem: lost.message, remedy: lost.hints.join("; ") });
  if (session.hasView) problems.push(...viewProblems(session, env, viewAt));
  return problems;
}

function deviationProblem({ name, is, was }: Deviation, env: Lookup): Problem {
  const isSecret = was === undefined;
  const state = is === undefined
    ? "is not set"
    : isSecret
    ? "is not the session's"
    : `is "${visible(is)}"`;
  const other = isSecret || name.endsWith("PROFILE")
    ? ""
    : `, and the session's is "${visible(was)}"`;
  if (is === undefined && isSecret) {
    return {
      problem: `${name} ${state}: AWS refuses every call`,
      remedy: "leave the session and start again",
    };
  }
  const { cause, place } = culprit(env);
  return {
    problem: `${name} ${state}${other}: ${cause}`,
    remedy: `in ${place}: ${
      guardedExport(name.split(" ")[0]!, env("DIRENV_DIR") ? "bash" : shellName(env))
    }`,
  };
}

/** What probably changes the session's variables. */
function culprit(env: Lookup): { readonly cause: string; readonly place: string } {
  const folder = env("DIRENV_DIR");
  return folder
    ? {
      cause: `direnv is active here (${visible(folder.replace(/^-/, ""))})`,
      place: ".envrc",
    }
    : { cause: "a start-up file of the shell may export its own", place: "the start-up file" };
}

function viewProblems(
  session: Session,
  env: Lookup,
  viewAt: (path: string) => ViewState,
): Problem[] {
  const path = env("AWS_CONFIG_FILE");
  const place = path && viewPlace(path);
  if (!path || !place) {
    // SDKs take keys from the environment first, unless AWS_PROFILE has them look into the config.
    if (!env("AWS_PROFILE")) return [];
    const is = path ? `"${visible(path)}", not the session's view` : "no longer set";
    const { cause, place } = culprit(env);
    const shell = env("DIRENV_DIR") ? "bash" : shellName(env);
    return [{
      problem:
        `AWS_CONFIG_FILE is ${is}: ${cause}; some SDKs will assume the role a second time, or fail`,
      remedy: `in ${place}: ${guardedExport("AWS_CONFIG_FILE", shell)}`,
    }];
  }
  const unset = `here: ${unsetting(["AWS_PROFILE", "AWS_CONFIG_FILE"], env)}`;
  switch (viewAt(path)) {
    case "there":
      return [];
    case "command-gone":
      return [{
        problem:
          "the swr that the session's config names is no longer there: it was moved or removed",
        remedy: "install swr where it was, or leave the session and start again",
      }];
    case "gone":
      return place.kind === "memory"
        ? [{
          problem:
            "the session's config cannot be read: the shell that swr became has ended, or this is another container",
          remedy: unset,
        }]
        : [{
          problem:
            "the session's config is gone: a log-out removes the folder that it was in (XDG_RUNTIME_DIR)",
          remedy: [
            ...renewal(session, session.profile, env),
            `or ${unset}`,
            "`loginctl enable-linger` keeps that folder",
          ].join("; "),
        }];
    case "other":
      return [{
        problem:
          "AWS_CONFIG_FILE no longer leads to the session's config: a script may have reused its descriptor",
        remedy: `${unset}; or leave the session and start again`,
      }];
  }
}

/** Below this the time left is shown in red. */
const SOON_SECONDS = 300;

/** The status for a person: one line a fact. */
export function statusPage(status: Status, paint: Paint): string {
  const rows: [string, string | undefined][] = [
    ["profile", status.profile],
    ["role", status.roleArn],
    [status.kind === "user-session" ? "user" : "from", status.userArn],
    ["account", status.account],
    ["region", status.region],
    ["rights", status.narrowed && NARROWING_TEXT[status.narrowed]],
    ["keys", status.keyless ? "in the kernel (keyless)" : undefined],
    ["renews", status.renews ? "by itself, as long as the user session lasts" : undefined],
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

// Keyless sessions: whether one is possible, tried before the question, and the session's key on its way into the kernel.
// Rule: what the user asks for on the command line, or is inside of, is possible or an error; a default of SWR_OPTIONS
// gives way to an ordinary session, and swr says so.

import type { LoadedFiles } from "../config/load.ts";
import { keyContent, labelText } from "../credentials/session_key.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { DryRunRequest, SessionRequest } from "../options/request.ts";
import { KeyErrno, KeyRefusal } from "../os/libc_keys.ts";
import type { Libc } from "../os/libc.ts";
import type { Plan } from "../role/plan.ts";
import { say } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { DEFAULT, sourceLine, withDefault } from "./default_view.ts";
import type { SessionFacts } from "./contract.ts";
import { type Keyring, tryKeyring } from "./keyring.ts";
import { planSession, type SessionPlan } from "./session_plan.ts";

/** Why there is no keyless session, and what to do. */
type Obstacle = { readonly what: string; readonly remedy?: string };

/** Decides a keyless session; an ordinary one if there is an obstacle, and keyless is a default. */
export async function planKeyless(
  plan: Plan,
  request: SessionRequest | DryRunRequest,
  files: LoadedFiles,
  libc: Libc | undefined,
): Promise<SessionPlan> {
  const session = planSession(plan, request, files, libc, withDefault);
  const place = obstacleIn(session, request, files) ?? await tried(libc);
  if ("keep" in place) return { ...session, keyring: place };
  goWithout(place, request);
  return planSession(plan, request, files, libc);
}

/** What in the files and options is in the way. */
function obstacleIn(
  { view }: SessionPlan,
  request: SessionRequest | DryRunRequest,
  { credentialsText = "", paths }: LoadedFiles,
): Obstacle | undefined {
  if (request.awsProfile === "never") {
    return {
      what: "without AWS_PROFILE programs do not find the session's keys",
      remedy: "--aws-profile sets it",
    };
  }
  if ("missing" in view) return { what: view.missing };
  const line = sourceLine(credentialsText, DEFAULT);
  return line === undefined ? undefined : {
    what:
      `programs that lose AWS_PROFILE would use the keys of [${DEFAULT}] at ${paths.credentials}:${line}`,
    remedy: "give that section another name, or keep those keys with envchain",
  };
}

/** Why the kernel keeps no keys here; undefined if it does. */
export async function keylessObstacle(libc: Libc | undefined): Promise<string | undefined> {
  const place = await tried(libc);
  return "keep" in place ? undefined : place.what;
}

/** What came of the trial. A switch whose source is asked beforehand is planned twice, and tried once. */
const attempts = new WeakMap<Libc, Promise<Keyring | Obstacle>>();

async function tried(libc: Libc | undefined): Promise<Keyring | Obstacle> {
  if (libc === undefined) return NO_KEYRINGS;
  const attempt = attempts.get(libc) ?? attempted(libc);
  attempts.set(libc, attempt);
  return await attempt;
}

const NO_KEYRINGS = { what: "they need the keyrings of Linux, on x86_64 or aarch64" };

async function attempted(libc: Libc): Promise<Keyring | Obstacle> {
  const keys = await libc.keys();
  if (keys === undefined) return NO_KEYRINGS;
  try {
    return tryKeyring(keys);
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): Obstacle {
  if (!(error instanceof KeyRefusal)) throw error;
  return error.errno === KeyErrno.EDQUOT
    ? {
      what: "the kernel's quota for your keys is used up (keyrings(7), /proc/key-users)",
      remedy:
        "end keyless sessions that you no longer need (`swr --sessions` lists them), or let root raise /proc/sys/kernel/keys/maxbytes",
    }
    : {
      what: `the kernel, or the container, does not let swr use keyrings (${error.message})`,
    };
}

/** Says that there is no keyless session and why; SwrError if the user asked for one, or is in one. */
export function goWithout(
  { what, remedy }: Obstacle,
  { keyless, quiet }: Pick<SessionRequest, "keyless" | "quiet">,
): void {
  const more = remedy === undefined ? [] : [remedy];
  if (keyless !== "if-possible") {
    throw new SwrError("keyless-not-possible", `a keyless session is not possible: ${what}`, [
      ...more,
      keyless === "as-outside"
        ? "--no-keyless opens an ordinary session, with the keys in its environment"
        : "without --keyless swr opens an ordinary session, with the keys in its environment",
    ]);
  }
  if (!quiet) say("the keys are in the session's environment, it is not keyless", [what, ...more]);
}

/** Puts the session's key into the kernel; whether it is there. SwrError if it must be. */
export function keepSession(
  keyring: Keyring,
  { profile, identity }: SessionFacts,
  credentials: SessionCredentials,
  request: Pick<SessionRequest, "keyless" | "quiet">,
): boolean {
  const account = identity.kind === "role-session"
    ? identity.account
    : credentials.role?.account ?? credentials.user?.arn.account ?? "";
  try {
    keyring.keep([{
      description: labelText({ kind: credentials.kind, account, profile }),
      content: keyContent(credentials),
      seconds: (Date.parse(credentials.expiration) - Date.now()) / 1000,
    }]);
    return true;
  } catch (error) {
    goWithout(refused(error), request);
    return false;
  }
}

// Keyless sessions: whether one is possible, tried before the question, and the session's key on its way into the kernel.
// Rule: what the user asks for on the command line, or is inside of, is possible or an error; a default of SWR_OPTIONS
// gives way to an ordinary session, and swr says so.

import type { SessionFacts } from "./session_variables.ts";
import type { Lookup } from "../config/origin.ts";
import type { LoadedFiles } from "../config/load.ts";
import { keyContent, labelText } from "../credentials/session_key.ts";
import { type Renewal, renewalContent } from "../credentials/renewal_key.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { DryRunRequest, SessionRequest } from "../options/request.ts";
import { KeyErrno, KeyRefusal } from "../os/libc_keys.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import { type Plan, planNarrowing, type RolePlan } from "../role/plan.ts";
import type { CredentialSource } from "../role/source.ts";
import { say } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { DEFAULT, sourceLine, withDefault } from "./default_view.ts";
import { currentSession } from "./contract.ts";
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
  env: Lookup,
): Promise<SessionPlan> {
  const session = planSession(plan, request, files, libc, withDefault);
  const renewal = request.renew === "never" ? undefined : renewalOf(plan, request, env);
  const bytes = renewal === undefined ? 0 : renewalContent(renewal).length;
  const place = obstacleIn(session, request, files) ?? await tried(libc, bytes);
  if (!("keep" in place)) {
    goWithout(place, request);
    if (renewal !== undefined) goWithoutRenewal(place.what, request);
    return planSession(plan, request, files, libc);
  }
  if (renewal === undefined) return { ...session, keyring: place };
  const environment = { ...session.environment, renewsUntil: renewal.user.expiration };
  return { ...session, environment, keyring: place, renewal };
}

/** What the role session renews itself by; undefined if that is a default and not possible. */
function renewalOf(
  plan: Plan,
  request: SessionRequest | DryRunRequest,
  env: Lookup,
): Renewal | undefined {
  const obstacle = renewalObstacle(plan);
  if (obstacle !== undefined) {
    goWithoutRenewal(obstacle, request);
    return undefined;
  }
  const { calls, endpoint, caBundle, source } = plan as RolePlan;
  const { session: user } = source as Extract<CredentialSource, { kind: "user-session" }>;
  return {
    user,
    secretAccessKey: env("AWS_SECRET_ACCESS_KEY")!,
    sessionToken: env("AWS_SESSION_TOKEN")!,
    calls,
    endpoint,
    ...(caBundle !== undefined && { caBundle: caBundle.value }),
  };
}

function renewalObstacle(plan: Plan): string | undefined {
  if (plan.opens === "user-session") return "a user session takes a new code";
  if (plan.opens !== "role-session" || plan.source.kind !== "user-session") {
    return "it needs a keyless user session to be opened first: `envchain NAMESPACE swr --keyless --user`";
  }
  if (!currentSession(variable)?.keyless) {
    return "the user session that you are in is not keyless: open it with --keyless";
  }
  return planNarrowing(plan) === undefined
    ? undefined
    : "a session with fewer rights holds its own keys alone";
}

/** SwrError if the user asked for a session that renews itself; as a default it counts where it is possible. */
export function goWithoutRenewal(
  why: string,
  { renew }: Pick<SessionRequest, "renew">,
): void {
  if (renew !== "always") return;
  throw new SwrError("renewal-not-possible", `the session cannot renew itself: ${why}`, [
    "without --renew it ends with the keys that it is opened with",
  ]);
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

async function tried(libc: Libc | undefined, bytes = 0): Promise<Keyring | Obstacle> {
  if (libc === undefined) return NO_KEYRINGS;
  const attempt = attempts.get(libc) ?? attempted(libc, bytes);
  attempts.set(libc, attempt);
  return await attempt;
}

const NO_KEYRINGS = { what: "they need the keyrings of Linux, on x86_64 or aarch64" };

async function attempted(libc: Libc, bytes: number): Promise<Keyring | Obstacle> {
  const keys = await libc.keys();
  if (keys === undefined) return NO_KEYRINGS;
  try {
    return tryKeyring(keys, bytes);
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

/** Reports that there is no keyless session and why; SwrError if the user asked for one, or is in one. */
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
  { credentials, renewal }: {
    readonly credentials: SessionCredentials;
    readonly renewal: Renewal | undefined;
  },
  request: Pick<SessionRequest, "keyless" | "renew" | "quiet">,
): boolean {
  const account = identity.kind === "role-session"
    ? identity.account
    : credentials.role?.account ?? credentials.user?.arn.account ?? "";
  const seconds = (end: string) => Math.max(1, Math.ceil((Date.parse(end) - Date.now()) / 1000));
  const left = seconds(credentials.expiration);
  const kind = renewal === undefined ? credentials.kind : "renewed-role";
  try {
    keyring.keep([
      {
        description: labelText({ kind, account, profile }),
        content: keyContent(credentials, renewal && left),
        seconds: left,
      },
      ...(renewal === undefined ? [] : [{
        description: labelText({ kind: "renewal", account, profile }),
        content: renewalContent(renewal),
        seconds: seconds(renewal.user.expiration),
      }]),
    ]);
    return true;
  } catch (error) {
    const obstacle = refused(error);
    goWithout(obstacle, request);
    if (renewal !== undefined) goWithoutRenewal(obstacle.what, request);
    return false;
  }
}

// The way into a session: the last step of a switch, in which this process becomes the program.
// Rule: what needs a permission is done before they are given up.

import type { SessionFacts } from "./session_variables.ts";
import type { SessionRequest } from "../options/request.ts";
import { become, forgetVariables, runChild } from "../os/exec.ts";
import { digestOf, type SessionCredentials } from "../credentials/credentials.ts";
import type { Libc } from "../os/libc.ts";
import { NARROWING_TEXT } from "../role/narrowing.ts";
import { type Plan, planNarrowing } from "../role/plan.ts";
import { say } from "../terminal/messages.ts";
import type { Delivery } from "./consumer.ts";
import { entryLine } from "./entry_line.ts";
import { applyChange, type EnvironmentChange, environmentChange } from "./environment.ts";
import type { Renewal } from "../credentials/renewal_key.ts";
import type { Keyring } from "./keyring.ts";
import type { SessionPlan } from "./session_plan.ts";
import type { PlacedView } from "./view_file.ts";

/** A session that only lacks its credentials. */
type Entry = SessionPlan & {
  readonly placed: PlacedView | undefined;
  readonly plan: Plan;
  readonly request: SessionRequest;
  /** Whether a person types into the program and sees what swr says. */
  readonly interactive: boolean;
};

/** The last step of a switch. To be called while there are permissions. */
export function entry(
  session: Entry,
  { environ, libc }: {
    readonly environ: readonly Uint8Array[];
    readonly libc: Libc | undefined;
  },
): Delivery {
  const { program, environment, placed, keyring, renewal, request } = session;
  const keep = keyring && keeping(keyring, environment, renewal, request);
  // The first digest takes half a millisecond more: better now than after Enter.
  digestOf({ secretAccessKey: "", sessionToken: "" }).catch(() => {}); // the digest that counts says so
  if (libc === undefined) forgetVariables(environmentChange(environment, undefined).unset);
  return async (credentials) => {
    const keyless = await keep?.(credentials) ?? false;
    const digest = keyless ? "" : await digestOf(credentials);
    const { renewsUntil, ...facts } = { ...environment, keyless };
    const renewed = keyless && renewsUntil !== undefined ? { ...facts, renewsUntil } : facts;
    const change = environmentChange(renewed, { ...credentials, digest });
    // A session that renews itself wants its view as long as the user session lasts.
    placed?.lastUntil(Date.parse((keyless && renewsUntil) || credentials.expiration));
    sayWhere(session, credentials, renewed);
    return libc === undefined
      ? runChild(program, { env: definite(change) })
      : become(program, applyChange(environ, change), libc);
  };
}

/** What puts the keys into the kernel; loaded while code may be. */
function keeping(
  keyring: Keyring,
  facts: SessionFacts,
  renewal: Renewal | undefined,
  request: SessionRequest,
) {
  const loaded = import("./keyless.ts");
  return async (credentials: SessionCredentials) =>
    (await loaded).keepSession(keyring, facts, { credentials, renewal }, request);
}

/** Says where one is: if a shell opens on a terminal, or under -v. */
function sayWhere(
  { plan, request, interactive }: Entry,
  credentials: SessionCredentials,
  { keyless, renewsUntil }: SessionFacts,
): void {
  const opensShell = request.command.length === 0 && interactive;
  if (request.quiet || !(opensShell || request.verbose)) return;
  const place = placeOf(plan, credentials, {
    keyless: keyless === true,
    renews: renewsUntil !== undefined,
  });
  const where = entryLine(place, renewsUntil ?? credentials.expiration, Date.now());
  say(
    opensShell ? `${where}; "exit" leaves` : where,
    renewsUntil === undefined ? [] : ["programs in it can open your other roles, too"],
  );
}

function placeOf(
  plan: Plan,
  { user, role }: SessionCredentials,
  { keyless, renews }: { keyless: boolean; renews: boolean },
): Parameters<typeof entryLine>[0] {
  const narrowed = planNarrowing(plan);
  const also = `${narrowed === undefined ? "" : `, ${NARROWING_TEXT[narrowed]}`}${
    keyless ? ", keyless" : ""
  }${renews ? ", renews itself" : ""}`;
  if (
    plan.opens === "user-session" ||
    (plan.opens === "narrowed-session" && plan.subject.kind === "user-session")
  ) {
    const { account, name } = user!.arn;
    return {
      name,
      account,
      what: `${user!.mfaTime === undefined ? "user session without MFA" : "user session"}${also}`,
    };
  }
  if (plan.opens === "role-session") {
    const { account, name } = plan.calls.at(-1)!.role;
    return { name: plan.profile, account, what: `role ${name}${also}` };
  }
  return role === undefined
    ? { name: plan.profile, account: user!.arn.account, what: `user ${user!.arn.name}${also}` }
    : { name: plan.profile, account: role.account, what: `role ${role.name}${also}` };
}

function definite(change: EnvironmentChange): Record<string, string> {
  return Object.fromEntries([...change.set].map(([name, value]) => [name, value ?? ""]));
}

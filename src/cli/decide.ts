// From the request to the plan of a switch: to a role, or to the user's own session.
// Rule: a profile is never replaced by another one; the session one is in is read from the contract.

import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import type { SwitchRequest } from "../options/request.ts";
import type { Lookup } from "../config/origin.ts";
import { roleWord } from "../role/arn.ts";
import { isRole } from "../role/chain.ts";
import { type Plan, planSwitch } from "../role/plan.ts";
import type { ServedFacts } from "../role/served_source.ts";
import type { CredentialSource, UserSession } from "../role/source.ts";
import { currentSession, sessionKeysIn, userSessionIn } from "../session/contract.ts";
import { SwrError } from "../text/errors.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

/**
 * The plan for the profile; `name` undefined: for a user session without one. `served`: what the source of an earlier plan
 * for it has served. SwrError if it cannot succeed.
 */
export async function planFor(
  name: string | undefined,
  request: SwitchRequest,
  configuration: Configuration,
  env: Lookup,
  served?: ServedFacts,
): Promise<Plan> {
  if (name !== undefined && request.mode === "export") env = withoutOwnKeys(name, env);
  if (request.narrow !== undefined) {
    return (await import("./narrow.ts")).narrowPlan(request, configuration, env);
  }
  if (currentSession(env)?.narrowed !== undefined) {
    (await nestedRules()).refuseNarrowed(typedFor(name), env);
  }
  const inside = userSessionIn(env);
  const refuseRole: Refusal = (rules, source) =>
    rules.refuseSession(name, source, request, env, Date.now());
  const profile = name === undefined ? undefined : configuration.profiles.get(name);
  const word = roleWord(name ?? "");
  if (name !== undefined && (profile === undefined ? word.written : word.spelled)) {
    const { planRoleWord } = await import("../role/bare_role.ts");
    return await checked(
      refuseRole,
      (checkSource) =>
        planRoleWord(name, request, configuration, env, { inside, served, checkSource }),
    );
  }
  if (name !== undefined && request.role["settings-from"] !== undefined) {
    throw new SwrError("usage", "--settings-from is for a role without a profile", [
      `"${
        visible(name)
      }" is the name of a profile; a role is written 123456789012:NAME, or as its ARN`,
    ]);
  }
  if (name === undefined || (profile !== undefined && !isRole(profile))) {
    const plan = await planWithoutRole(profile, request, { configuration, env, inside, served });
    if (plan !== undefined) return plan;
  }
  return await checked(
    refuseRole,
    (checkSource) =>
      planSwitch(name!, request, configuration, env, { inside, served, checkSource }),
  );
}

/**
 * The plan for a profile that assumes no role, or, without one, for the user session of --user: with the credentials of its
 * own source, or a user session. Undefined if it opens neither.
 */
async function planWithoutRole(
  profile: Profile | undefined,
  request: SwitchRequest,
  { configuration, env, inside, served }: {
    readonly configuration: Configuration;
    readonly env: Lookup;
    readonly inside: UserSession | undefined;
    readonly served: ServedFacts | undefined;
  },
): Promise<Plan | undefined> {
  const [
    { opensUserSession },
    { planUser, planUserProfile },
    { opensSourceSession, planSourceProfile },
  ] = await Promise.all([
    import("../role/user_device.ts"),
    import("../role/user_plan.ts"),
    import("../role/source_plan.ts"),
  ]);
  if (profile !== undefined && opensSourceSession(profile)) {
    return await checked(
      (rules, source) => rules.refuseBesideSource(profile.name, source, env),
      (checkSource) =>
        planSourceProfile(profile, request, configuration, env, { inside, served, checkSource }),
    );
  }
  if (profile !== undefined && !opensUserSession(profile)) return undefined;
  // Such a plan cannot succeed, whatever the keys are.
  if (request.mode === "console") throw (await import("./console.ts")).noConsole();
  return await checked(
    (rules, source) => rules.refuseInSession(typedFor(profile?.name), source, env, Date.now()),
    (checkSource) =>
      profile === undefined
        ? planUser(request, configuration, env, { inside, checkSource })
        : planUserProfile(profile, request, configuration, env, { inside, checkSource }),
  );
}

/** What was typed for it, quoted for a shell. */
function typedFor(name: string | undefined): string {
  return name === undefined ? "--user" : pasted(name);
}

/** The check that refuses a source whose credentials are a session's; loaded only for one. */
const nestedRules = () => import("../session/nested.ts");

/** Refuses the source, or accepts it. */
type Refusal = (rules: Awaited<ReturnType<typeof nestedRules>>, source: CredentialSource) => void;

/** The plan, unless its source is refused: that error comes before any other. */
async function checked(
  refuse: Refusal,
  make: (checkSource: (source: CredentialSource) => void) => Plan,
): Promise<Plan> {
  let ofSession: CredentialSource | undefined;
  try {
    return make((source) => {
      if (source.gives !== "long-term") ofSession = source;
    });
  } finally {
    if (ofSession !== undefined) refuse(await nestedRules(), ofSession);
  }
}

/** New keys for a shell whose session came from the profile's own source: the old ones do not prevent that. */
function withoutOwnKeys(name: string, env: Lookup): Lookup {
  const session = currentSession(env);
  const isOwn = session?.source !== undefined && session.profile === name &&
    session.narrowed === undefined && sessionKeysIn(env, session) !== undefined;
  return isOwn ? (variable) => KEYS.includes(variable) ? undefined : env(variable) : env;
}

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

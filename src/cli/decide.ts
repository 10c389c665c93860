// From the request to the plan of a switch: to a role, or to the user's own session.
// Rule: a profile is never replaced by another one; what one is in is read from the contract.

import type { Configuration } from "../config/profile.ts";
import type { SwitchRequest } from "../options/request.ts";
import type { Lookup } from "../config/origin.ts";
import { roleWord } from "../role/arn.ts";
import { isRole } from "../role/chain.ts";
import { type Plan, planSwitch } from "../role/plan.ts";
import type { ServedFacts } from "../role/served_source.ts";
import { currentSession, sessionKeysIn, userSessionIn } from "../session/contract.ts";
import { refuseNarrowed } from "../session/narrowed.ts";
import { refuseBesideSource, refuseInSession, refuseSession } from "../session/nested.ts";
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
  refuseNarrowed(name === undefined ? "--user" : pasted(name), env);
  const inside = userSessionIn(env);
  const now = Date.now();
  const profile = name === undefined ? undefined : configuration.profiles.get(name);
  const word = roleWord(name ?? "");
  if (name !== undefined && (profile === undefined ? word.written : word.spelled)) {
    const { planRoleWord } = await import("../role/bare_role.ts");
    return planRoleWord(name, request, configuration, env, {
      inside,
      served,
      checkSource: (source) => refuseSession(name, source, request, env, now),
    });
  }
  if (name !== undefined && request.role["settings-from"] !== undefined) {
    throw new SwrError("usage", "--settings-from is for a role without a profile", [
      `"${
        visible(name)
      }" is the name of a profile; a role is written 123456789012:NAME, or as its ARN`,
    ]);
  }
  if (name === undefined || (profile !== undefined && !isRole(profile))) {
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
      const checkSource = (source: Plan["source"]) => refuseBesideSource(profile.name, source, env);
      const situation = { inside, served, checkSource };
      return planSourceProfile(profile, request, configuration, env, situation);
    }
    const typed = name === undefined ? "--user" : pasted(name);
    const situation = {
      inside,
      checkSource: (source: Plan["source"]) => refuseInSession(typed, source, env, now),
    };
    const isUser = profile === undefined || opensUserSession(profile);
    // Whatever the keys are, nothing would come of it.
    if (isUser && request.mode === "console") throw (await import("./console.ts")).noConsole();
    if (profile === undefined) return planUser(request, configuration, env, situation);
    if (isUser) {
      return planUserProfile(profile, request, configuration, env, situation);
    }
  }
  return planSwitch(name!, request, configuration, env, {
    inside,
    served,
    checkSource: (source) => refuseSession(name, source, request, env, now),
  });
}

/** New keys for a shell whose session came from the profile's own source: the old ones are not in their way. */
function withoutOwnKeys(name: string, env: Lookup): Lookup {
  const session = currentSession(env);
  const isOwn = session?.source !== undefined && session.profile === name &&
    session.narrowed === undefined && sessionKeysIn(env, session) !== undefined;
  return isOwn ? (variable) => KEYS.includes(variable) ? undefined : env(variable) : env;
}

const KEYS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];

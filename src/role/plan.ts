// The whole decision of a switch, taken before anything is asked or sent: keys, roles, host, region, names.
// Rule: an option beats the profile, the profile beats the environment (which outer sessions and envchain namespaces
// fill), the environment beats the default.

import type { Setting } from "../text/origin.ts";
import {
  type CredentialKind,
  type CredentialSource,
  type ServedSource,
  sourceOf,
  type UserSession,
} from "./source.ts";
import type { ServedFacts } from "./served_source.ts";
import { type Chain, followSources, withRoles } from "./chain.ts";
import type { Endpoint, StsEndpoint } from "./endpoint.ts";
import { portalOf, refuseOtherPartition } from "./portal.ts";
import { endpointSettings } from "./endpoint_settings.ts";
import type { SwitchOptions } from "../options/request.ts";
import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import { droppedSettings, misspelled } from "../config/include.ts";
import { mfaProcessOf, planCalls, type Remark } from "./calls.ts";
import type { AssumeRoleCall, GetScopedCredentialsCall, GetSessionTokenCall } from "./sts_call.ts";
import { type Narrowing, narrowingOf } from "./narrowing.ts";
import { withManagedPolicy } from "./policies.ts";
import { profileNamed } from "../config/lookup.ts";
import { noRole } from "./refusals.ts";
import { endpointOf, regionOf } from "./region.ts";
import type { Configuration } from "../config/configuration.ts";
import { pasted } from "../text/quoting.ts";
import { visible } from "../text/visible.ts";

type Decided = {
  /** The profile; for a user session without one, the section that the session's view of the config gets. */
  readonly profile: string;
  /** What signs the first call. */
  readonly source: CredentialSource;
  readonly endpoint: StsEndpoint;
  /** The portal of IAM Identity Center that the source's credentials come from. */
  readonly portal?: Endpoint;
  /** A file of certificates that count beside Deno's own. */
  readonly caBundle?: Setting;
  /** The MFA code, if it is given beforehand. */
  readonly code?: Setting;
  /** The command that prints an MFA code. */
  readonly mfaProcess?: Setting;
  /** Undefined if nothing names one: the session has none then. */
  readonly region?: Setting;
  /** Facts that the user reads: always, and under -v. */
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
};

/** A plan that opens a role. */
export type RolePlan = Decided & {
  readonly opens: "role-session";
  /** In the order they are made; each is signed with the credentials that the one before it gave. */
  readonly calls: readonly [AssumeRoleCall, ...AssumeRoleCall[]];
  /** How the user asked for it if the role has no profile, so that the config has no section for it. */
  readonly typed?: string;
};

/** A plan that opens the user's own session. */
export type UserPlan = Decided & {
  readonly opens: "user-session";
  readonly calls: readonly [GetSessionTokenCall];
  /** Whether it has no profile (--user), so that the config has no section for it. */
  readonly ownSection: boolean;
};

/**
 * A plan that opens the session that the profile's own source gives. Until the source has been asked, that may be a
 * process that prints long-lived keys: then the plan becomes a user's.
 */
export type SourcePlan = Decided & {
  readonly opens: "source-session";
  readonly source: ServedSource;
  readonly calls: readonly never[];
};

/** A plan that narrows the session one is in. */
export type NarrowPlan = Decided & {
  readonly opens: "narrowed-session";
  readonly calls: readonly [GetScopedCredentialsCall];
  readonly subject: NarrowSubject;
  readonly narrowed: Narrowing;
  /** Whether the config has no section for it. */
  readonly ownSection: boolean;
};

/** The session that is narrowed, as the contract describes it. */
export type NarrowSubject = {
  readonly profile: string;
  readonly kind: Exclude<CredentialKind, "long-term">;
  readonly roleArn?: string;
  /** Of a user session. */
  readonly userArn?: string;
  readonly mfaTime?: string;
  /** RFC 3339. */
  readonly expiration: string;
  readonly accessKeyId: string;
  readonly narrowed?: Narrowing;
};

export type Plan = RolePlan | UserPlan | SourcePlan | NarrowPlan;

/** The device whose code goes with the first call; undefined if no code is wanted. */
export function deviceOf({ calls }: Plan): string | undefined {
  return calls[0]?.input.SerialNumber;
}

/** How the plan's session is narrowed; undefined: not at all. */
export function planNarrowing(plan: Plan): Narrowing | undefined {
  if (plan.opens === "narrowed-session") return plan.narrowed;
  return plan.opens === "role-session" ? narrowingOf(plan.calls.at(-1)!.input) : undefined;
}

/** How the user asks for the plan again: `--user`, or the profile as a shell takes it. */
export function typedFor(plan: Plan): string {
  if (plan.opens === "narrowed-session") return "--narrow";
  if (plan.opens === "user-session" && plan.ownSection) return "--user";
  return (plan.opens === "role-session" ? plan.typed : undefined) ?? pasted(plan.profile);
}

/** Whether the session's view of the config needs a section that the config does not have. */
export function hasOwnSection(plan: Plan): boolean {
  return plan.opens === "user-session" || plan.opens === "narrowed-session"
    ? plan.ownSection
    : plan.opens === "role-session" && plan.typed !== undefined;
}

/** The session one is in, and what is known of the source. */
export type Situation = {
  /** The user session one is in. */
  readonly inside?: UserSession | undefined;
  /** What the plan's source has served, once it has been asked. */
  readonly served?: ServedFacts | undefined;
  /** May refuse the source before the calls are decided. */
  readonly checkSource?: (source: CredentialSource) => void;
};

/** Decides a switch to the named profile, which is a role; SwrError with the reason if it cannot succeed. */
export function planSwitch(
  name: string,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  situation: Situation = {},
): RolePlan {
  const target = profileNamed(config, name, options.command);
  // Before the keys: no keys help a profile that is written wrongly.
  const chain = followSources(config, target);
  if (chain.links.length === 0) throw noRole(target, config);
  return planChain({ name, chain }, options, config, env, situation);
}

/** A chain with at least one role, the name of its last profile, and how it was typed if it has none. */
type Target = { readonly name: string; readonly chain: Chain; readonly typed?: string };

/** Decides a switch along the chain. SwrError with the reason if it cannot succeed. */
export function planChain(
  { name, typed, chain: followed }: Target,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  { inside, served, checkSource }: Situation,
): RolePlan {
  const chain = withRoles(followed);
  const target = chain.links.at(-1)!.profile;
  const found = sourceOf(chain, config, env, inside, served);
  const { source } = found;
  checkSource?.(source);
  const remarks: Remark[] = [];
  const notes = [...found.notes];
  const role = withManagedPolicy(options, chain.links.at(-1)!);
  const calls = planCalls(chain, role, env, source, { warnings: remarks, notes });
  const warnings = [
    ...found.warnings,
    ...remarks.map(({ message }) => message),
    ...chain.links.flatMap(({ profile }) => [...droppedSettings(profile), ...misspelled(profile)]),
  ];
  const region = regionOf(chain, options.role, env);
  const settings = endpointSettings(target, config, env);
  if (source.kind === "sso") refuseOtherPartition(source.sso, calls[0].role);
  const endpoint = endpointOf(calls[0].role, region, settings);
  const caBundle = variableSetting("AWS_CA_BUNDLE", env) ?? setting(target, "ca_bundle");
  const code = options.role["mfa-token"] ?? variableSetting("SWR_MFA_TOKEN", env);
  const mfaProcess = mfaProcessOf(chain, options.role, env);
  if (code !== undefined && calls[0].input.SerialNumber === undefined) {
    warnings.push(
      `the code is not sent: ${
        source.gives !== "long-term"
          ? "session keys cannot be used with MFA"
          : typed !== undefined
          ? "no MFA device is known (--mfa-serial)"
          : `${visible(name)} has no mfa_serial`
      }`,
    );
  }
  return {
    opens: "role-session",
    profile: name,
    ...(typed !== undefined && { typed }),
    source,
    ...(caBundle !== undefined && { caBundle }),
    ...(code !== undefined && { code }),
    ...(mfaProcess !== undefined && { mfaProcess }),
    calls,
    endpoint,
    ...(source.kind === "sso" && {
      portal: portalOf(source.sso.region.value, chain.base.profile, config, env),
    }),
    warnings,
    notes,
    ...(region !== undefined && { region }),
  };
}

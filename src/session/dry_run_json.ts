// The decision of a switch as --dry-run --json prints it for programs.
// Rule: every value with its origin; what is secret, or known only after the switch, is null.

import { type Origin, originText } from "../text/origin.ts";
import { jsonText, lastFour } from "../text/visible.ts";
import { type Parameter, PARAMETERS } from "../role/parameters.ts";
import type { NarrowPlan, Plan } from "../role/plan.ts";
import { isServed, type ServedSource } from "../role/source.ts";
import type { AssumeRoleCall, GetSessionTokenCall } from "../role/sts_call.ts";
import { codeFrom, type Decision, USER_SECONDS } from "./dry_run.ts";

/** The decision as one JSON object; what is secret or not known yet is null. */
export function decisionJson(
  { plan, change, command, keyless, renews, defaults }: Decision,
): string {
  const { source } = plan;
  const decision = {
    profile: plan.profile,
    opens: plan.opens,
    keyless,
    renews,
    source: {
      kind: source.kind,
      ...(source.kind === "profile" && { profile: source.profile }),
      ...(source.kind === "user-session" && {
        userArn: source.session.user.text,
        expiration: source.session.expiration,
      }),
      ...(isServed(source) ? servedJson(source) : { accessKeyId: lastFour(source.accessKeyId) }),
      ...(plan.portal !== undefined && { portal: plan.portal.url }),
    },
    chain: callsJson(plan),
    code: codeFrom(plan) ?? null,
    sts: {
      url: plan.endpoint.url,
      signingRegion: plan.endpoint.signingRegion,
      ...(plan.endpoint.origin !== undefined && { origin: originText(plan.endpoint.origin) }),
    },
    ...(plan.caBundle !== undefined && {
      caBundle: plan.caBundle.value,
      caBundleOrigin: originText(plan.caBundle.origin),
    }),
    region: plan.region?.value ?? null,
    ...(plan.region !== undefined && { regionOrigin: originText(plan.region.origin) }),
    environment: { set: Object.fromEntries(change.set), unset: change.unset },
    command,
    ...(defaults.length > 0 && { defaultOptions: defaults }),
    warnings: plan.warnings,
  };
  return jsonText(decision);
}

/** The keys are known only when the source is asked, which a dry run does not. */
function servedJson(source: ServedSource) {
  const { profile, origin } = source;
  return {
    profile,
    origin: originText(origin),
    ...(source.kind === "login" && { loginSession: source.session.value }),
    ...(source.kind === "sso" && {
      account: source.sso.account,
      permissionSet: source.sso.role,
    }),
    accessKeyId: null,
  };
}

function callsJson(plan: Plan) {
  switch (plan.opens) {
    case "role-session":
      return plan.calls.map(callJson);
    case "user-session":
      return [userCallJson(plan.calls[0])];
    case "narrowed-session":
      return [narrowCallJson(plan)];
    case "source-session":
      return [];
  }
}

function callJson({ profile, input, origins }: AssumeRoleCall) {
  return {
    profile,
    ...underJsonKeys(({ field, fallback, plain = (value: unknown) => value }) => {
      const value = input[field] ?? fallback;
      return value === undefined ? undefined : plain(value as never);
    }),
    origins: underJsonKeys(({ field }) => origins[field] && originText(origins[field])),
  };
}

/** What the two calls have in common has the same keys. */
function userCallJson({ input, origins }: GetSessionTokenCall) {
  const { DurationSeconds: seconds = USER_SECONDS, SerialNumber: serial } = input;
  return {
    durationSeconds: seconds,
    ...(serial !== undefined && { mfaSerial: serial }),
    origins: {
      ...(origins.DurationSeconds && { durationSeconds: originText(origins.DurationSeconds) }),
      ...(origins.SerialNumber && { mfaSerial: originText(origins.SerialNumber) }),
    },
  };
}

function narrowCallJson({ calls: [{ input, origins }] }: NarrowPlan) {
  const text = (origin: Origin | undefined) => origin && originText(origin);
  return {
    durationSeconds: input.DurationSeconds,
    policy: input.Policy,
    reason: input.ScopedSessionDescription,
    origins: {
      durationSeconds: text(origins.DurationSeconds),
      policy: text(origins.Policy),
      reason: text(origins.ScopedSessionDescription),
    },
  };
}

/** What there is of each parameter, under the keys of the table. */
function underJsonKeys(of: (row: Parameter) => unknown): Record<string, unknown> {
  const found = PARAMETERS.map((row): [string, unknown] => [row.json[0], of(row)]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

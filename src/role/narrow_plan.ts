// The decision of --narrow: the session one is in again, with fewer rights, less time, or both (GetScopedCredentials).
// Rule: what STS would refuse is refused before it is asked. Source: STS API Reference, GetScopedCredentials, and the
// service model of the AWS SDK.

import { type Lookup, setting, variableSetting } from "../config/origin.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";
import type { RoleOptionName } from "../options/table.ts";
import type { SwitchOptions } from "../options/request.ts";
import { durationText, secondsOf } from "../text/times.ts";
import { SwrError } from "../text/errors.ts";
import type { Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { checkRegion } from "./arn.ts";
import { endpointSettings } from "./endpoint_settings.ts";
import { checkPolicy } from "./policies.ts";
import type { NarrowPlan, NarrowSubject } from "./plan.ts";
import { endpointOf } from "./region.ts";

/** The endpoint that does not know the call (STS API Reference). */
const GLOBAL_HOST = "sts.amazonaws.com";

/** Decides to narrow the session; `now` in milliseconds. SwrError with the reason if it cannot succeed. */
export function planNarrow(
  subject: NarrowSubject,
  options: SwitchOptions,
  config: Configuration,
  env: Lookup,
  now: number,
): NarrowPlan {
  refuseOptions(options);
  const { policy, duration } = options.role;
  const reason = options.narrow?.reason;
  if (policy === undefined && duration === undefined) {
    throw new SwrError("usage", "--narrow needs --policy FILE, -d TIME, or both", [
      "they say what the session may do, and how long it lasts",
    ]);
  }
  const profile = config.profiles.get(subject.profile);
  const region = options.role.region ?? variableSetting("AWS_REGION", env) ??
    variableSetting("AWS_DEFAULT_REGION", env) ?? (profile && setting(profile, "region"));
  if (region !== undefined) checkRegion(region);
  const text = subject.roleArn ?? subject.userArn ?? "arn:aws:";
  const settings = endpointSettings(profile ?? NO_PROFILE, config, env);
  const endpoint = endpointOf({ partition: text.split(":")[1]!, text }, region, settings);
  if (endpoint.host === GLOBAL_HOST) throw globalEndpoint(region);
  const caBundle = variableSetting("AWS_CA_BUNDLE", env) ??
    (profile && setting(profile, "ca_bundle"));
  return {
    opens: "narrowed-session",
    profile: subject.profile,
    ownSection: profile === undefined,
    subject,
    narrowed: policy === undefined ? subject.narrowed ?? "narrow" : "narrow",
    source: { kind: "environment", accessKeyId: subject.accessKeyId, gives: subject.kind },
    calls: [{
      action: "GetScopedCredentials",
      input: {
        ...(policy !== undefined && { Policy: checkPolicy(policy) }),
        ...(duration !== undefined && { DurationSeconds: checkSeconds(duration, subject, now) }),
        ...(reason !== undefined && { ScopedSessionDescription: checkReason(reason) }),
      },
      origins: {
        ...(policy !== undefined && { Policy: policy.origin }),
        ...(duration !== undefined && { DurationSeconds: duration.origin }),
        ...(reason !== undefined && { ScopedSessionDescription: reason.origin }),
      },
    }],
    endpoint,
    warnings: [],
    notes: [],
    ...(caBundle !== undefined && { caBundle }),
    ...(region !== undefined && { region }),
  };
}

function globalEndpoint(region: Setting | undefined): SwrError {
  return new SwrError(
    "endpoint-global",
    `a session cannot be narrowed at ${GLOBAL_HOST}: STS has GetScopedCredentials at its regional endpoints only`,
    [
      region === undefined
        ? "name a region: --region us-east-1"
        : "remove the setting that chooses that endpoint (sts_regional_endpoints, an endpoint_url), or try another region",
    ],
  );
}

/** From one second to what is left of the session. */
function checkSeconds(
  { value, origin }: Setting,
  { expiration }: NarrowSubject,
  now: number,
): number {
  const seconds = secondsOf(value.trim());
  const left = Math.floor((Date.parse(expiration) - now) / 1000);
  if (seconds === undefined || seconds < 1) {
    throw new SwrError(
      "duration-malformed",
      `"${visible(value)}" is not a valid session duration`,
      [
        "a narrowed session lasts from 1 second to what is left of this one: 90, 15m, 1h30m",
      ],
      { origin },
    );
  }
  if (seconds <= left) return seconds;
  throw new SwrError(
    "duration-not-possible",
    `this session ends in ${durationText(Math.max(0, left))}, and a narrowed one ends with it`,
    ["without -d it lasts as long as this session"],
    { origin },
  );
}

/** A ScopedSessionDescription: at most 256 characters. */
function checkReason({ value, origin }: Setting): string {
  const { length } = [...value];
  if (length > 256) {
    throw new SwrError("parameter-malformed", `the reason has ${length} characters`, [
      "STS takes 256",
    ], { origin });
  }
  if (!/\p{Cc}/u.test(value)) return value;
  throw new SwrError("parameter-malformed", "the reason contains control characters", [
    "write it on one line",
  ], { origin });
}

/** The role's options that --narrow takes. */
const TAKEN: readonly RoleOptionName[] = ["policy", "duration", "region"];

function refuseOptions({ role, managedPolicy, fromSession }: SwitchOptions): void {
  const other = (Object.keys(role) as RoleOptionName[]).find((name) =>
    !TAKEN.includes(name) && role[name]!.origin.kind !== "variable"
  );
  const option = managedPolicy ?? other ?? (fromSession ? "from-session" : undefined);
  if (option === undefined) return;
  const isPolicy = managedPolicy !== undefined || option === "policy-arn";
  throw new SwrError("usage", `--${option} has no meaning with --narrow`, [
    isPolicy
      ? "a session is narrowed by the text of a policy: --policy FILE"
      : "it narrows the session you are in, and assumes no role",
  ]);
}

const NO_PROFILE: Profile = {
  name: "",
  origin: { kind: "line", file: "", line: 0 },
  settings: new Map(),
  problems: [],
  doubts: { conflicts: [], spellings: {} },
};

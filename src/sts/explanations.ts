// STS's own errors, one row each: what they are known by, what they mean, and what to try.
// Rule: matched on the code and on short pieces of the text, which AWS may reword; the text is never cited as if it
// were swr's. Source: AWS STS API Reference ("Common Errors", AssumeRole) and reports in public issues.

import { originText } from "../text/origin.ts";
import type { Endpoint } from "../role/endpoint.ts";
import type { UserSession } from "../role/source.ts";
import type { AssumeRoleCall, PlannedCall } from "../role/sts_call.ts";
import { roughText } from "../text/times.ts";
import type { Failure } from "./messages.ts";

export type Attempt = {
  readonly call: PlannedCall;
  /** How the user asks for it: `--user`, or the profile. */
  readonly typed: string;
  /** Whether the call's role was named on the command line, and has no profile. */
  readonly hasNoProfile?: boolean;
  readonly endpoint: Endpoint;
  /** Whether a code went with the call. */
  readonly withCode: boolean;
  /** Whether the keys that signed it are those of a session: then no MFA goes with it. */
  readonly temporaryKeys: boolean;
  /** The user session that signed it. */
  readonly userSession?: UserSession;
  /** Whose keys signed the call, if STS says so: an ARN. */
  readonly caller?: string;
};

type Cause = { readonly message: string; readonly hints: readonly string[] };
type Refusal = Extract<Failure, { kind: "service" }>;

/** One row: what it is known by (a code, a piece of the text, or both), and what it means. First match wins. */
type Row = {
  readonly code?: RegExp;
  readonly says?: RegExp;
  readonly means: (attempt: Attempt) => Cause;
};

const CHECK_NAMESPACE = "is it the right envchain namespace? `envchain --list`";

const ROWS: readonly Row[] = [
  {
    says: /invalid MFA one time pass code/,
    means: () => ({
      message: "the MFA code was refused",
      hints: ["it is wrong, expired, or already used: each code works once, for one role"],
    }),
  },
  {
    says: /unable to validate MFA code/,
    means: ({ call, typed, caller, hasNoProfile }) => ({
      message: `the MFA device ${call.input.SerialNumber} does not belong to these keys`,
      hints: [
        ...(caller === undefined ? [] : [`the keys are those of ${caller}`]),
        `check ${
          call.action === "AssumeRole" && !hasNoProfile
            ? `mfa_serial of profile "${call.profile}"`
            : hasNoProfile || typed === "--user"
            ? "the device"
            : `mfa_serial of profile "${typed}"`
        }; ${CHECK_NAMESPACE}`,
      ],
    }),
  },
  {
    says: /by root accounts/,
    means: () => ({
      message: "the keys are those of the account's root user, which cannot assume roles",
      hints: [
        "make an IAM user, store its keys with envchain, and delete the keys of the root user",
      ],
    }),
  },
  {
    says: /role chaining/,
    means: () => ({
      message: "the session is too long for a chained role",
      hints: ["try `swr --duration 1h …`"],
    }),
  },
  {
    says: /MaxSessionDuration/,
    means: ({ call }) => ({
      message: `the role does not allow sessions of ${call.input.DurationSeconds ?? 3600} seconds`,
      hints: ["try `swr --duration 1h …`, or raise the role's maximum session duration"],
    }),
  },
  {
    says: /Signature expired|not yet current/,
    means: () => ({
      message: "the clock of this machine is wrong",
      hints: ["set it (`timedatectl set-ntp true`), and try again"],
    }),
  },
  {
    says: /Credential should be scoped to a valid region/,
    means: ({ endpoint }) => ({
      message: "the endpoint of STS is not of the region that the call was signed for",
      hints: [
        "set the region of the endpoint with --region or region in the profile, or remove the endpoint",
        ...leftOver(endpoint),
      ],
    }),
  },
  {
    code: /^InsufficientSessionLifetime/,
    means: () => ({
      message: "the session does not last that long",
      hints: ["a narrowed session ends with it: use a shorter -d, or none"],
    }),
  },
  {
    code: /^InvalidSubjectCredentials/,
    means: () => ({
      message: "STS does not accept the session's keys for narrowing",
      hints: [
        "GetScopedCredentials needs the keys of a session that has not ended: `swr --status` shows it",
      ],
    }),
  },
  {
    code: /^InvalidAction/,
    means: ({ endpoint }) => ({
      message: "this endpoint of STS does not know the call",
      hints: [
        "GetScopedCredentials (--narrow) is new (November 2026) and not available everywhere: try another region",
        ...leftOver(endpoint),
      ],
    }),
  },
  {
    code: /^MalformedPolicyDocument/,
    means: () => ({
      message: "STS refused the session policy",
      hints: ["AWS says below what is wrong in it; `aws accessanalyzer validate-policy` says more"],
    }),
  },
  {
    code: /^AccessDenied/,
    says: /sts:TagSession/,
    means: (attempt) => ({
      message: "a session with tags is not allowed",
      hints: [
        ...callerHint(attempt),
        "sts:TagSession must be allowed twice: by your own policy, and by the trust policy of the role",
        "the tags come from --tag, or from session_tags in the profile",
      ],
    }),
  },
  {
    code: /^AccessDenied/,
    means: (attempt) => {
      const { call } = attempt;
      if (call.action === "GetScopedCredentials") return narrowingDenied(attempt);
      return call.action === "AssumeRole"
        ? { message: `${call.role.text} may not be assumed`, hints: deniedHints(attempt, call) }
        : {
          message: "a user session may not be opened with these keys",
          hints: [
            ...callerHint(attempt),
            "a policy of the user or the organization denies sts:GetSessionToken",
            ...leftOver(attempt.endpoint),
          ],
        };
    },
  },
  {
    code: /^InvalidClientTokenId$/,
    means: ({ call, endpoint }) => ({
      message: "STS does not know the access key",
      hints: [
        `it may be deleted, inactive, or ${
          call.action === "AssumeRole"
            ? `not of the partition ${call.role.partition}`
            : "of another partition"
        }; ${CHECK_NAMESPACE}`,
        ...leftOver(endpoint),
      ],
    }),
  },
  {
    code: /^SignatureDoesNotMatch$/,
    means: ({ endpoint }) => ({
      message: "the secret access key does not match the access key id",
      hints: [
        "store the pair again: `envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`",
        ...leftOver(endpoint),
      ],
    }),
  },
  {
    code: /^ExpiredToken/,
    means: () => ({
      message: "the session whose keys are in use has expired",
      hints: ["leave it with exit, and start from the long-lived keys: `envchain NAMESPACE swr …`"],
    }),
  },
  {
    code: /^RegionDisabled/,
    means: () => ({
      message: "STS is not active in this region",
      hints: [
        "try `swr --region us-east-1 …`, or have the region switched on in the account's settings",
      ],
    }),
  },
  {
    code: /^(Throttling|TooManyRequests|RequestLimitExceeded)/,
    means: () => ({
      message: "STS received too many requests",
      hints: ["wait a minute, and try again"],
    }),
  },
  {
    code: /^PackedPolicyTooLarge/,
    means: () => ({
      message: "policies and tags of the session are too large together",
      hints: [
        "STS packs them, and that form has a limit of its own: shorten the policy, or use fewer policies and tags",
      ],
    }),
  },
  {
    code: /^ValidationError$/,
    means: ({ typed }) => ({
      message: "STS refuses one of the values sent",
      hints: [`\`swr --dry-run ${typed}\` shows them all`],
    }),
  },
];

/** What an error of STS means; for an unknown one, its code. */
export function cause(refusal: Refusal, attempt: Attempt): Cause {
  const row = ROWS.find(({ code, says }) =>
    (code?.test(refusal.code) ?? true) && (says?.test(refusal.message) ?? true)
  );
  if (row !== undefined) return row.means(attempt);
  return refusal.status >= 500
    ? { message: "STS reported an internal error", hints: ["try again in a minute"] }
    : { message: `STS refused: ${refusal.code}`, hints: leftOver(attempt.endpoint) };
}

/** AWS says the same for a policy that denies it, and for one narrowing too many (STS API Reference, ScopedPoliciesCount). */
function narrowingDenied({ endpoint }: Attempt): Cause {
  return {
    message: "this session may not be narrowed",
    hints: [
      "a policy of the role, the user or the organization denies sts:GetScopedCredentials",
      "or it is narrowed by three policies already, the most that STS allows",
      ...leftOver(endpoint),
    ],
  };
}

/** AWS says the same for a role that is not there, one that does not trust the caller, and for a missing code. */
function deniedHints(attempt: Attempt, call: AssumeRoleCall): string[] {
  const { withCode, temporaryKeys, caller, endpoint, userSession, typed, hasNoProfile } = attempt;
  const account = /^arn:[^:]*:(?:iam|sts)::(\d{12}):user\/(?:.*\/)?([^/]+)$/.exec(caller ?? "");
  const serial = account && `arn:${call.role.partition}:iam::${account[1]}:mfa/${account[2]}`;
  return [
    ...callerHint(attempt),
    ...(userSession === undefined ? [] : [mfaHint(userSession, typed)]),
    ...(withCode || temporaryKeys ? [] : [
      "no MFA code was sent, and the role may require one: " +
      (hasNoProfile
        ? `name the device: --mfa-serial ${
          serial ? `${serial} (if that is yours)` : "SERIAL"
        }, or --settings-from PROFILE`
        : serial
        ? `add mfa_serial = ${serial} (if that is your device) to profile "${call.profile}"`
        : `add mfa_serial to profile "${call.profile}"`),
    ]),
    `check that the role exists and trusts you${
      call.input.ExternalId === undefined
        ? `, and whether it wants an ${
          hasNoProfile ? "external id (--external-id)" : "external_id"
        }`
        : " with that external_id"
    }; your own policy must allow sts:AssumeRole on it`,
    ...leftOver(endpoint),
  ];
}

function callerHint({ caller }: Attempt): string[] {
  return caller === undefined ? [] : [`the keys are those of ${caller}`];
}

/** A trust policy may ask for MFA, or for one that is not too old (aws:MultiFactorAuthAge). */
function mfaHint({ user, mfaTime }: UserSession, typed: string): string {
  const way = `with a new code: \`envchain NAMESPACE swr ${typed}\``;
  if (mfaTime === undefined) {
    return `the user session of ${user.name} has no MFA, and the role may require it; ${way}`;
  }
  const age = roughText(Math.max(0, Math.floor((Date.now() - Date.parse(mfaTime)) / 1000)));
  return `the code of this user session is ${age} old, and the role may require a newer one (aws:MultiFactorAuthAge); ${way}`;
}

function leftOver({ origin }: Endpoint): string[] {
  return origin === undefined
    ? []
    : [`the endpoint is not AWS's own: is the setting in ${originText(origin)} left over?`];
}

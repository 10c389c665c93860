// What a session sets in the environment, and everything that it sets or unsets.
// Rule: the names are contract.ts's; a value that is not known before the credentials are is null until then.

import { CREDENTIAL_VARIABLES, ONE_TIME_INPUTS } from "../config/variables.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { Narrowing } from "../role/narrowing.ts";
import type { ServedSource } from "../role/source.ts";
import { HELPED, OWN } from "./contract.ts";

/** What the session is of: a role, perhaps opened from the session of a user, or a user, whom STS names. */
export type SessionIdentity =
  | {
    readonly kind: "role-session";
    readonly roleArn: string;
    readonly account: string;
    readonly userArn?: string;
  }
  | { readonly kind: "user-session" }
  /** What the profile's own source gives: its credentials say whose. */
  | { readonly kind: "source-session" };

/** What is known of a session before its credentials are. */
export type SessionFacts = {
  readonly profile: string;
  readonly identity: SessionIdentity;
  readonly region?: string;
  /** The kind of the source, if another program serves it. */
  readonly source?: ServedSource["kind"];
  /** How it is narrowed; such a session is a dead end: it holds its own key, and swr opens no other from it. */
  readonly narrowed?: Narrowing;
  readonly setAwsProfile: boolean;
  /** The keys are in the kernel, and not in the environment. */
  readonly keyless?: boolean;
  /** The session renews itself until then, the end of the user session: RFC 3339. */
  readonly renewsUntil?: string;
  /** What was set before, if the change is for a shell that is there already (export_record.ts). */
  readonly exported?: string;
  /** The files in force before the session, if a session (this one or an outer one) has a view of the config. */
  readonly files?: {
    /** The path of this session's view; null if it is not known yet, undefined if there is none. */
    readonly view: string | null | undefined;
    readonly config: string;
    readonly credentials: string;
  };
};

/** The credentials of a session with the digest of their secrets. */
export type MarkedCredentials = SessionCredentials & { readonly digest: string };

/** The variables that a session sets; a value is null as long as it is not known. */
export function sessionVariables(
  facts: SessionFacts,
  credentials: MarkedCredentials | undefined,
): Map<string, string | null> {
  const { profile, identity, region, source, narrowed, exported } = facts;
  const { setAwsProfile, keyless, renewsUntil, files } = facts;
  const set = new Map<string, string | null>([
    ...(keyless ? WITHOUT_KEYS : keyVariables(credentials)),
    ...identityVariables(identity, credentials),
    [OWN.profile, profile],
    [OWN.kind, identity.kind === "source-session" ? credentials?.kind ?? null : identity.kind],
    [OWN.expiration, renewsUntil ?? credentials?.expiration ?? null],
  ]);
  if (renewsUntil !== undefined) set.set(OWN.renew, "1");
  if (region !== undefined) {
    // boto3 reads only the second, the JavaScript and Java SDKs only the first.
    set.set("AWS_REGION", region);
    set.set("AWS_DEFAULT_REGION", region);
    set.set(OWN.region, region);
  }
  if (source !== undefined) set.set(OWN.source, source);
  if (narrowed !== undefined) set.set(OWN.narrowed, narrowed);
  if (exported !== undefined) set.set(OWN.exported, exported);
  if (setAwsProfile) set.set("AWS_PROFILE", profile);
  if (files !== undefined) {
    // Without a view of its own, a session inside another must not keep the outer one's.
    set.set("AWS_CONFIG_FILE", files.view === undefined ? files.config : files.view);
    if (files.view !== undefined) {
      set.set(OWN.configFile, files.config);
      set.set(OWN.credentialsFile, files.credentials);
    }
  }
  return set;
}

/** Instead of keys. JavaScript's SDK v2 and Go's v1 read the config file only if they are told to. */
const WITHOUT_KEYS = [["AWS_SDK_LOAD_CONFIG", "1"], [OWN.keyless, "1"]] as const;

/** The variables of the keys; all that --expose sets in a keyless session. */
export function keyVariables(
  credentials: MarkedCredentials | undefined,
): [string, string | null][] {
  return [
    ["AWS_ACCESS_KEY_ID", credentials?.accessKeyId ?? null],
    ["AWS_SECRET_ACCESS_KEY", credentials?.secretAccessKey ?? null],
    ["AWS_SESSION_TOKEN", credentials?.sessionToken ?? null],
    ["AWS_CREDENTIAL_EXPIRATION", credentials?.expiration ?? null],
    ["AWS_SESSION_EXPIRATION", credentials?.expiration ?? null],
    [OWN.accessKeyId, credentials?.accessKeyId ?? null],
    [OWN.digest, credentials?.digest ?? null],
  ];
}

function identityVariables(
  identity: SessionIdentity,
  credentials: SessionCredentials | undefined,
): [string, string | null][] {
  if (identity.kind === "role-session") {
    const { account, roleArn, userArn } = identity;
    return [
      ["AWS_ACCOUNT_ID", account],
      [OWN.roleArn, roleArn],
      ...(userArn === undefined ? [] : [[OWN.userArn, userArn] as [string, string]]),
    ];
  }
  if (identity.kind === "source-session") return sourceVariables(credentials);
  const user = credentials?.user;
  return [
    ["AWS_ACCOUNT_ID", user?.arn.account ?? null],
    [OWN.userArn, user?.arn.text ?? null],
    ...(credentials !== undefined && user?.mfaTime === undefined
      ? []
      : [[OWN.mfaTime, user?.mfaTime ?? null] as [string, string | null]]),
  ];
}

/** Of a session whose credentials say whose it is. */
function sourceVariables(credentials: SessionCredentials | undefined): [string, string | null][] {
  if (credentials === undefined) {
    return [["AWS_ACCOUNT_ID", null], [OWN.roleArn, null], [OWN.userArn, null]];
  }
  const { role, user } = credentials;
  return role !== undefined
    ? [["AWS_ACCOUNT_ID", role.account], [OWN.roleArn, role.arn]]
    : [["AWS_ACCOUNT_ID", user!.arn.account], [OWN.userArn, user!.arn.text]];
}

/** Every variable that a session sets or unsets; a session unsets those that it does not set. */
export function managedVariables(): readonly string[] {
  return [...CREDENTIAL_VARIABLES, ...ONE_TIME_INPUTS, HELPED, ...Object.values(OWN)];
}

/** Whether the variable of a session means the same on another machine: a path and the name of a profile do not. */
export function isPortable(name: string): boolean {
  return name.startsWith("AWS_") && name !== "AWS_CONFIG_FILE" && name !== "AWS_PROFILE";
}

// The contract between swr and the programs of a session: the names of swr's own variables, and what they say of the
// session one is in.
// Rule: no other module knows these names (session_variables.ts writes them, deviations.ts and view_place.ts compare);
// whether one is in a session is read here, never from the keys.

import type { FilesInForce } from "../config/locations.ts";
import type { Lookup } from "../config/origin.ts";
import type { Setting } from "../text/origin.ts";
import { viewPlace } from "./view_place.ts";
import { parseUserArn } from "../role/user_arn.ts";
import { type Narrowing, NARROWING_TEXT } from "../role/narrowing.ts";
import type { CredentialKind, UserSession } from "../role/source.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";
import type { Renewal } from "../credentials/renewal_key.ts";

/** The variables that are swr's own, by what they hold; export_record.ts shares them. */
export const OWN = {
  profile: "SWR_PROFILE",
  /** `role-session` or `user-session`. */
  kind: "SWR_KIND",
  roleArn: "SWR_ROLE_ARN",
  /** The user whose session it is; set in a role session too if it was opened from a user session. */
  userArn: "SWR_USER_ARN",
  /** In a user session: when its MFA code was taken, in RFC 3339. */
  mfaTime: "SWR_MFA_TIME",
  /** RFC 3339, as STS gave it. */
  expiration: "SWR_EXPIRATION",
  accessKeyId: "SWR_ACCESS_KEY_ID",
  /** What credentials.ts makes of the secret and the token. */
  digest: "SWR_DIGEST",
  region: "SWR_REGION",
  /** Set if the keys came from a source that another program serves: `process`, `sso`, `login`. */
  source: "SWR_SOURCE",
  /** Set if the session has fewer rights than its role or user: how, in a word for prompts. */
  narrowed: "SWR_NARROWED",
  /** Set in a keyless session, whose keys are in the kernel (credentials/keyring.ts). */
  keyless: "SWR_KEYLESS",
  /** Set in a role session that renews itself, whose expiration is then the end of the user session. */
  renew: "SWR_RENEW",
  /**
   * Set by --export: the shell was there before the session, and is not left with exit. It holds what was set there
   * before (export_record.ts).
   */
  exported: "SWR_EXPORTED",
  /** The paths that were in force before the session; set if a session has a view. Empty: there was no home. */
  configFile: "SWR_CONFIG_FILE",
  credentialsFile: "SWR_SHARED_CREDENTIALS_FILE",
} as const;

/** The variable that says where one is, which prompts show too. */
export const PROFILE_VARIABLE = OWN.profile;

/**
 * The variable that tells a helper of swr's which profiles it serves, percent-encoded and separated by blanks: so that
 * a credential_process that runs swr for its own profile again is noticed.
 */
export const HELPED = "SWR_HELPS";

/** The profiles that this run of swr helps to get credentials for, the outermost first. */
export function helpedProfiles(env: Lookup): string[] {
  return (env(HELPED) ?? "").split(" ").filter((name) => name !== "").map((name) => {
    try {
      return decodeURIComponent(name);
    } catch {
      return name;
    }
  });
}

/** The variable for a helper that serves the profile, beside those served around it. */
export function helperMark(env: Lookup, profile: string): Readonly<Record<string, string>> {
  const names = [...helpedProfiles(env), profile];
  return { [HELPED]: names.map(encodeURIComponent).join(" ") };
}

/** The session that an environment describes. */
export type Session = {
  readonly profile: string;
  readonly kind: Exclude<CredentialKind, "long-term">;
  readonly roleArn?: string;
  /** The user whose session it is, or whose session the role was opened from. */
  readonly userArn?: string;
  /** RFC 3339. */
  readonly mfaTime?: string;
  readonly account?: string;
  readonly region?: string;
  /** RFC 3339, as STS gave it. */
  readonly expiration?: string;
  readonly accessKeyId?: string;
  readonly digest?: string;
  /** The kind of the source that the keys came from, if another program serves it. */
  readonly source?: string;
  /** How the session is narrowed; undefined: it has all rights of its role or user. */
  readonly narrowed?: Narrowing;
  /** The region that it began with; `region` is the one in force now. */
  readonly ownRegion?: string;
  /** The keys are in the kernel; those in the environment are a copy (--expose), or none. */
  readonly keyless: boolean;
  /** The role session renews itself; `expiration` is the end of the user session. */
  readonly renews: boolean;
  /** The shell was there before the session (--export). */
  readonly exported: boolean;
  /** Whether the session was given a view of the config. */
  readonly hasView: boolean;
};

/** The session one is in; undefined outside one. */
export function currentSession(env: Lookup): Session | undefined {
  const profile = env(OWN.profile);
  if (!profile) return undefined;
  const texts = {
    roleArn: env(OWN.roleArn),
    userArn: env(OWN.userArn),
    mfaTime: env(OWN.mfaTime),
    account: env("AWS_ACCOUNT_ID"),
    region: env("AWS_REGION"),
    expiration: env(OWN.expiration),
    accessKeyId: env(OWN.accessKeyId),
    digest: env(OWN.digest),
    ownRegion: env(OWN.region),
    source: env(OWN.source),
  };
  const narrowed = env(OWN.narrowed);
  return {
    profile,
    // Another word than those would still mean fewer rights.
    ...(narrowed && { narrowed: narrowed in NARROWING_TEXT ? narrowed as Narrowing : "narrow" }),
    kind: env(OWN.kind) === "user-session" ? "user-session" : "role-session",
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value)),
    keyless: Boolean(env(OWN.keyless)),
    renews: Boolean(env(OWN.renew)),
    exported: Boolean(env(OWN.exported)),
    hasView: env(OWN.configFile) !== undefined,
  };
}

/** The ARN of the session's role, as a setting. */
export function roleArnOf({ roleArn }: Session): Setting | undefined {
  return roleArn === undefined
    ? undefined
    : { value: roleArn, origin: { kind: "variable", name: OWN.roleArn } };
}

/** The user session one is in, if roles can be opened from it; undefined in any other session and outside one. */
export function userSessionIn(env: Lookup): UserSession | undefined {
  const session = currentSession(env);
  if (session?.kind !== "user-session" || session.narrowed !== undefined) return undefined;
  const { accessKeyId, expiration, mfaTime } = session;
  const user = parseUserArn(session.userArn ?? "");
  return accessKeyId === undefined || expiration === undefined || user === undefined
    ? undefined
    : { user, accessKeyId, expiration, ...(mfaTime !== undefined && { mfaTime }) };
}

/** The keys in the environment if they are the session's own. */
export function sessionKeysIn(
  env: Lookup,
  { accessKeyId: own }: Session,
): Pick<SessionCredentials, "accessKeyId" | "secretAccessKey" | "sessionToken"> | undefined {
  const accessKeyId = env("AWS_ACCESS_KEY_ID");
  const secretAccessKey = env("AWS_SECRET_ACCESS_KEY");
  const sessionToken = env("AWS_SESSION_TOKEN");
  return accessKeyId && secretAccessKey && sessionToken && accessKeyId === own
    ? { accessKeyId, secretAccessKey, sessionToken }
    : undefined;
}

/** The environment with the keys of the keyless session that it describes, as an ordinary session has them there. */
export function withKeys(env: Lookup, credentials: SessionCredentials): Lookup {
  const added = new Map<string, string>([
    ["AWS_ACCESS_KEY_ID", credentials.accessKeyId],
    ["AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey],
    ["AWS_SESSION_TOKEN", credentials.sessionToken],
    [OWN.accessKeyId, credentials.accessKeyId],
    [OWN.expiration, credentials.expiration],
  ]);
  return (name) => added.get(name) ?? env(name);
}

/** The environment of a session that renews itself, as if one were in the user session that it is renewed by. */
export function asUserSession(
  env: Lookup,
  { user: { user, accessKeyId, expiration, mfaTime = "" }, secretAccessKey, sessionToken }: Renewal,
): Lookup {
  const keys = { kind: "user-session" as const, accessKeyId, secretAccessKey, sessionToken };
  const added = new Map<string, string>([
    [OWN.kind, keys.kind],
    [OWN.userArn, user.text],
    [OWN.mfaTime, mfaTime],
    [OWN.roleArn, ""],
    [OWN.renew, ""],
  ]);
  const outer = (name: string) => added.get(name) ?? env(name);
  return withKeys(outer, { ...keys, expiration });
}

/** The variables of a session that are set although the environment describes none. */
export function leftOvers(env: Lookup): string[] {
  return Object.values(OWN).filter((name) => name !== OWN.profile && env(name) !== undefined)
    .toSorted();
}

/**
 * The paths of AWS's two files that were in force before the session one is in, if it has a view. A path that the user
 * has set inside the session counts instead: AWS_CONFIG_FILE that names no view, another credentials file.
 */
export function filesBefore(env: Lookup): FilesInForce {
  const held = (from: string) => {
    const path = env(from);
    return path === undefined ? undefined : { path, from };
  };
  const [config, credentials] = [held(OWN.configFile), held(OWN.credentialsFile)];
  const now = env("AWS_CONFIG_FILE");
  const ofUser = now && viewPlace(now) === undefined && now !== config?.path;
  // A session leaves this variable as it was: a relative path is meant from where the session was started.
  const other = env("AWS_SHARED_CREDENTIALS_FILE");
  const isOther = other && /^(?:[/\\~]|[A-Za-z]:)/.test(other) && other !== credentials?.path;
  return {
    ...(config && !ofUser && { config }),
    ...(credentials && !isOther && { credentials }),
  };
}

/** A line for a start-up file of the shell, by its name, that leaves the variable of a session alone. */
export function guardedExport(name: string, shell: string): string {
  switch (shell) {
    case "csh":
    case "tcsh":
      return `if (! $?${OWN.profile}) setenv ${name} …`;
    case "fish":
      return `set -q ${OWN.profile}; or set -gx ${name} …`;
    default:
      return `[ -n "$${OWN.profile}" ] || export ${name}=…`;
  }
}

// The contract between swr and the programs of a session: the variables that a session sets, and the path of its view.
// Rule: no other module knows these names or what they mean; whether one is in a session is read here, never from the
// keys.

import { CREDENTIAL_VARIABLES, ONE_TIME_INPUTS } from "../config/variables.ts";
import type { FilesInForce } from "../config/locations.ts";
import type { Lookup } from "../config/origin.ts";
import type { Setting } from "../text/origin.ts";
import { parseUserArn } from "../role/user_arn.ts";
import { type Narrowing, NARROWING_TEXT } from "../role/narrowing.ts";
import type { CredentialKind, ServedSource, UserSession } from "../role/source.ts";
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
  /** What digest.ts makes of the secret and the token. */
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

/**
 * The variable that tells a helper of swr's which profiles it serves, percent-encoded and separated by blanks: so that
 * a credential_process that runs swr for its own profile again is noticed.
 */
const HELPED = "SWR_HELPS";

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

/** Every variable that a session sets or unsets; a session unsets those that it does not set. */
export function managedVariables(): readonly string[] {
  return [...CREDENTIAL_VARIABLES, ...ONE_TIME_INPUTS, HELPED, ...Object.values(OWN)];
}

/** Whether the variable of a session means the same on another machine: a path and the name of a profile do not. */
export function isPortable(name: string): boolean {
  return name.startsWith("AWS_") && name !== "AWS_CONFIG_FILE" && name !== "AWS_PROFILE";
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

/** A variable that is no longer as the session set it. */
export type Deviation = {
  readonly name: string;
  /** What it is now, if that is no secret; undefined if it is not set. */
  readonly is: string | undefined;
  /** What it was, if that is no secret. */
  readonly was?: string;
};

/**
 * The variables that are no longer the session's, by which SDKs may use other keys, another profile or region; prompts
 * compare the same. `digest`: of the secrets in the environment.
 */
export function deviations(
  env: Lookup,
  session: Session,
  digest: string | undefined,
): Deviation[] {
  const set = (name: string) => env(name) || undefined;
  const found: Deviation[] = [];
  if (set("AWS_ACCESS_KEY_ID") !== session.accessKeyId) {
    found.push({ name: "AWS_ACCESS_KEY_ID", is: set("AWS_ACCESS_KEY_ID") });
  } else if (session.accessKeyId !== undefined) {
    const missing = ["AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"].filter((name) => !set(name));
    for (const name of missing) found.push({ name, is: undefined });
    const isOther = session.digest !== undefined && digest !== undefined &&
      digest !== session.digest;
    if (missing.length === 0 && isOther) {
      found.push({ name: "AWS_SECRET_ACCESS_KEY or AWS_SESSION_TOKEN", is: "" });
    }
  }
  for (const name of ["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]) {
    const is = set(name);
    if (is !== undefined && is !== session.profile) found.push({ name, is, was: session.profile });
  }
  const was = session.ownRegion;
  for (const name of was === undefined ? [] : ["AWS_REGION", "AWS_DEFAULT_REGION"]) {
    const is = set(name);
    if (is !== was) found.push({ name, is, was: was! });
  }
  return found;
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

/** The path of the view that the environment leads to; undefined if it leads to another file. */
export function viewPath(env: Lookup): string | undefined {
  const path = env("AWS_CONFIG_FILE");
  return path && viewPlace(path) ? path : undefined;
}

/** Where a view lies: in memory, as a descriptor of the session's first process, or in a file of its own
 * in a folder of its own. */
type ViewPlace = { readonly kind: "memory"; readonly pid: number } | {
  readonly kind: "file";
};

/** The place of a view by its path; undefined if no view of swr's has such a path. */
export function viewPlace(path: string): ViewPlace | undefined {
  const pid = /^\/proc\/(\d+)\/fd\/\d+$/.exec(path)?.[1];
  if (pid !== undefined) return { kind: "memory", pid: Number(pid) };
  return IS_FILE.test(path) ? { kind: "file" } : undefined;
}

/** The path of a view in memory: swr becomes the session's program, so its number is the program's. */
export function memoryViewPath(pid: number, descriptor: number): string {
  return `/proc/${pid}/fd/${descriptor}`;
}

/** The folder and the beginning of the name of a view that is a file: `swr/config.Ab12Cd`. */
export const VIEW_FOLDER = "swr";
export const VIEW_FILE = "config";
const IS_FILE = new RegExp(`^/.*/${VIEW_FOLDER}/${VIEW_FILE}\\.[A-Za-z0-9]{6}$`);

/** The name that the kernel shows for a view in memory (memfd_create(2)). */
export const MEMORY_VIEW = "swr-config";

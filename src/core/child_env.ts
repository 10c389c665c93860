// The session's environment: what is set, what is taken away, and how that meets the bytes of environ.
// Rule: whatever an SDK could prefer to the new keys is overwritten or unset; nothing else differs.
// Pure: imports nothing.

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** RFC 3339 in UTC without a fraction, as STS gives it: `2026-01-01T00:00:00Z`. */
  readonly expiration: string;
};

export type SessionFacts = {
  readonly profile: string;
  readonly roleArn: string;
  readonly account: string;
  readonly region?: string;
  readonly setAwsProfile: boolean;
  /** The change is for a shell that is there already (--export), and not for one that the session ends with. */
  readonly exported?: true;
  /** The files in force before the session, where a session (this one or an outer one) has a view of the config. */
  readonly files?: {
    /** The path of this session's view; null where it is not known yet, undefined where there is none. */
    readonly view: string | null | undefined;
    readonly config: string;
    readonly credentials: string;
  };
};

/** null: known only after the switch, or secret (as --dry-run shows it). */
export type EnvironmentChange = {
  readonly set: ReadonlyMap<string, string | null>;
  readonly unset: readonly string[];
};

/**
 * Variables that SDKs and tools prefer to, or mix with, the keys of the session. Beside AWS's own
 * (https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html): AWS_SECURITY_TOKEN, which
 * botocore reads before AWS_SESSION_TOKEN; the bearer token of Bedrock, which SDKs prefer to keys; the AMAZON_ and
 * AWS_ACCESS_KEY aliases of Go, Ruby, Java and Rust; and the marks of other switchers, which prompts read before AWS_PROFILE.
 */
const STALE = [
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_ACCOUNT_ID",
  "AWS_BEARER_TOKEN_BEDROCK",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN",
  "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_CREDENTIAL_FILE",
  "AWS_CREDENTIAL_SCOPE",
  "AWS_DEFAULT_PROFILE",
  "AWS_DEFAULT_REGION",
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_ROLE_ARN",
  "AWS_ROLE_SESSION_NAME",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SECRET_KEY",
  "AWS_SECURITY_TOKEN",
  "AWS_SESSION_EXPIRATION",
  "AWS_SESSION_TOKEN",
  "AWS_SSO_PROFILE",
  "AWS_SSO_SESSION_EXPIRATION",
  "AWS_VAULT",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AMAZON_ACCESS_KEY_ID",
  "AMAZON_REGION",
  "AMAZON_SECRET_ACCESS_KEY",
  "AMAZON_SESSION_TOKEN",
  "ASSUMED_ROLE",
  "AWSUME_EXPIRATION",
  "AWSUME_PROFILE",
  "AWSU_PROFILE",
  "SECRET_ACCESS_KEY",
  "SWR_ACCESS_KEY_ID",
  "SWR_CONFIG_FILE",
  "SWR_EXPIRATION",
  "SWR_EXPORTED",
  "SWR_MFA_PROCESS",
  "SWR_MFA_TOKEN",
  "SWR_PROFILE",
  "SWR_ROLE_ARN",
  "SWR_SHARED_CREDENTIALS_FILE",
] as const;

/**
 * A bearer token of AWS's for any service (AWS SDKs look for AWS_BEARER_TOKEN_<SERVICE>, after the service's signing
 * name): it is preferred to keys, and is of whatever account it was made in.
 */
const BEARER_TOKEN = /^AWS_BEARER_TOKEN_/;

/** Names that give a credential for AWS away, such as people and tools make up beside AWS's own. */
const CREDENTIAL_NAME = /(^|_)(AWS|AMAZON|EC2)_.*?(SECRET|TOKEN|PASSWORD|PASSPHRASE|ACCESS_KEY)/i;

/**
 * What the session's environment gets and loses, by name (applyChange() has one rule more); without credentials, as
 * --dry-run sees it.
 */
export function environmentChange(
  facts: SessionFacts,
  credentials: Credentials | undefined,
): EnvironmentChange {
  const set = new Map<string, string | null>([
    ["AWS_ACCESS_KEY_ID", credentials?.accessKeyId ?? null],
    ["AWS_SECRET_ACCESS_KEY", credentials?.secretAccessKey ?? null],
    ["AWS_SESSION_TOKEN", credentials?.sessionToken ?? null],
    ["AWS_CREDENTIAL_EXPIRATION", credentials?.expiration ?? null],
    ["AWS_SESSION_EXPIRATION", credentials?.expiration ?? null],
    ["AWS_ACCOUNT_ID", facts.account],
    ["SWR_PROFILE", facts.profile],
    ["SWR_ROLE_ARN", facts.roleArn],
    ["SWR_EXPIRATION", credentials?.expiration ?? null],
    ["SWR_ACCESS_KEY_ID", credentials?.accessKeyId ?? null],
  ]);
  if (facts.region !== undefined) {
    // boto3 reads only the second, the JavaScript and Java SDKs only the first.
    set.set("AWS_REGION", facts.region);
    set.set("AWS_DEFAULT_REGION", facts.region);
  }
  if (facts.exported) set.set("SWR_EXPORTED", "1");
  if (facts.setAwsProfile) set.set("AWS_PROFILE", facts.profile);
  if (facts.files !== undefined) {
    const { view, config, credentials } = facts.files;
    // Without a view of its own, a session inside another must not keep the outer one's.
    set.set("AWS_CONFIG_FILE", view === undefined ? config : view);
    if (view !== undefined) {
      set.set("SWR_CONFIG_FILE", config);
      set.set("SWR_SHARED_CREDENTIALS_FILE", credentials);
    }
  }
  return { set, unset: STALE.filter((name) => !set.has(name)).toSorted() };
}

/** Every variable an environmentChange() may touch: where exec is not to be had they are removed one by one. */
export function touchedVariables(): readonly string[] {
  return STALE;
}

/**
 * environ after the change: every other entry stays as it is, byte for byte and in its order, also an
 * odd one (no `=`, not UTF-8, twice the same name); what is set comes last. Bearer tokens of AWS's go too, which no
 * list could name for each service.
 */
export function applyChange(
  environ: readonly Uint8Array[],
  change: EnvironmentChange,
): Uint8Array[] {
  const encoder = new TextEncoder();
  const gone = new Set([...change.set.keys(), ...change.unset]);
  const kept = environ.filter((entry) => {
    const name = nameOf(entry);
    return !gone.has(name) && !BEARER_TOKEN.test(name);
  });
  const set = [...change.set].map(([name, value]) => encoder.encode(`${name}=${value ?? ""}`));
  return [...kept, ...set];
}

/** The environment of a program that helps swr: no credential in it, and only what is UTF-8. */
export function helperEnvironment(environ: readonly Uint8Array[]): Record<string, string> {
  const gone = new Set<string>(STALE);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const entries = environ.flatMap((entry): [string, string][] => {
    const name = nameOf(entry);
    if (gone.has(name) || name === "" || entry.indexOf(0x3d) < 1) return [];
    try {
      const text = decoder.decode(entry);
      const at = text.indexOf("=");
      const whole = text.slice(0, at);
      return CREDENTIAL_NAME.test(whole) ? [] : [[whole, text.slice(at + 1)]];
    } catch {
      return [];
    }
  });
  return Object.fromEntries(entries);
}

function nameOf(entry: Uint8Array): string {
  const end = entry.indexOf(0x3d);
  // Latin-1 keeps bytes apart that are not UTF-8; the names swr touches are ASCII.
  return String.fromCharCode(...entry.subarray(0, Math.min(end < 0 ? entry.length : end, 64)));
}

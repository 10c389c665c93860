// The session's environment: what is set, what is taken away, and how that meets the bytes of environ.
// Rule: whatever an SDK could prefer to the new keys is overwritten or unset; nothing else differs.

import { BEARER_TOKEN, managedVariables, variableName } from "../config/variables.ts";
import type { SessionCredentials } from "../credentials/credentials.ts";

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
 * What the session's environment gets and loses, by name (applyChange() has one rule more); without credentials, as
 * --dry-run sees it.
 */
export function environmentChange(
  facts: SessionFacts,
  credentials: SessionCredentials | undefined,
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
  return { set, unset: managedVariables().filter((name) => !set.has(name)).toSorted() };
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
    const name = variableName(entry);
    return !gone.has(name) && !BEARER_TOKEN.test(name);
  });
  const set = [...change.set].map(([name, value]) => encoder.encode(`${name}=${value ?? ""}`));
  return [...kept, ...set];
}

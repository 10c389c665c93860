// Where the credentials of a chain's first call come from, as the plan holds it: the source and its kind, no secret.
// Rule: half a pair is an error, never completed from elsewhere; the environment's keys come before the base profile's.

import type { UserArn } from "./user_arn.ts";
import type { Base, Chain } from "./chain.ts";
import { SwrError } from "../text/errors.ts";
import type { LineOrigin, Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import type { Sso } from "./sso.ts";
import { SERVED } from "./other_sources.ts";
import type { Lookup } from "../config/origin.ts";
import { pairFault, secretFault } from "./key_check.ts";
import { noKeys } from "./refusals.ts";
import { type ServedFacts, servedSource } from "./served_source.ts";
import type { Configuration } from "../config/configuration.ts";
import type { Profile } from "../config/profile.ts";

/**
 * What credentials are: an IAM user's access key, the user's own session (GetSessionToken), or a role's. Which of the
 * two sessions keys are of cannot be told from them: they count as a role's, unless the environment describes the user
 * session that they are of.
 */
export type CredentialKind = "long-term" | "user-session" | "role-session";

/** The user session one is in, as its environment describes it (session/contract.ts). */
export type UserSession = {
  readonly user: UserArn;
  readonly accessKeyId: string;
  /** RFC 3339. */
  readonly expiration: string;
  /** When its MFA code was taken, RFC 3339; undefined: it was opened without one. */
  readonly mfaTime?: string;
};

/** A source whose keys are already there; credentials/resolve.ts reads the secrets from it. */
type KeySource =
  & (
    | { readonly kind: "environment" }
    | { readonly kind: "profile"; readonly profile: string }
    | { readonly kind: "user-session"; readonly session: UserSession }
  )
  & {
    /** Not secret: messages and the dry run show its end. */
    readonly accessKeyId: string;
    /** The kind of credentials that it gives. */
    readonly gives: CredentialKind;
  };

/** A source that another program serves, which is asked once everything else is decided (credentials/). */
export type ServedSource =
  & (
    | { readonly kind: "process"; readonly command: Setting<LineOrigin> }
    | { readonly kind: "sso"; readonly sso: Sso }
    /** `aws login`; the session is the ARN of who has signed in. */
    | { readonly kind: "login"; readonly session: Setting<LineOrigin> }
  )
  & {
    readonly profile: string;
    /** The line that names it. */
    readonly origin: LineOrigin;
    /** Undefined until it has been asked. */
    readonly accessKeyId: string | undefined;
    /** The kind of credentials that it gives; until it has been asked, the one that the calls are planned for. */
    readonly gives: CredentialKind;
    /** The account that it says the credentials are of. */
    readonly account?: string;
  };

/** A source of credentials. */
export type CredentialSource = KeySource | ServedSource;

/** Whether another program serves the source. */
export function isServed(source: CredentialSource): source is ServedSource {
  return source.kind !== "environment" && source.kind !== "profile" &&
    source.kind !== "user-session";
}

type Found<Source extends CredentialSource = KeySource> = {
  readonly source: Source;
  /** Facts that -v shows. */
  readonly notes: readonly string[];
};

/**
 * The source that a chain begins with; `inside`: the user session one is in; `served`: what another program has served,
 * if it has been asked. SwrError "config" if there is none, or only half a pair of keys.
 */
export function sourceOf(
  chain: Chain,
  config: Configuration,
  env: Lookup,
  inside?: UserSession,
  served?: ServedFacts,
): Found<CredentialSource> & { readonly warnings: readonly string[] } {
  const { base } = chain;
  const found = environmentSource(env, inside);
  if (found !== undefined) {
    const notes = [...found.notes, ...otherKeysNote(base, found.source)];
    return { ...found, notes, warnings: otherSourceWarning(base, found.source) };
  }
  const ofProfile = base.kind === "keys" ? profileSource(base.profile) : undefined;
  if (ofProfile !== undefined) return { ...ofProfile, warnings: [] };
  const source = servedSource(base, chain, config, served);
  if (source !== undefined) return { source, notes: [], warnings: [] };
  throw noKeys(chain, config);
}

/** The keys that a profile holds itself; undefined if it has none. SwrError "config" for values that cannot be keys. */
export function profileSource({ name, staticKeys }: Profile): Found | undefined {
  if (staticKeys === undefined) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken } = staticKeys;
  const { notes, ...pair } = checkPair(
    { id: accessKeyId.value, secret: secretAccessKey.value, token: sessionToken?.value },
    `profile "${name}"`,
    "aws_session_token",
  );
  return { source: { kind: "profile", profile: name, ...pair }, notes };
}

/**
 * The environment's keys, which may be those of the user session one is in; undefined if there are none. SwrError
 * "config" for half a pair, or for values that cannot be keys.
 */
export function environmentSource(env: Lookup, inside?: UserSession): Found | undefined {
  // An empty variable counts as none, as in the SDKs.
  const id = env("AWS_ACCESS_KEY_ID") || undefined;
  const secret = env("AWS_SECRET_ACCESS_KEY") || undefined;
  if (id === undefined && secret === undefined) return undefined;
  if (id === undefined || secret === undefined) {
    const [there, missing] = id === undefined
      ? ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"]
      : ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    throw new SwrError("keys-half", `the environment holds ${there} but no ${missing}`, [
      "keys come in pairs: set both (`envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`) or neither",
    ]);
  }
  const { notes, ...pair } = checkPair(
    { id, secret, token: env("AWS_SESSION_TOKEN") },
    "the environment",
    "AWS_SESSION_TOKEN",
  );
  if (inside !== undefined && pair.gives !== "long-term" && inside.accessKeyId === id) {
    const { accessKeyId } = pair;
    return {
      source: { kind: "user-session", session: inside, accessKeyId, gives: "user-session" },
      notes,
    };
  }
  return { source: { kind: "environment", ...pair }, notes };
}

/**
 * The kind of an access key. ASIA marks the key of a session, AKIA a long-lived one, whatever token is beside it (IAM
 * User Guide, "IAM identifiers", unique identifiers); with any other id the token decides.
 */
export function keyKind(accessKeyId: string, hasToken: boolean): CredentialKind {
  const ofSession = accessKeyId.startsWith("ASIA") || (hasToken && !accessKeyId.startsWith("AKIA"));
  return ofSession ? "role-session" : "long-term";
}

const BASE_32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The account that an access key was issued in, twelve digits; undefined for ids that do not tell, as the older ones. A
 * hint, never a decision: AWS does not promise the layout, which was found out
 * (https://awsteele.com/blog/2020/09/26/aws-access-key-format.html; sts get-access-key-info asks AWS).
 */
export function accountOfKey(accessKeyId: string): string | undefined {
  // After the four letters of the kind: base 32; one bit that newer ids have set, and 40 bits of the account.
  if (!/^A[KS]IA[Q-Z2-7][A-Z2-7]{15}$/.test(accessKeyId)) return undefined;
  let bits = 0;
  for (const letter of accessKeyId.slice(4, 13)) bits = bits * 32 + BASE_32.indexOf(letter);
  // 45 bits: the set one, 40 of the account, 4 of what follows.
  const account = Math.floor(bits / 16) % 2 ** 40;
  return account < 1e12 ? String(account).padStart(12, "0") : undefined;
}

function checkPair(
  { id, secret, token }: { id: string; secret: string; token: string | undefined },
  place: string,
  tokenName: string,
): Pick<KeySource, "accessKeyId" | "gives"> & Pick<Found, "notes"> {
  const fault = pairFault(id, secret);
  if (fault !== undefined) {
    throw new SwrError("keys-malformed", `${fault.what} of ${place} ${fault.is}`, [fault.remedy]);
  }
  const gives = keyKind(id, Boolean(token));
  if (gives === "long-term") {
    // The token is what an outer session left over, as in `envchain aws-main swr other` typed inside one.
    const notes = token
      ? ["the session token beside the long-lived key is a leftover and is not sent"]
      : [];
    return { accessKeyId: id, gives, notes };
  }
  if (!token) {
    throw new SwrError("token-missing", `${place} holds the key of a session but not its token`, [
      `an access key id that begins with ASIA needs ${tokenName} beside it`,
    ]);
  }
  const why = secretFault(token);
  if (why !== undefined) {
    throw new SwrError("keys-malformed", `the session token of ${place} ${why.is}`, [why.remedy]);
  }
  return { accessKeyId: id, gives, notes: [] };
}

function otherKeysNote(base: Base, source: KeySource): string[] {
  if (base.kind !== "keys") return [];
  if (base.profile.staticKeys?.accessKeyId.value === source.accessKeyId) return [];
  return [`${nameOf(source)} are used, not those of profile "${base.profile.name}"`];
}

/** Keys in the environment replace those of every base; a notice always says which source they replace. */
function otherSourceWarning(base: Base, source: KeySource): string[] {
  if (base.kind !== "other") return [];
  const { profile: { name }, service } = base;
  return [`${nameOf(source)} are used, not ${SERVED[service].how} of profile "${visible(name)}"`];
}

function nameOf({ kind }: KeySource): string {
  return kind === "user-session" ? "the keys of the user session" : "the environment's keys";
}

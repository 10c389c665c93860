// The keys that sign the first call: the environment's where they are, else the base profile's.
// Rule: half a pair is an error, never completed from elsewhere; whether keys are temporary is known before they are
// used.

import type { Base, Chain } from "./chain.ts";
import { SwrError } from "../text/errors.ts";
import type { Lookup } from "../config/origin.ts";
import { noKeys } from "./refusals.ts";
import type { Configuration, Profile } from "../config/profile.ts";

export type Keys = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Only with temporary keys. */
  readonly sessionToken?: string;
};

/** Temporary credentials, as STS gives them. */
export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** RFC 3339 in UTC without a fraction, as STS gives it: `2026-01-01T00:00:00Z`. */
  readonly expiration: string;
};

export type SourceKeys = {
  readonly keys: Keys;
  /** The profile whose section holds the keys; undefined for the environment. */
  readonly profile?: string;
  /** Facts worth a word under -v. */
  readonly notes: readonly string[];
};

/** The keys that a chain begins with. SwrError "config" where there are none or only half a pair. */
export function sourceKeys(chain: Chain, config: Configuration, env: Lookup): SourceKeys {
  const { base } = chain;
  const found = environmentKeys(env);
  if (found !== undefined) {
    return { ...found, notes: [...found.notes, ...otherKeysNote(base, found.keys)] };
  }
  const ofProfile = base.kind === "keys" ? profileKeys(base.profile) : undefined;
  if (ofProfile !== undefined) return ofProfile;
  throw noKeys(chain, config);
}

/** The keys a profile holds itself; undefined where it has none. SwrError "config" for a pair that cannot be one. */
export function profileKeys({ name, staticKeys }: Profile): SourceKeys | undefined {
  if (staticKeys === undefined) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken } = staticKeys;
  const place = `profile "${name}"`;
  return {
    ...usable(
      accessKeyId.value,
      secretAccessKey.value,
      sessionToken?.value,
      place,
      "aws_session_token",
    ),
    profile: name,
  };
}

/** Whether keys are those of a session: their access key id begins with ASIA, or they need a token. */
export function areTemporary(keys: Keys): boolean {
  return keys.accessKeyId.startsWith("ASIA") || keys.sessionToken !== undefined;
}

/** The environment's keys; undefined where there are none. SwrError "config" for half a pair, or a pair that cannot be one. */
export function environmentKeys(env: Lookup): SourceKeys | undefined {
  // An empty variable counts as none, as in the SDKs.
  const id = env("AWS_ACCESS_KEY_ID") || undefined;
  const secret = env("AWS_SECRET_ACCESS_KEY") || undefined;
  if (id === undefined && secret === undefined) return undefined;
  if (id === undefined || secret === undefined) {
    const [there, missing] = id === undefined
      ? ["AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID"]
      : ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
    throw new SwrError("config", `the environment holds ${there} but no ${missing}`, [
      "keys come in pairs: set both (`envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`) or neither",
    ]);
  }
  return usable(
    id,
    secret,
    env("AWS_SESSION_TOKEN") || undefined,
    "the environment",
    "AWS_SESSION_TOKEN",
  );
}

/** `\p{Cc}` in its two ranges: what is below the blank, and U+007F to U+009F. The property alone takes 0.2 ms. */
const BLANK_OR_CONTROL = /\s|[^ -\uffff]|[\x7f-\x9f]/;

function usable(
  id: string,
  secret: string,
  token: string | undefined,
  place: string,
  tokenName: string,
): SourceKeys {
  if (BLANK_OR_CONTROL.test(id) || BLANK_OR_CONTROL.test(secret)) {
    throw new SwrError("config", `a key of ${place} contains a blank or a control character`, [
      "it was probably pasted with a line break: store it again",
    ]);
  }
  const keys = { accessKeyId: id, secretAccessKey: secret };
  // AKIA marks a long-lived key (IAM User Guide, "IAM identifiers", unique identifiers): a token beside it is
  // what an outer session left over, as in `envchain aws-main swr other` typed inside one.
  if (token !== undefined && id.startsWith("AKIA")) {
    return {
      keys,
      notes: ["the session token beside the long-lived key is left over and is not sent"],
    };
  }
  if (id.startsWith("ASIA") && token === undefined) {
    throw new SwrError("config", `${place} holds the key of a session but not its token`, [
      `an access key id that begins with ASIA needs ${tokenName} beside it`,
    ]);
  }
  return { keys: token === undefined ? keys : { ...keys, sessionToken: token }, notes: [] };
}

function otherKeysNote(base: Base, keys: Keys): string[] {
  if (base.kind !== "keys" || base.profile.staticKeys?.accessKeyId.value === keys.accessKeyId) {
    return [];
  }
  return [`the environment's keys are used, not those of profile "${base.profile.name}"`];
}

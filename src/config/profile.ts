// Two configuration files → profiles by name, each setting with the place it was written.
// Rules: the SDKs' merge (smithy-rs, aws-runtime/src/env_config/normalize.rs): credentials over config, key by key;
// `[profile default]` replaces `[default]`; profiles inherit nothing.

import { type LineOrigin, lineOrigin, type Setting } from "../text/origin.ts";
import type { Content, IniFile, Problem } from "./ini.ts";
import { LazyMap } from "./lazy_map.ts";
import { blankNames } from "./section_name.ts";
import { type Part, piecesOf } from "./sections.ts";

type FileSetting = Setting<LineOrigin>;
export type Settings = ReadonlyMap<string, FileSetting>;

/** A pair of keys that one file holds together, and the token beside them in that file. */
type StaticKeys = {
  readonly accessKeyId: FileSetting;
  readonly secretAccessKey: FileSetting;
  readonly sessionToken?: FileSetting;
};

/** One half of a pair, the other missing from the same file. */
type HalfKeys = { readonly there: FileSetting; readonly missing: KeyName };
type KeyName = "aws_access_key_id" | "aws_secret_access_key";

export type Profile = {
  readonly name: string;
  /** Its header: in the config file if it stands there. */
  readonly origin: LineOrigin;
  readonly settings: Settings;
  /** Taken from one file, never mixed; at most one of the two is there. */
  readonly staticKeys?: StaticKeys;
  readonly halfKeys?: HalfKeys;
  /** Those of its sections in both files. */
  readonly problems: readonly Problem[];
};

export type Configuration = {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** `[services x]` and `[sso-session x]` of the config file, by name. */
  readonly services: ReadonlyMap<string, Settings>;
  readonly ssoSessions: ReadonlyMap<string, Settings>;
  /** Every problem of both files, also those of profiles. */
  readonly problems: readonly Problem[];
};

/** Merges the two files as the SDKs do; either may be missing. Linear in the headers; the rest is read when asked for. */
export function readConfiguration(
  config: IniFile | undefined,
  credentials: IniFile | undefined,
): Configuration {
  const first = piecesOf(config, "config", new Set());
  const second = piecesOf(
    credentials,
    "credentials",
    credentials === undefined ? new Set() : blankNames(config),
  );
  const [ofConfig, ofCredentials] = [first.parts, second.parts];
  // In the order of the config file, which is the user's own.
  const names = ofCredentials.profile.size === 0
    ? ofConfig.profile
    : new Set(ofConfig.profile.keys()).union(ofCredentials.profile);
  let problems: readonly Problem[] | undefined;
  return {
    profiles: new LazyMap(names, (name) => {
      return merged(name, ofConfig.profile.get(name), ofCredentials.profile.get(name));
    }),
    services: settingsByName(ofConfig.services),
    ssoSessions: settingsByName(ofConfig["sso-session"]),
    get problems() {
      return problems ??= [
        ...config?.preamble ?? [],
        ...first.all.flatMap((piece) => piece.read().problems),
        ...credentials?.preamble ?? [],
        ...second.all.flatMap((piece) => piece.read().problems),
      ];
    },
  };
}

function settingsByName(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, Settings> {
  return new LazyMap(parts, (name) => contentOf(parts.get(name)!).properties);
}

/** What stands in the sections of a part; of the same key, what stands last. */
function contentOf(part: Part): Content {
  return part.length === 1 ? part[0].read() : joined(part.map((piece) => piece.read()));
}

function joined(contents: readonly Content[]): Content {
  return {
    properties: new Map(contents.flatMap(({ properties }) => [...properties])),
    problems: contents.flatMap(({ problems }) => problems),
  };
}

function merged(name: string, config: Part | undefined, credentials: Part | undefined): Profile {
  const ofConfig = config && contentOf(config);
  const ofCredentials = credentials && contentOf(credentials);
  const { properties: settings, problems } = ofConfig === undefined || ofCredentials === undefined
    ? (ofConfig ?? ofCredentials)!
    : joined([ofConfig, ofCredentials]);
  const origin = lineOrigin((config ?? credentials)![0]);
  const profile = { name, origin, settings, problems };
  const keys = keysOf(ofCredentials?.properties, ofConfig?.properties);
  return keys === undefined ? profile : { ...profile, ...keys };
}

/**
 * The keys of the first file that has an access key id, as in botocore (credentials.py,
 * SharedCredentialProvider before ConfigProvider); a secret without one is half a pair wherever it stands.
 */
function keysOf(
  credentials: Settings | undefined,
  config: Settings | undefined,
): Pick<Profile, "staticKeys" | "halfKeys"> | undefined {
  const ofCredentials = given(credentials, "aws_access_key_id");
  const settings = ofCredentials !== undefined ? credentials : config;
  const accessKeyId = ofCredentials ?? given(config, "aws_access_key_id");
  const name = "aws_secret_access_key";
  if (accessKeyId === undefined) {
    const secret = given(credentials, name) ?? given(config, name);
    return secret && { halfKeys: { there: secret, missing: "aws_access_key_id" } };
  }
  const secretAccessKey = given(settings, name);
  if (secretAccessKey === undefined) return { halfKeys: { there: accessKeyId, missing: name } };
  // The token's first name, which botocore prefers where both stand.
  const sessionToken = given(settings, "aws_security_token") ??
    given(settings, "aws_session_token");
  const token = sessionToken === undefined ? {} : { sessionToken };
  return { staticKeys: { accessKeyId, secretAccessKey, ...token } };
}

/** An empty key is none. */
function given(settings: Settings | undefined, key: string): FileSetting | undefined {
  const setting = settings?.get(key);
  return setting?.value ? setting : undefined;
}

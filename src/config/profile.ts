// Two configuration files → profiles by name, each setting with the place it was written.
// Rules: the SDKs' merge (smithy-rs, aws-runtime/src/env_config/normalize.rs): credentials over config, key by key;
// `[profile default]` replaces `[default]`; profiles inherit nothing.

import { type LineOrigin, lineOrigin, type Setting } from "../text/origin.ts";
import type { Content, IniFile, Problem, Spelling } from "./ini.ts";
import { addEarlier } from "./ini_reader.ts";
import { LazyMap } from "./lazy_map.ts";
import { blankNames, type Role as FileKind } from "./section_name.ts";
import type { Property } from "./property.ts";
import { type Part, type Piece, piecesOf } from "./sections.ts";

export type FileSetting = Setting<LineOrigin> & Pick<Property, "whole" | "continued">;
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
  /** What makes it unclear what its sections say; ambiguity.ts decides whether that matters. */
  readonly doubts: Doubts;
};

/** What tools for AWS read differently. */
type Doubts = {
  /** Two values for one setting in one file. */
  readonly conflicts: readonly Conflict[];
  /** The headers of the profile in each file if there is more than one way to write it among them. */
  readonly spellings: Readonly<Partial<Record<FileKind, readonly ProfileHeader[]>>>;
};

/** One header of a profile; `counts`: whether swr reads it as the profile. */
export type ProfileHeader = Spelling & { readonly counts: boolean };

/** A section that is no profile: `[services x]`, `[sso-session x]`. */
export type NamedSection = {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Conflict[];
};

export type Conflict = {
  readonly key: string;
  readonly first: LineOrigin;
  readonly second: LineOrigin;
};

export type Configuration = {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** `[services x]` and `[sso-session x]` of the config file, by name. */
  readonly services: ReadonlyMap<string, NamedSection>;
  readonly ssoSessions: ReadonlyMap<string, NamedSection>;
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
      const strays = first.strays.get(name);
      return merged(name, ofConfig.profile.get(name), ofCredentials.profile.get(name), strays);
    }),
    services: sectionsByName(ofConfig.services),
    ssoSessions: sectionsByName(ofConfig["sso-session"]),
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

function sectionsByName(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, NamedSection> {
  return new LazyMap(parts, (name) => {
    const content = contentOf(parts.get(name)!);
    const { properties: settings, problems } = content;
    return { settings, problems, conflicts: conflictsOf(content) };
  });
}

/** What stands in the sections of a part; of the same key, what stands last. */
function contentOf(part: Part): Content {
  if (part.length === 1) return part[0].read();
  const contents = part.map((piece) => piece.read());
  const earlier = new Map<string, Property[]>();
  const properties = new Map<string, Property>();
  for (const content of contents) {
    for (const [key, property] of content.properties) {
      const before = [properties.get(key), ...content.earlier?.get(key) ?? []];
      for (const each of before) if (each !== undefined) addEarlier(earlier, each);
      properties.set(key, property);
    }
  }
  return { ...joined(contents), ...(earlier.size > 0 && { earlier }) };
}

function joined(contents: readonly Content[]): Content {
  return {
    properties: new Map(contents.flatMap(({ properties }) => [...properties])),
    problems: contents.flatMap(({ problems }) => problems),
  };
}

const NO_DOUBTS: Doubts = { conflicts: [], spellings: {} };

function merged(
  name: string,
  config: Part | undefined,
  credentials: Part | undefined,
  strays: readonly Piece[] | undefined,
): Profile {
  const ofConfig = config && contentOf(config);
  const ofCredentials = credentials && contentOf(credentials);
  const { properties: settings, problems } = ofConfig === undefined || ofCredentials === undefined
    ? (ofConfig ?? ofCredentials)!
    : joined([ofConfig, ofCredentials]);
  const origin = lineOrigin((config ?? credentials)![0]);
  const spellings = {
    ...spellingsOf("config", [...config ?? [], ...strays ?? []]),
    ...spellingsOf("credentials", credentials ?? []),
  };
  const conflicts = [ofConfig, ofCredentials].flatMap((content) =>
    content ? conflictsOf(content) : []
  );
  const doubts = conflicts.length > 0 || spellings.config || spellings.credentials
    ? { conflicts, spellings }
    : NO_DOUBTS;
  const profile = { name, origin, settings, problems, doubts };
  const keys = keysOf(ofCredentials?.properties, ofConfig?.properties);
  return keys === undefined ? profile : { ...profile, ...keys };
}

function conflictsOf({ earlier, properties }: Content): Conflict[] {
  return Array.from(earlier ?? []).flatMap(([key, all]) => {
    const last = properties.get(key)!;
    const other = all.find(({ whole }) => whole !== last.whole);
    return other === undefined ? [] : [{ key, first: other.origin, second: last.origin }];
  });
}

/** The headers in the order of the file, if they are written in more ways than the usual one. */
function spellingsOf(
  kind: FileKind,
  pieces: readonly Piece[],
): Doubts["spellings"] {
  const [first] = pieces;
  if (first === undefined) return {};
  if (pieces.length === 1 && first.read().spellings === undefined) {
    if (kind === "config" || first.section.written === first.section.header) return {};
  }
  const spellings = pieces.flatMap((piece): readonly ProfileHeader[] => {
    const { counts, section: { written } } = piece;
    const { spellings, properties } = piece.read();
    const all: readonly Spelling[] = spellings ??
      [{ written, origin: lineOrigin(piece), properties }];
    return all.map((each) => ({ ...each, counts }));
  });
  return { [kind]: spellings.toSorted((a, b) => a.origin.line - b.origin.line) };
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

// The sections of one profile in AWS's two files → the profile, each setting with its origin.
// Rules: the SDKs' merge (smithy-rs, aws-runtime/src/env_config/normalize.rs): credentials over config, key by key;
// `[profile default]` replaces `[default]`; profiles inherit nothing.

import { type LineOrigin, lineOrigin } from "../text/origin.ts";
import { decides } from "./deciding.ts";
import type { Content, FileSetting, Problem, Spelling } from "./ini.ts";
import { addEarlier } from "./ini_reader.ts";
import type { FileKind } from "./section_name.ts";
import type { ParsedSection, SectionGroup } from "./sections.ts";

export type Settings = ReadonlyMap<string, FileSetting>;

/** A pair of keys that one file holds together, and the token beside them in that file. */
type StaticKeys = {
  readonly accessKeyId: FileSetting;
  readonly secretAccessKey: FileSetting;
  readonly sessionToken?: FileSetting;
};

/** One key of a pair, if the other is missing from the same file. */
type HalfKeys = { readonly there: FileSetting; readonly missing: KeyName };
type KeyName = "aws_access_key_id" | "aws_secret_access_key";

export type Profile = {
  readonly name: string;
  /** Its header: that of the config file if it has one there. */
  readonly origin: LineOrigin;
  readonly settings: Settings;
  /** Taken from one file, never mixed; at most one of the two is set. */
  readonly staticKeys?: StaticKeys;
  readonly halfKeys?: HalfKeys;
  /** Those of its sections in both files. */
  readonly problems: readonly Problem[];
  /** Set if nothing can be unclear: no problem, no doubt, and each setting is one line. */
  readonly isPlain?: true;
  /** Why its sections are unclear; ambiguity.ts decides whether that matters. */
  readonly doubts: Doubts;
};

/** What tools for AWS read differently. */
type Doubts = {
  /** Two values for one setting in one file. */
  readonly conflicts: readonly Conflict[];
  /** What the AWS CLI alone takes from `[DEFAULT]` of the file, which has it for every section. */
  readonly fromDefault?: FileSetting;
  /** The headers of the profile in each file if there is more than one way to write it among them. */
  readonly spellings: Readonly<Partial<Record<FileKind, readonly ProfileHeader[]>>>;
};

/** One header of a profile; `counts`: whether swr reads it as the profile. */
export type ProfileHeader = Spelling & { readonly counts: boolean };

export type Conflict = {
  readonly key: string;
  readonly first: LineOrigin;
  readonly second: LineOrigin;
};

/** The settings of the sections together; of the same key, the last. */
export function contentOf(contents: readonly Content[]): Content {
  if (contents.length === 1) return contents[0]!;
  const earlier = new Map<string, FileSetting[]>();
  const properties = new Map<string, FileSetting>();
  for (const content of contents) {
    for (const [key, setting] of content.properties) {
      const before = [properties.get(key), ...content.earlier?.get(key) ?? []];
      for (const each of before) if (each !== undefined) addEarlier(earlier, each);
      properties.set(key, setting);
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

export function mergedProfile(
  name: string,
  config: SectionGroup | undefined,
  credentials: SectionGroup | undefined,
  strays: readonly ParsedSection[] | undefined,
): Profile {
  const [first, ...others] = config ?? [];
  // Nearly every profile, and there may be ten thousand.
  if (first !== undefined && others.length === 0 && !credentials && !strays) {
    const content = first.read();
    if (isSingle(content)) return plainProfile(name, first, content);
  }
  const [inConfig, inCredentials] = [readAll(config), readAll(credentials)];
  const ofConfig = config && contentOf(inConfig.map(({ content }) => content));
  const ofCredentials = credentials && contentOf(inCredentials.map(({ content }) => content));
  const { properties: settings, problems } = ofConfig === undefined || ofCredentials === undefined
    ? (ofConfig ?? ofCredentials)!
    : joined([ofConfig, ofCredentials]);
  const origin = lineOrigin((config ?? credentials)![0]);
  const inOtherFile = Array.from(ofCredentials?.properties.keys() ?? []).some(decides);
  const spellings = {
    ...spellingsOf("config", [...inConfig, ...readAll(strays)], inOtherFile),
    ...spellingsOf("credentials", inCredentials),
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

/** Whether the section has no setting twice, and one header. */
function isSingle({ earlier, spellings }: Content): boolean {
  return earlier === undefined && spellings === undefined;
}

/** The profile that one section of the config file is. */
function plainProfile(name: string, section: ParsedSection, content: Content): Profile {
  const { properties: settings, problems, continues } = content;
  const origin = lineOrigin(section);
  const profile: Profile = problems.length > 0 || continues
    ? { name, origin, settings, problems, doubts: NO_DOUBTS }
    : { name, origin, settings, problems, doubts: NO_DOUBTS, isPlain: true };
  const keys = keysOf(undefined, settings);
  return keys === undefined ? profile : { ...profile, ...keys };
}

/** A section with what it was read as, since reading it twice takes twice as long. */
type ReadSection = { readonly section: ParsedSection; readonly content: Content };

function readAll(sections: readonly ParsedSection[] = []): ReadSection[] {
  return sections.map((section) => ({ section, content: section.read() }));
}

export function conflictsOf({ earlier, properties }: Content): Conflict[] {
  return Array.from(earlier ?? []).flatMap(([key, all]) => {
    const last = properties.get(key)!;
    const other = all.find(({ whole }) => whole !== last.whole);
    return other === undefined ? [] : [{ key, first: other.origin, second: last.origin }];
  });
}

/** The headers in the order of the file, if they are written in more ways than the usual one. */
function spellingsOf(
  kind: FileKind,
  sections: readonly ReadSection[],
  isInOtherFile = false,
): Doubts["spellings"] {
  const [first] = sections;
  if (first === undefined) return {};
  if (sections.length === 1 && first.content.spellings === undefined) {
    const { written, header } = first.section;
    // A header that the AWS CLI ignores hides nothing from it, unless the other file has the profile's keys.
    const isUsual = kind === "config"
      ? !isInOtherFile || /^profile\s/.test(written) || written === "default"
      : written === header;
    if (isUsual) return {};
  }
  const spellings = sections.flatMap(({ section, content }): readonly ProfileHeader[] => {
    const { counts, written } = section;
    const { spellings, properties } = content;
    const all: readonly Spelling[] = spellings ??
      [{ written, origin: lineOrigin(section), properties }];
    return all.map((each) => ({ ...each, counts }));
  });
  return { [kind]: spellings.toSorted((a, b) => a.origin.line - b.origin.line) };
}

/**
 * The keys of the first file that has an access key id, as in botocore (credentials.py,
 * SharedCredentialProvider before ConfigProvider); a secret without one is only one of the two keys, in either file.
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
  // The token's first name, which botocore prefers if both are set.
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

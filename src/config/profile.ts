// Two configuration files → profiles by name, each setting with the place it was written.
// Rules: the SDKs' merge (smithy-rs, aws-runtime/src/env_config/normalize.rs): credentials over config, key by key;
// `[profile default]` replaces `[default]`; profiles inherit nothing.

import { type LineOrigin, lineOrigin } from "../text/origin.ts";
import { decides, decidingDefaults, takenFromDefault } from "./deciding.ts";
import type { Content, FileSetting, IniFile, Problem, Spelling } from "./ini.ts";
import { addEarlier } from "./ini_reader.ts";
import { blankNames, type FileKind } from "./section_name.ts";
import { fileSections, type ParsedSection, type SectionGroup } from "./sections.ts";

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
  /** What makes it unclear what its sections say; ambiguity.ts decides whether that matters. */
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

/** By file: the path where there is none, and the variable that names it. */
export type AbsentFiles = Readonly<
  Partial<Record<FileKind, { readonly path: string; readonly from: string }>>
>;

export type Configuration = {
  readonly profiles: Profiles;
  /** `[services x]` and `[sso-session x]` of the config file, by name. */
  readonly services: ReadonlyMap<string, NamedSection>;
  readonly ssoSessions: ReadonlyMap<string, NamedSection>;
  /** The paths where a file was looked for in vain. */
  readonly absent: AbsentFiles;
  /** Every problem of both files, also those of profiles. */
  readonly problems: readonly Problem[];
};

/** The profiles by name. A profile is merged when it is asked for: a file may have ten thousand, a switch needs two. */
class Profiles {
  /** Those that were asked for by name, since many profiles have the same source. */
  readonly #merged = new Map<string, Profile>();

  constructor(
    /** In the order of the config file, then of the credentials file. */
    readonly names: ReadonlySet<string>,
    private readonly merge: (name: string) => Profile,
  ) {}

  has(name: string): boolean {
    return this.names.has(name);
  }

  get(name: string): Profile | undefined {
    const known = this.#merged.get(name);
    if (known !== undefined || !this.names.has(name)) return known;
    const profile = this.merge(name);
    this.#merged.set(name, profile);
    return profile;
  }

  /** Each of them once; they are not kept. */
  *all(): Generator<Profile, undefined> {
    for (const name of this.names) yield this.#merged.get(name) ?? this.merge(name);
  }
}

/** Merges the two files as the SDKs do; either may be missing. Linear in the headers; the rest is read when asked for. */
export function readConfiguration(
  config: IniFile | undefined,
  credentials: IniFile | undefined,
  absent: AbsentFiles = {},
): Configuration {
  const first = fileSections(config, "config", new Set());
  const second = fileSections(credentials, "credentials", blankNames(config));
  const [ofConfig, ofCredentials] = [first.groups, second.groups];
  const names = new Set(ofConfig.profile.keys()).union(ofCredentials.profile);
  const defaults = [first, second].map(({ all }) => decidingDefaults(all));
  const hasDefaults = defaults.some((each) => each !== undefined);
  let problems: readonly Problem[] | undefined;
  return {
    absent,
    profiles: new Profiles(names, (name) => {
      const strays = first.strays.get(name);
      const profile = merged(
        name,
        ofConfig.profile.get(name),
        ofCredentials.profile.get(name),
        strays,
      );
      if (!hasDefaults) return profile;
      const fromDefault = defaults.map((each, at) => {
        const group = [ofConfig, ofCredentials][at]!.profile.get(name);
        return each && group && takenFromDefault(each, group, profile.settings);
      }).find((each) => each !== undefined);
      if (fromDefault === undefined) return profile;
      const { isPlain: _, ...rest } = profile;
      return { ...rest, doubts: { ...rest.doubts, fromDefault } };
    }),
    services: sectionsByName(ofConfig.services),
    ssoSessions: sectionsByName(ofConfig["sso-session"]),
    get problems() {
      return problems ??= [
        ...config?.preamble ?? [],
        ...first.all.flatMap((section) => section.read().problems),
        ...credentials?.preamble ?? [],
        ...second.all.flatMap((section) => section.read().problems),
      ];
    },
  };
}

function sectionsByName(
  groups: ReadonlyMap<string, SectionGroup>,
): ReadonlyMap<string, NamedSection> {
  return new Map(Array.from(groups, ([name, group]) => {
    const content = contentOf(group.map((section) => section.read()));
    const { properties: settings, problems } = content;
    return [name, { settings, problems, conflicts: conflictsOf(content) }];
  }));
}

/** The settings of the sections together; of the same key, the last. */
function contentOf(contents: readonly Content[]): Content {
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

function merged(
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

/** Whether the section says nothing twice, and has one way to be written. */
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

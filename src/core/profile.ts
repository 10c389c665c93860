// Two configuration files → profiles by name, each setting with the place it was written.
// Rules: the SDKs' merge (smithy-rs, aws-runtime/src/env_config/normalize.rs): credentials over config, key by
// key; `[profile default]` replaces `[default]`; profiles inherit nothing. Pure: imports lazy_map, section_name and
// types.

import type { IniFile, Problem, Section } from "./ini.ts";
import { LazyMap } from "./lazy_map.ts";
import { blankNames, type Kind, OF_THE_CLI, type Role, sectionName } from "./section_name.ts";

export type Place = { readonly file: string; readonly line: number };
export type Setting = { readonly value: string; readonly at: Place };
export type Settings = ReadonlyMap<string, Setting>;

/** A pair of keys that one file holds together, and the token beside them in that file. */
type StaticKeys = {
  readonly accessKeyId: Setting;
  readonly secretAccessKey: Setting;
  readonly sessionToken?: Setting;
};

/** One half of a pair, the other missing from the same file. */
type HalfKeys = { readonly there: Setting; readonly missing: KeyName };
type KeyName = "aws_access_key_id" | "aws_secret_access_key";

export type Profile = {
  readonly name: string;
  /** Its header: in the config file if it stands there. */
  readonly at: Place;
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

/** The sections of one file that have the same kind and name, and what is wrong with them. */
type Part = { readonly file: string; readonly sections: Section[]; problems: readonly Problem[] };
type Parts = Readonly<Record<Kind, Map<string, Part>>>;

/** A file of nothing but odd headers is not worth a warning for each. */
const MOST_WARNINGS = 1000;

/** Merges the two files as the SDKs do; either may be missing. Linear in the files. */
export function readConfiguration(
  config: IniFile | undefined,
  credentials: IniFile | undefined,
): Configuration {
  const problems: Problem[] = [];
  const first = partsOf(config, "config", new Set(), problems);
  const second = partsOf(credentials, "credentials", blankNames(config), problems);
  // In the order of the config file, which is the user's own.
  const names = new Set([...first.profile.keys(), ...second.profile.keys()]);
  return {
    profiles: new LazyMap(names, (name) => {
      return merged(name, first.profile.get(name), second.profile.get(name));
    }),
    services: settingsByName(first.services),
    ssoSessions: settingsByName(first["sso-session"]),
    problems,
  };
}

function partsOf(
  file: IniFile | undefined,
  role: Role,
  blank: ReadonlySet<string>,
  problems: Problem[],
): Parts {
  const parts: Parts = { profile: new Map(), services: new Map(), "sso-session": new Map() };
  if (file === undefined) return parts;
  const bySection = Map.groupBy(file.problems, ({ section }) => section);
  const replaced = file.sections.some(({ header }) => isPrefixedDefault(header, role));
  let warnings = 0;
  problems.push(...bySection.get(undefined) ?? []);
  for (const section of file.sections) {
    const { header, line } = section;
    const own = bySection.get(header) ?? [];
    const warn = (about: NonNullable<Problem["about"]>, message: string) => {
      const place = { file: file.path, line, section: header };
      if (++warnings <= MOST_WARNINGS) own.push({ ...place, severity: "warning", message, about });
    };
    const named = replaced && header === "default"
      ? "ignored: [profile default] replaces it"
      : sectionName(header, role, blank);
    if (typeof named === "string") {
      if (role !== "config" || !OF_THE_CLI.has(header)) warn("ignored", named);
    } else {
      if (named.note !== undefined) warn("name", named.note);
      if (section.properties.has("include_profile")) {
        const message = "include_profile is aws-vault's own; swr and AWS's tools do not follow it";
        warn("include-profile", message);
      }
      add(parts[named.kind], named.name, section, file.path, own);
    }
    for (const problem of own) problems.push(problem);
  }
  return parts;
}

function isPrefixedDefault(header: string, role: Role): boolean {
  if (role === "credentials" || !header.startsWith("profile ")) return false;
  if (!header.includes("default")) return false;
  const named = sectionName(header, role, new Set());
  return typeof named === "object" && named.kind === "profile" && named.name === "default";
}

function add(
  parts: Map<string, Part>,
  name: string,
  section: Section,
  file: string,
  problems: readonly Problem[],
): void {
  const part = parts.get(name);
  if (part === undefined) return void parts.set(name, { file, sections: [section], problems });
  part.sections.push(section);
  part.problems = [...part.problems, ...problems];
}

function settingsByName(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, Settings> {
  return new Map(Array.from(parts, ([name, part]) => [name, settingsOf(part)]));
}

/** What stands in the sections of a part; of the same key, what stands last. */
function settingsOf({ sections: [first, ...others] }: Part): Settings {
  if (others.length === 0) return first!.properties;
  return new Map([first!, ...others].flatMap(({ properties }) => [...properties]));
}

function merged(name: string, config: Part | undefined, credentials: Part | undefined): Profile {
  const ofConfig = config && settingsOf(config);
  const ofCredentials = credentials && settingsOf(credentials);
  const { file, sections: [{ line }] } = (config ?? credentials) as Part & { sections: [Section] };
  return {
    name,
    at: { file, line },
    settings: ofConfig === undefined || ofCredentials === undefined
      ? (ofConfig ?? ofCredentials)!
      : new Map([...ofConfig, ...ofCredentials]),
    problems: [...config?.problems ?? [], ...credentials?.problems ?? []],
    ...keysOf(ofCredentials, ofConfig),
  };
}

/**
 * The keys of the first file that has an access key id, as in botocore (credentials.py,
 * SharedCredentialProvider before ConfigProvider); a secret without one is half a pair wherever it stands.
 */
function keysOf(
  credentials: Settings | undefined,
  config: Settings | undefined,
): Pick<Profile, "staticKeys" | "halfKeys"> {
  const id = (settings: Settings | undefined) => given(settings, "aws_access_key_id");
  const settings = id(credentials) !== undefined ? credentials : config;
  const accessKeyId = id(settings);
  const name = "aws_secret_access_key";
  if (accessKeyId === undefined) {
    const secret = given(credentials, name) ?? given(config, name);
    return secret === undefined
      ? {}
      : { halfKeys: { there: secret, missing: "aws_access_key_id" } };
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
function given(settings: Settings | undefined, key: string): Setting | undefined {
  const setting = settings?.get(key);
  return setting?.value ? setting : undefined;
}

// Two configuration files → profiles by name, each setting with the place it was written.
// Rules: the SDKs' merge (smithy-rs, aws-runtime/src/env_config/normalize.rs): credentials over config, key by
// key; `[profile default]` replaces `[default]`; profiles inherit nothing. Pure: imports ini.

import type { IniFile, Problem, Section } from "./ini.ts";

export type Place = { readonly file: string; readonly line: number };
export type Setting = { readonly value: string; readonly at: Place };
export type Settings = ReadonlyMap<string, Setting>;

/** A pair of keys that one file holds together, and the token beside them in that file. */
export type StaticKeys = {
  readonly accessKeyId: Setting;
  readonly secretAccessKey: Setting;
  readonly sessionToken?: Setting;
};

export type Profile = {
  readonly name: string;
  readonly at: Place;
  readonly settings: Settings;
  readonly staticKeys?: StaticKeys;
  readonly problems: readonly Problem[];
};

export type Configuration = {
  readonly profiles: ReadonlyMap<string, Profile>;
  /** `[services x]` and `[sso-session x]` of the config file, by name. */
  readonly services: ReadonlyMap<string, Settings>;
  readonly ssoSessions: ReadonlyMap<string, Settings>;
  readonly problems: readonly Problem[];
};

type Kind = "profile" | "services" | "sso-session";
type Named = { kind: Kind; name: string; prefixed: boolean; file: string; section: Section };

/** Merges the two files as the SDKs do; either may be missing. */
export function readConfiguration(
  config: IniFile | undefined,
  credentials: IniFile | undefined,
): Configuration {
  const problems = [...(config?.problems ?? []), ...(credentials?.problems ?? [])];
  const fromConfig = sections(config, "config", problems);
  const fromCredentials = sections(credentials, "credentials", problems);
  const layers = new Map<string, Named[]>();
  // Credentials first: the layer that counts.
  for (const named of [...fromCredentials, ...fromConfig]) {
    if (named.kind !== "profile") continue;
    const layer = layers.get(named.name);
    if (layer === undefined) layers.set(named.name, [named]);
    else layer.push(named);
  }
  const profiles = new Map<string, Profile>();
  // In the order of the config file, which is the user's own.
  for (const { kind, name } of [...fromConfig, ...fromCredentials]) {
    if (kind === "profile" && !profiles.has(name)) {
      profiles.set(name, merge(name, layers.get(name)!, problems));
    }
  }
  return {
    profiles,
    services: others(fromConfig, "services"),
    ssoSessions: others(fromConfig, "sso-session"),
    problems,
  };
}

function others(all: readonly Named[], kind: Kind): ReadonlyMap<string, Settings> {
  return new Map(
    all.filter((each) => each.kind === kind).map((each) => [each.name, settingsOf(each)]),
  );
}

function sections(
  file: IniFile | undefined,
  role: "config" | "credentials",
  problems: Problem[],
): Named[] {
  const found: Named[] = [];
  for (const section of file?.sections ?? []) {
    const named = sectionName(section.header, role);
    if (typeof named === "object") found.push({ ...named, file: file!.path, section });
    else {
      const place = { file: file!.path, line: section.line, section: section.header };
      problems.push({ ...place, severity: "warning", message: named });
    }
  }
  // `[profile default]` replaces `[default]` entirely, whichever comes first.
  const replaced = found.some(({ name, kind, prefixed }) =>
    kind === "profile" && name === "default" && prefixed
  );
  return found.filter(({ name, kind, prefixed }) =>
    !(replaced && kind === "profile" && name === "default" && !prefixed)
  );
}

/** What a header names, or why it is ignored. */
function sectionName(
  header: string,
  role: "config" | "credentials",
): { kind: Kind; name: string; prefixed: boolean } | string {
  const prefix = /^(profile|services|sso-session)[ \t]+(.*)$/s.exec(header);
  if (role === "credentials" || prefix === null) {
    if (role === "config" && header !== "default") {
      return `[${header}] is ignored: in the config file a profile is written [profile ${header}]`;
    }
    if (prefix !== null) {
      return `[${header}] is ignored: in the credentials file a profile is written without "${
        prefix[1]
      }"`;
    }
    return legal(header)
      ? { kind: "profile", name: header, prefixed: false }
      : `[${header}] is ignored: not a legal name`;
  }
  const name = unquoted(prefix[2]!);
  return name === undefined
    ? `[${header}] is ignored: not a legal name`
    : { kind: prefix[1] as Kind, name, prefixed: true };
}

/** The SDKs' identifiers; quoted names are the AWS CLI's own way to write one with blanks. */
function unquoted(name: string): string | undefined {
  const quoted = /^(["'])(.+)\1$/s.exec(name)?.[2];
  if (quoted !== undefined) return /["'\p{Cc}]/u.test(quoted) ? undefined : quoted;
  return legal(name) ? name : undefined;
}

function legal(name: string): boolean {
  return /^[A-Za-z0-9_\-/.%@:+]+$/.test(name);
}

function settingsOf({ file, section }: Named): Settings {
  const settings = new Map<string, Setting>();
  for (const { key, value, line } of section.properties.values()) {
    if (legal(key)) settings.set(key, { value, at: { file, line } });
  }
  return settings;
}

function merge(name: string, layers: readonly Named[], problems: readonly Problem[]): Profile {
  const each = layers.map(settingsOf);
  // Later entries of a Map win, so the layer that counts goes in last.
  const settings: Settings = new Map(each.toReversed().flatMap((layer) => [...layer]));
  const staticKeys = each.map(pair).find((keys) => keys !== undefined);
  const at = { file: layers[0]!.file, line: layers[0]!.section.line };
  const own = problems.filter((problem) =>
    layers.some(({ file, section }) => problem.file === file && problem.section === section.header)
  );
  return { name, at, settings, problems: own, ...(staticKeys && { staticKeys }) };
}

function pair(settings: Settings): StaticKeys | undefined {
  const accessKeyId = settings.get("aws_access_key_id");
  const secretAccessKey = settings.get("aws_secret_access_key");
  if (!accessKeyId?.value || !secretAccessKey?.value) return undefined;
  // botocore still knows the token's first name.
  const sessionToken = settings.get("aws_session_token") ?? settings.get("aws_security_token");
  return { accessKeyId, secretAccessKey, ...(sessionToken?.value && { sessionToken }) };
}

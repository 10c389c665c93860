// AWS's two files → the profiles by name, and the other sections that profiles name.
// Rule: a profile is merged when it is asked for: a file may have ten thousand, a switch needs two.

import { decidingDefaults, takenFromDefault } from "./deciding.ts";
import type { IniFile, Problem } from "./ini.ts";
import {
  type Conflict,
  conflictsOf,
  contentOf,
  mergedProfile,
  type Profile,
  type Settings,
} from "./profile.ts";
import { blankNames, type FileKind } from "./section_name.ts";
import { fileSections, type SectionGroup } from "./sections.ts";

/** A section that is no profile: `[services x]`, `[sso-session x]`. */
export type NamedSection = {
  readonly settings: Settings;
  readonly problems: readonly Problem[];
  readonly conflicts: readonly Conflict[];
};

/** The files that do not exist: the path of each, and the variable that names it. */
export type AbsentFiles = Readonly<
  Partial<Record<FileKind, { readonly path: string; readonly from: string }>>
>;

export type Configuration = {
  readonly profiles: Profiles;
  /** `[services x]` and `[sso-session x]` of the config file, by name. */
  readonly services: ReadonlyMap<string, NamedSection>;
  readonly ssoSessions: ReadonlyMap<string, NamedSection>;
  /** The files that do not exist. */
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
      const profile = mergedProfile(
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

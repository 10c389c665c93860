// What leaves open who one becomes: two values for one setting, a header glued to a value, an indented line below a
// setting, headers that tools for AWS read differently.
// Rule: the parser reads as AWS's SDKs do; code that acts on a profile asks here first, and refuses.

import { type LineOrigin, lineOrigin, originText } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import { decides, isScalar } from "./deciding.ts";
import type { FileSetting, Problem } from "./ini.ts";
import type { NamedSection } from "./configuration.ts";
import type { Conflict, Profile, ProfileHeader, Settings } from "./profile.ts";
import { nameInCli } from "./section_name.ts";

/** What is wrong, where, and what to do: sentences for a SwrError. */
type Ambiguity = {
  readonly message: string;
  readonly hints: readonly string[];
  readonly origin: LineOrigin;
};

/** The first thing in the profile's sections that leaves open who one becomes; undefined if nothing does. */
export function ambiguityOf(profile: Profile): Ambiguity | undefined {
  if (profile.isPlain) return undefined;
  const { name, settings, problems, doubts: { conflicts, spellings, fromDefault } } = profile;
  return gluedHeader(problems) ?? defaultSection(fromDefault) ?? conflictIn(conflicts) ??
    continuedIn(settings) ??
    spelling(name, spellings.config, (written) => nameInCli(oneBlank(written))) ??
    spelling(name, spellings.credentials, (written) => written);
}

/** The same for a section of another kind that a profile names. */
export function sectionAmbiguity(
  { settings, problems, conflicts }: NamedSection,
): Ambiguity | undefined {
  return gluedHeader(problems) ?? conflictIn(conflicts, () => true) ?? continuedIn(settings);
}

function gluedHeader(problems: readonly Problem[]): Ambiguity | undefined {
  const problem = problems.find(({ glued }) => glued !== undefined);
  if (problem === undefined) return undefined;
  const header = visible(problem.glued!);
  if (problem.indented) {
    return {
      message: `the header [${header}] is indented, so it continues the line above it`,
      hints: ["remove the blanks at its beginning"],
      origin: lineOrigin(problem),
    };
  }
  return {
    message: `the header [${header}] is glued to the end of a line`,
    hints: [
      `put [${header}] on a line of its own: what follows it now belongs to the section above`,
      "it happens when a program appends to a file whose last line has no end",
    ],
    origin: lineOrigin(problem),
  };
}

function defaultSection(setting: FileSetting | undefined): Ambiguity | undefined {
  return setting && {
    message: `the AWS CLI takes ${setting.key} from [DEFAULT], and AWS's SDKs do not`,
    hints: [`set ${setting.key} in the profile, or remove it from [DEFAULT]`],
    origin: setting.origin,
  };
}

function conflictIn(
  conflicts: readonly Conflict[],
  matters: (key: string) => boolean = decides,
): Ambiguity | undefined {
  const conflict = conflicts.find(({ key }) => matters(key));
  if (conflict === undefined) return undefined;
  const { key, first, second } = conflict;
  return {
    message: `${key} is set twice, to different values`,
    hints: [`remove one of the two lines: ${originText(first)} and ${originText(second)}`],
    origin: second,
  };
}

function continuedIn(settings: Settings): Ambiguity | undefined {
  for (const { key, continued, origin } of settings.values()) {
    if (continued === undefined || !isScalar(key)) continue;
    return {
      message: `line ${continued.line} is indented, so it belongs to ${key} at line ${origin.line}`,
      hints: ["remove the blanks at its beginning"],
      origin: continued,
    };
  }
  return undefined;
}

/** `nameOf`: the name by which the AWS CLI knows a header. */
function spelling(
  name: string,
  headers: readonly ProfileHeader[] | undefined,
  nameOf: (written: string) => string | undefined,
): Ambiguity | undefined {
  if (headers === undefined) return undefined;
  const twice = conflictIn(conflictsAmong(headers));
  if (twice !== undefined) return twice;
  const last = headers.findLast(({ written }) => nameOf(written) === name);
  const ours = new Map(
    headers.filter(({ counts }) => counts).flatMap(({ properties }) => [...properties]),
  );
  const theirs: Settings = last?.properties ?? new Map();
  const keys = [...ours.keys(), ...theirs.keys()].filter(decides);
  const key = keys.find((each) => ours.get(each)?.value !== theirs.get(each)?.value);
  if (key === undefined) return undefined;
  const other = headers.find((each) => each !== last && each.properties.has(key)) ?? last ??
    headers[0]!;
  return {
    message: `tools for AWS disagree about the header [${visible(other.written)}]`,
    hints: [
      ...(last === undefined || last === other ? [] : [
        `the AWS CLI takes ${key} from [${visible(last.written)}] at ${
          originText(last.origin)
        } alone`,
      ]),
      `keep one header for "${visible(name)}", in the usual form, and the settings under it`,
    ],
    origin: other.origin,
  };
}

/** Under all of the headers together, as if they were one. */
function conflictsAmong(headers: readonly ProfileHeader[]): Conflict[] {
  const first = new Map<string, FileSetting>();
  return headers.flatMap(({ properties }) =>
    [...properties].flatMap(([key, property]): Conflict[] => {
      const before = first.get(key);
      if (before === undefined) first.set(key, property);
      return before === undefined || before.value === property.value
        ? []
        : [{ key, first: before.origin, second: property.origin }];
    })
  );
}

function oneBlank(written: string): string {
  return written.replace(/^(\S+)\s+/, "$1 ");
}

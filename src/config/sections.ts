// The sections of one of AWS's two files by what they name, profiles and others, with the problems of their headers.
// Rule: only headers are looked at here; the lines below one are read when they are asked for.

import type { Content, IniFile, Problem, Section } from "./ini.ts";
import { gluedHeaders } from "./hiding.ts";
import {
  type FileKind,
  nameInCli,
  OF_THE_CLI,
  profileNameOf,
  type SectionKind,
  sectionName,
} from "./section_name.ts";

/** A section of a file, with the problem of its header. */
export class ParsedSection {
  constructor(
    private readonly section: Section,
    readonly file: string,
    private readonly kind: FileKind,
    /** False if the section is ignored. */
    readonly counts: boolean,
    private readonly problem: Problem | undefined,
  ) {}

  get header(): string {
    return this.section.header;
  }

  /** See Section. */
  get written(): string {
    return this.section.written;
  }

  /** Of its first header. */
  get line(): number {
    return this.section.line;
  }

  /** Its settings, with all that is wrong with it; read anew with each call. */
  read(): Content {
    const { section, file, kind, counts, problem } = this;
    const content = section.read();
    const { properties, problems, brackets } = content;
    const included = counts && properties.has("include_profile");
    if (brackets === undefined && problem === undefined && !included) return content;
    const more = [
      ...gluedHeaders(brackets ?? [], kind, section.header),
      ...(problem === undefined ? [] : [problem]),
      ...(included ? [includeProblem(section, file)] : []),
    ];
    return { ...content, problems: [...problems, ...more] };
  }
}

/** The sections of one file that have the same kind and name. */
export type SectionGroup = readonly [ParsedSection, ...ParsedSection[]];

/** The sections of one file. */
type FileSections = {
  readonly groups: Readonly<Record<SectionKind, ReadonlyMap<string, SectionGroup>>>;
  /** Also those that are ignored. */
  readonly all: readonly ParsedSection[];
  /** Sections that are ignored and that the AWS CLI reads as a profile, by its name. */
  readonly strays: ReadonlyMap<string, readonly ParsedSection[]>;
};

/** A file of nothing but odd headers is not worth a warning for each. */
const MOST_WARNINGS = 1000;

/** The sections of the file by kind and name; `blank`: see blankNames(). Their lines are not read for that. */
export function fileSections(
  file: IniFile | undefined,
  kind: FileKind,
  blank: ReadonlySet<string>,
): FileSections {
  const groups = {
    profile: new Map<string, [ParsedSection, ...ParsedSection[]]>(),
    services: new Map<string, [ParsedSection, ...ParsedSection[]]>(),
    "sso-session": new Map<string, [ParsedSection, ...ParsedSection[]]>(),
  };
  const all: ParsedSection[] = [];
  const strays = new Map<string, ParsedSection[]>();
  if (file === undefined) return { groups, all, strays };
  const replaced = file.sections.some(({ header }) => isPrefixedDefault(header, kind));
  let warnings = 0;
  for (const section of file.sections) {
    const { header } = section;
    const named = replaced && header === "default"
      ? "[profile default] replaces it"
      : sectionName(header, kind, blank);
    const problem = headerProblem(named, section, kind, file.path);
    if (problem !== undefined) warnings += 1;
    const counts = typeof named !== "string";
    const kept = warnings > MOST_WARNINGS ? undefined : problem;
    const parsed = new ParsedSection(section, file.path, kind, counts, kept);
    all.push(parsed);
    if (!counts) {
      const name = kind === "config" ? nameInCli(header) : undefined;
      if (name !== undefined) strays.set(name, [...strays.get(name) ?? [], parsed]);
      continue;
    }
    const group = groups[named.kind].get(named.name);
    if (group === undefined) groups[named.kind].set(named.name, [parsed]);
    else group.push(parsed);
  }
  return { groups, all, strays };
}

/** The warning for a header that is ignored, or whose name others read differently. */
function headerProblem(
  named: ReturnType<typeof sectionName>,
  { header, line }: Section,
  kind: FileKind,
  file: string,
): Problem | undefined {
  const isIgnored = typeof named === "string";
  const message = isIgnored ? named : named.note;
  if (message === undefined) return undefined;
  if (isIgnored && kind === "config" && OF_THE_CLI.has(header)) return undefined;
  const about = isIgnored ? "ignored" : "name";
  return { file, line, section: header, severity: "warning", message, about };
}

function includeProblem({ header, line }: Section, file: string): Problem {
  const message = "only aws-vault and swr follow include_profile; AWS's tools ignore it";
  return { file, line, section: header, severity: "warning", message, about: "include-profile" };
}

function isPrefixedDefault(header: string, kind: FileKind): boolean {
  return header.includes("default") && kind === "config" && header.startsWith("profile ") &&
    profileNameOf(header, kind) === "default";
}

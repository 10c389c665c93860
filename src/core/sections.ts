// The sections of one of AWS's two files by what they name, profiles and others, with what each is told for.
// Rule: only headers are looked at here; what stands under one is read when somebody asks for it or for its problems.
// Pure: imports section_name and types.

import type { IniFile, Problem, Section } from "./ini.ts";
import { type Kind, OF_THE_CLI, type Role, sectionName } from "./section_name.ts";

/** A section of a file, with what its header is told for. */
export class Piece {
  readonly #warnings: readonly Problem[];
  #problems: readonly Problem[] | undefined;

  constructor(
    readonly section: Section,
    readonly file: string,
    /** Whether it counts: not where its header is ignored. */
    readonly counts: boolean,
    warnings: readonly Problem[],
  ) {
    this.#warnings = warnings;
  }

  /** What is wrong with it: to tell that, it is read. */
  get problems(): readonly Problem[] {
    return this.#problems ??= joined(
      this.section.problems,
      this.#warnings,
      this.counts ? foreignInclude(this.section, this.file) : NONE,
    );
  }
}

const NONE: readonly Problem[] = [];

/** Nearly always nothing, of which ten thousand are not made. */
function joined(...lists: readonly (readonly Problem[])[]): readonly Problem[] {
  const told = lists.filter(({ length }) => length > 0);
  return told.length > 1 ? told.flat() : told[0] ?? NONE;
}

/** The sections of one file that have the same kind and name. */
export type Part = readonly [Piece, ...Piece[]];
type Parts = Readonly<Record<Kind, ReadonlyMap<string, Part>>>;

/** What one file holds, by kind and name; `all` of its sections, also those that are ignored. */
type Pieces = { readonly parts: Parts; readonly all: readonly Piece[] };

/** A file of nothing but odd headers is not worth a warning for each. */
const MOST_WARNINGS = 1000;

/** The sections of the file; `blank`: see blankNames(). They are not read for that. */
export function piecesOf(
  file: IniFile | undefined,
  role: Role,
  blank: ReadonlySet<string>,
): Pieces {
  const parts = {
    profile: new Map<string, [Piece, ...Piece[]]>(),
    services: new Map<string, [Piece, ...Piece[]]>(),
    "sso-session": new Map<string, [Piece, ...Piece[]]>(),
  };
  const all: Piece[] = [];
  if (file === undefined) return { parts, all };
  const replaced = file.sections.some(({ header }) => isPrefixedDefault(header, role));
  let warnings = 0;
  for (const section of file.sections) {
    const { header } = section;
    const named = replaced && header === "default"
      ? "ignored: [profile default] replaces it"
      : sectionName(header, role, blank);
    const warned = warningOf(named, section, role, file.path);
    if (warned.length > 0) warnings += 1;
    const counts = typeof named !== "string";
    const told = warnings > MOST_WARNINGS ? [] : warned;
    const piece = new Piece(section, file.path, counts, told);
    all.push(piece);
    if (!counts) continue;
    const part = parts[named.kind].get(named.name);
    if (part === undefined) parts[named.kind].set(named.name, [piece]);
    else part.push(piece);
  }
  return { parts, all };
}

/** The warning for a header that is ignored, or whose name others take otherwise. */
function warningOf(
  named: ReturnType<typeof sectionName>,
  section: Section,
  role: Role,
  file: string,
): readonly Problem[] {
  const { header } = section;
  const isNamed = typeof named !== "string";
  if (isNamed ? named.note === undefined : role === "config" && OF_THE_CLI.has(header)) return NONE;
  const [message, about] = isNamed ? [named.note!, "name"] as const : [named, "ignored"] as const;
  return [{ file, line: section.line, section: header, severity: "warning", message, about }];
}

function foreignInclude(section: Section, file: string): readonly Problem[] {
  if (!section.properties.has("include_profile")) return NONE;
  const { header, line } = section;
  const message = "include_profile is aws-vault's own; swr and AWS's tools do not follow it";
  return [{ file, line, section: header, severity: "warning", message, about: "include-profile" }];
}

function isPrefixedDefault(header: string, role: Role): boolean {
  if (role === "credentials" || !header.startsWith("profile ")) return false;
  if (!header.includes("default")) return false;
  const named = sectionName(header, role, new Set());
  return typeof named === "object" && named.kind === "profile" && named.name === "default";
}

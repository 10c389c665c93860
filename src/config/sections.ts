// The sections of one of AWS's two files by what they name, profiles and others, with what each is told for.
// Rule: only headers are looked at here; what stands under one is read when somebody asks for it.

import type { Content, IniFile, Problem, Section } from "./ini.ts";
import { gluedTo } from "./glued.ts";
import { type Kind, nameInCli, OF_THE_CLI, type Role, sectionName } from "./section_name.ts";

/** A section of a file, with what its header is told for. */
export class Piece {
  constructor(
    readonly section: Section,
    readonly file: string,
    private readonly kind: Role,
    /** Whether it counts: not where its header is ignored. */
    readonly counts: boolean,
    private readonly warnings: readonly Problem[],
  ) {}

  /** Of its first header. */
  get line(): number {
    return this.section.line;
  }

  /** What stands in it, with all that is wrong; read anew with each call. */
  read(): Content {
    const { section, file, counts, warnings } = this;
    const content = section.read();
    const { properties, problems, brackets } = content;
    const glued = brackets === undefined ? NONE : gluedTo(brackets, this.kind, section.header);
    const included = counts && properties.has("include_profile");
    if (!included && warnings.length + glued.length === 0) return content;
    const foreign = included ? [foreignInclude(section, file)] : [];
    return { ...content, problems: [...problems, ...glued, ...warnings, ...foreign] };
  }
}

const NONE: readonly Problem[] = [];

/** The sections of one file that have the same kind and name. */
export type Part = readonly [Piece, ...Piece[]];
type Parts = Readonly<Record<Kind, ReadonlyMap<string, Part>>>;

/** What one file holds, by kind and name; `all` of its sections, also those that are ignored. */
type Pieces = {
  readonly parts: Parts;
  readonly all: readonly Piece[];
  /** Sections that are ignored and that the AWS CLI reads as a profile, by its name. */
  readonly strays: ReadonlyMap<string, readonly Piece[]>;
};

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
  const strays = new Map<string, Piece[]>();
  if (file === undefined) return { parts, all, strays };
  const replaced = file.sections.some(({ header }) => isPrefixedDefault(header, role));
  let warnings = 0;
  for (const section of file.sections) {
    const { header } = section;
    const named = replaced && header === "default"
      ? "[profile default] replaces it"
      : sectionName(header, role, blank);
    const warned = warningOf(named, section, role, file.path);
    if (warned.length > 0) warnings += 1;
    const counts = typeof named !== "string";
    const told = warnings > MOST_WARNINGS ? [] : warned;
    const piece = new Piece(section, file.path, role, counts, told);
    all.push(piece);
    if (!counts) {
      const name = role === "config" ? nameInCli(header) : undefined;
      if (name !== undefined) strays.set(name, [...strays.get(name) ?? [], piece]);
      continue;
    }
    const part = parts[named.kind].get(named.name);
    if (part === undefined) parts[named.kind].set(named.name, [piece]);
    else part.push(piece);
  }
  return { parts, all, strays };
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

function foreignInclude({ header, line }: Section, file: string): Problem {
  const message = "only aws-vault follows include_profile; swr and AWS's tools ignore it";
  return { file, line, section: header, severity: "warning", message, about: "include-profile" };
}

function isPrefixedDefault(header: string, role: Role): boolean {
  if (role === "credentials" || !header.startsWith("profile ")) return false;
  if (!header.includes("default")) return false;
  const named = sectionName(header, role, new Set());
  return typeof named === "object" && named.kind === "profile" && named.name === "default";
}

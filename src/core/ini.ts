// AWS's configuration syntax: text → sections and properties, each with its line, and what is wrong with it.
// Rule: the grammar of the AWS SDKs (smithy-rs, aws-runtime/src/env_config/parse.rs); a bad line is a Problem,
// never a throw, and the lines around it still count. Pure: imports nothing.

export type Property = { readonly key: string; readonly value: string; readonly line: number };

/**
 * error: AWS's SDKs reject the file for it. warning: they ignore what stands there.
 * foreign: swr and some SDKs read it, the AWS CLI (botocore) refuses the file or reads it otherwise.
 */
export type Severity = "error" | "warning" | "foreign";

export type Problem = {
  readonly file: string;
  readonly line: number;
  readonly severity: Severity;
  readonly message: string;
  /** The header it stands under; undefined before the first. */
  readonly section?: string;
};

export type Section = {
  /** What stands between the brackets, trimmed. */
  readonly header: string;
  readonly line: number;
  /** By lower-case key; of the same key twice, the last. */
  readonly properties: ReadonlyMap<string, Property>;
};

export type IniFile = {
  readonly path: string;
  readonly sections: readonly Section[];
  readonly problems: readonly Problem[];
};

type OpenSection = { header: string; line: number; properties: Map<string, Property> };

/** Reads a configuration text; `path` is only kept for messages. Never throws; linear in the text. */
export function parseIni(text: string, path: string): IniFile {
  const sections = new Map<string, OpenSection>();
  const problems: Problem[] = [];
  let section: OpenSection | undefined;
  let key: string | undefined;
  let nested = false;
  let line = 0;

  const report = (severity: Severity, message: string) => {
    const place = section === undefined ? {} : { section: section.header };
    problems.push({ file: path, line, severity, message, ...place });
  };

  const openSection = (content: string) => {
    const header = sectionHeader(content);
    key = undefined;
    if (header === undefined) {
      section = undefined;
      return report("error", "Profile definition must end with ']'");
    }
    section = sections.get(header);
    if (section !== undefined) return report("foreign", `section [${header}] stands here again`);
    section = { header, line, properties: new Map() };
    sections.set(header, section);
  };

  const property = (content: string) => {
    key = undefined;
    if (section === undefined) return report("error", "Expected a profile definition");
    const found = splitProperty(withoutComment(content));
    if (found === "no-equals") {
      return report("error", "Expected an '=' sign defining a property");
    }
    if (found === "no-name") return report("error", "Property did not have a name");
    key = lowerAscii(found.key);
    nested = found.value === "";
    if (section.properties.has(key)) {
      report("foreign", `"${key}" stands here again; the last counts`);
    }
    section.properties.set(key, { key, value: found.value, line });
  };

  const continuation = (content: string) => {
    if (section === undefined) {
      return report("error", "Expected a profile definition, found continuation");
    }
    const before = key === undefined ? undefined : section.properties.get(key);
    if (before === undefined) {
      return report("error", "Expected a property definition, found continuation");
    }
    if (nested) {
      const found = splitProperty(withoutComment(content));
      if (found === "no-equals") {
        return report("error", "Expected an '=' sign defining a sub-property");
      }
      if (found === "no-name") return report("error", "Sub-property did not have a name");
    }
    section.properties.set(before.key, { ...before, value: `${before.value}\n${trim(content)}` });
  };

  // A byte order mark is what some editors leave; botocore takes it for part of the first line.
  let from = text.startsWith("\ufeff") ? 1 : 0;
  if (from === 1) report("foreign", "the file begins with a byte order mark");
  for (; from < text.length;) {
    line += 1;
    let to = text.indexOf("\n", from);
    if (to < 0) to = text.length;
    const content = text.slice(from, text[to - 1] === "\r" ? Math.max(from, to - 1) : to);
    from = to + 1;
    const first = content[0];
    if (first === "#" || first === ";" || trim(content) === "") continue;
    if (first === "[") openSection(content);
    else if (first === " " || first === "\t") continuation(content);
    else property(content);
  }
  return { path, sections: [...sections.values()], problems };
}

/** The `key = value` lines of a nested block (`s3 =` and indented lines), by lower-case key. */
export function subProperties(value: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const line of value.split("\n")) {
    const property = splitProperty(withoutComment(line));
    if (typeof property === "object") found.set(lowerAscii(property.key), property.value);
  }
  return found;
}

/** A text that parses to the same sections and properties; comments and problems are not in it. */
export function formatIni(file: IniFile): string {
  const lines: string[] = [];
  for (const { header, properties } of file.sections) {
    lines.push(`[${header}]`);
    for (const { key, value } of properties.values()) {
      lines.push(`${key} = ${value.replaceAll("\n", "\n ")}`);
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

function sectionHeader(content: string): string | undefined {
  // After a header a comment needs no blank before it.
  const comment = content.search(/[#;]/);
  const bracketed = trim(comment < 0 ? content : content.slice(0, comment));
  return bracketed.endsWith("]") ? trim(bracketed.slice(1, -1)) : undefined;
}

function splitProperty(content: string): { key: string; value: string } | "no-equals" | "no-name" {
  const equals = content.indexOf("=");
  if (equals < 0) return "no-equals";
  const key = trim(content.slice(0, equals));
  return key === "" ? "no-name" : { key, value: trim(content.slice(equals + 1)) };
}

/** The line up to a `#` or `;` that follows a blank. */
function withoutComment(content: string): string {
  const comment = content.search(/(?<=\s)[#;]/);
  return trim(comment < 0 ? content : content.slice(0, comment));
}

/** Blanks and tabs only: String.trim() would also take characters that the SDKs keep. */
function trim(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && (text[from] === " " || text[from] === "\t")) from += 1;
  while (to > from && (text[to - 1] === " " || text[to - 1] === "\t")) to -= 1;
  return text.slice(from, to);
}

function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replaceAll(/[A-Z]+/g, (upper) => upper.toLowerCase()) : text;
}

// What was read from a file of AWS's, as text again, so that the parser can be tried on what it made of a text itself.
// Rule: it knows the grammar, and nothing of how it is parsed.

import type { IniFile, Problem } from "../../src/config/ini.ts";

/** A text that parses to the same sections and properties; comments and problems are not in it. */
export function formatIni(file: Pick<IniFile, "sections">): string {
  const lines: string[] = [];
  for (const section of file.sections) {
    lines.push(`[${section.header}]`);
    for (const { key, whole } of section.read().properties.values()) {
      // After a blank, `#` and `;` would begin a comment.
      const equals = /^[#;]/.test(whole) ? " =" : " = ";
      lines.push(`${key}${equals}${whole.replaceAll("\n", "\n ")}`);
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** Everything that is wrong with the file, in the order of its lines. */
export function problemsOf({ preamble, sections }: IniFile): Problem[] {
  return [...preamble, ...sections.flatMap((section) => section.read().problems)]
    .toSorted((a, b) => a.line - b.line);
}

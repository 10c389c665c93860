// What other tools make of a configuration text. The AWS CLI rejects a whole file for one line (Python's configparser,
// RawConfigParser._read, which is strict); the SDK for JavaScript takes more lines for headers.
// Rule: what is left out of a text for the AWS CLI is only what makes it reject the text; of a setting the last one stays,
// and two sections of one header become one, as the SDKs read them.

import { isPlainText, lineKinds } from "./ini_layout.ts";

/** The first line, from 1, for which the AWS CLI rejects the text, and why. */
type Rejection = { readonly line: number; readonly why: string };

/** A setting's or a comment's lines. */
type Part = { readonly key: string | undefined; readonly lines: string[]; isLeftOut: boolean };
type Section = { readonly parts: Part[]; readonly keys: Map<string, Part> };

/** Why the AWS CLI rejects the text; undefined if it reads it. */
export function rejectionOf(text: string): Rejection | undefined {
  return text === "" || isPlainText(text) ? undefined : read(text).rejection;
}

/** The text without what makes the AWS CLI reject it; as it is if nothing does. Its lines end with LF or CR LF. */
export function acceptable(text: string): string {
  if (isPlainText(text)) return text;
  const { rejection, sections } = read(text);
  if (rejection === undefined) return text;
  return sections.flatMap(({ parts }) =>
    parts.flatMap(({ isLeftOut, lines }) => isLeftOut ? [] : lines)
  ).map((line) => line.endsWith("\n") ? line : `${line}\n`).join("");
}

function read(text: string): { rejection: Rejection | undefined; sections: readonly Section[] } {
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const kinds = lineKinds(lines.map((line) => line.replace(/\r?\n$/, "")));
  let section: Section = { parts: [], keys: new Map() };
  const sections = [section];
  const named = new Map<string, Section>();
  let isBefore = true;
  let part: Part | undefined;
  let rejection: Rejection | undefined;
  const add = (key: string | undefined, line: string, isLeftOut = false) => {
    part = { key, lines: [line], isLeftOut };
    section.parts.push(part);
    return part;
  };
  lines.forEach((line, at) => {
    const reject = (why: string) => rejection ??= { line: at + 1, why };
    const trimmed = line.trim();
    switch (kinds[at]) {
      case "continuation":
        return part!.lines.push(line);
      case "skipped":
      case "comment": {
        // A comment between the lines of a setting does not end it.
        if (part?.key !== undefined && kinds[at + 1] === "continuation") part.lines.push(line);
        else section.parts.push({ key: undefined, lines: [line], isLeftOut: false });
        return;
      }
      case "header": {
        isBefore = false;
        const name = /^\[(.+)\]/.exec(trimmed)?.[1];
        if (name === undefined) reject("the header has no end");
        const known = name === undefined ? undefined : named.get(name);
        if (known !== undefined) {
          reject(`the header [${name}] is there twice`);
          section = known;
          part = undefined;
          return;
        }
        section = { parts: [], keys: new Map() };
        if (name === undefined) return add(undefined, line, true);
        sections.push(section);
        named.set(name, section);
        return add(undefined, line);
      }
      default: {
        const key = /^([^=:]*[^=:\s])\s*[=:]/.exec(trimmed)?.[1]?.toLowerCase();
        if (isBefore) reject("it is before the first header");
        else if (key === undefined) reject("it has no '='");
        if (isBefore || key === undefined) return add("", line, true);
        const earlier = section.keys.get(key);
        if (earlier !== undefined) {
          reject(`${/^\w+$/.test(key) ? key : "a setting"} is there twice in the section`);
          earlier.isLeftOut = true;
        }
        section.keys.set(key, add(key, line));
      }
    }
  });
  return { rejection, sections };
}

/** The line, from 1, of such a header in the text of the credentials file; undefined if there is none. */
export function headerLine(text: string | undefined, name: string): number | undefined {
  // However it is written, the name is in it: most files need no closer look.
  if (text === undefined || !text.includes(name)) return undefined;
  const at = text.split(/\r\n?|\n/).findIndex((line) => isHeaderOf(line, name));
  return at < 0 ? undefined : at + 1;
}

/** Whether the line is the header of that profile to any tool, in the credentials file. */
function isHeaderOf(line: string, name: string): boolean {
  // trim() takes away every blank of Unicode and a byte order mark, as in that SDK.
  const found = /^\[([^\]]*)/.exec(line.trim())?.[1]?.trim();
  return found === name || found?.replace(/^(["'])(.*)\1$/s, "$2").trim() === name;
}

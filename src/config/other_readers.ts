// How other tools read a configuration text. The AWS CLI rejects a whole file for one line (Python's configparser,
// RawConfigParser._read, which is strict; botocore, configloader.py, _parse_nested); the SDK for JavaScript takes more
// lines for headers.
// Rule: what is left out of a text for the AWS CLI is only what makes it reject the text; of a setting the last one
// stays, and two sections of one header become one, as the SDKs read them.

import { isPlainText, lineKinds } from "./ini_layout.ts";
import { indentOf, isCommentLine, trim } from "./ini_line.ts";

/** The first line, from 1, for which the AWS CLI rejects the text, and why. */
type Rejection = { readonly line: number; readonly why: string };

/** A setting's or a comment's lines. */
type Part = {
  readonly key: string | undefined;
  readonly lines: string[];
  isLeftOut: boolean;
  /** The lines that continue it are a nested block: its own, `s3 =`, has no value. */
  readonly opensBlock: boolean;
  /** A line of the block is left out. */
  isBroken?: true;
};
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
  return sections.flatMap(({ parts }) => parts.flatMap((part) => isLeftOut(part) ? [] : part.lines))
    .map((line) => line.endsWith("\n") ? line : `${line}\n`).join("");
}

/** The AWS CLI fails with a nested block that has no lines. */
function isLeftOut({ isLeftOut, isBroken, lines }: Part): boolean {
  return isLeftOut || (isBroken === true && lines.slice(1).every(isCommentLine));
}

function read(text: string): { rejection: Rejection | undefined; sections: readonly Section[] } {
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const kinds = lineKinds(lines.map(withoutEnd));
  let section: Section = { parts: [], keys: new Map() };
  const sections = [section];
  const named = new Map<string, Section>();
  let isBefore = true;
  let part: Part | undefined;
  let rejection: Rejection | undefined;
  const add = (key: string | undefined, line: string, isLeftOut = false, opensBlock = false) => {
    // Indented, it might continue what is then above it.
    part = { key, lines: [line.slice(indentOf(line))], isLeftOut, opensBlock };
    section.parts.push(part);
    return part;
  };
  lines.forEach((line, at) => {
    const reject = (why: string) => rejection ??= { line: at + 1, why };
    const trimmed = trim(withoutEnd(line));
    switch (kinds[at]) {
      case "continuation":
        if (!part!.opensBlock || isNested(line)) return part!.lines.push(line);
        part!.isBroken = true;
        return reject("it has no '=', in a nested block");
      case "skipped":
      case "comment": {
        // A comment between the lines of a setting does not end it.
        if (part?.key !== undefined && kinds[at + 1] === "continuation") part.lines.push(line);
        else section.parts.push(commentPart(line));
        return;
      }
      case "header": {
        isBefore = false;
        const name = /^\[(.+)\]/s.exec(trimmed)?.[1];
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
        const equals = trimmed.search(/[=:]/);
        const key = trim(trimmed.slice(0, Math.max(equals, 0))).toLowerCase() || undefined;
        if (isBefore) reject("it is before the first header");
        else if (key === undefined) reject("it has no '='");
        if (isBefore || key === undefined) return add("", line, true);
        const earlier = section.keys.get(key);
        if (earlier !== undefined) {
          reject(`${/^\w+$/.test(key) ? key : "a setting"} is there twice in the section`);
          earlier.isLeftOut = true;
        }
        section.keys.set(key, add(key, line, false, equals === trimmed.length - 1));
      }
    }
  });
  return { rejection, sections };
}

function commentPart(line: string): Part {
  return { key: undefined, lines: [line], isLeftOut: false, opensBlock: false };
}

function withoutEnd(line: string): string {
  return line.replace(/\r?\n$/, "");
}

/** Whether the AWS CLI takes the line in a nested block: each line of it, at more ends than others know, has a '='. */
function isNested(line: string): boolean {
  if (isCommentLine(line)) return true;
  return line.split(LINE_END).every((each) => each.includes("=") || trim(each) === "");
}

/** Where Python's str.splitlines() ends a line. */
const ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029";
const LINE_END = new RegExp(`[${ENDS}]`);

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

// The sections that nearly all are: settings in lower case, one a line, and nothing that anybody is told for.
// Rule: a section is read here as ini_reader.ts would read it, or not at all. By one native match a line, without the
// questions that any other line has to be asked: a listing of ten thousand profiles is made of forty thousand such
// lines.

import type { Content, Problem, Span } from "./ini.ts";
import type { IniSource } from "./ini_source.ts";
import { Property } from "./property.ts";

const NONE: readonly Problem[] = [];

const SETTING = /[a-z0-9_]+ *= *[^\s#;\]]*\n/y;

/** What stands under the header; undefined where any of its lines is out of the ordinary. */
export function readUsual(source: IniSource, header: string, span: Span): Content | undefined {
  const { text } = source;
  const { from, to } = span;
  if (!isPlainHeader(source, header, from)) return undefined;
  const properties = new Map<string, Property>();
  for (let at = from + header.length + 3; at < to;) {
    if (text.charCodeAt(at) === 0x0a) {
      at += 1;
      continue;
    }
    SETTING.lastIndex = at;
    // Tested, and then taken apart by hand: an array for each match is most of what would be made.
    if (!SETTING.test(text)) return undefined;
    const behind = SETTING.lastIndex;
    const equals = text.indexOf("=", at);
    // Only blanks and the line's end are around them: trim() takes away no more than that.
    const key = text.slice(at, equals).trim();
    if (properties.has(key)) return undefined;
    properties.set(key, new Property(key, text.slice(equals + 1, behind).trim(), source, at));
    at = behind;
  }
  return { properties, problems: NONE };
}

/** Whether it is `[`, what it is read as, `]` and the line's end, which nobody is told for. */
function isPlainHeader({ text, suspicious }: IniSource, header: string, from: number): boolean {
  const end = from + header.length + 1;
  return text.charCodeAt(end) === 0x5d && text.charCodeAt(end + 1) === 0x0a &&
    !suspicious && header !== "DEFAULT";
}

// Where the headers of a configuration text are.
// Rule: a bracket in the first column begins a header, as the AWS SDKs have it; an indented one does where it continues
// nothing, as the AWS CLI has it (configparser.RawConfigParser._read): a whole file may be indented.

import { indentOf, isCommentLine, isSkipped } from "./ini_line.ts";

/** An indented bracket: a no-break space and its like count as blanks. */
const INDENTED = /(?:^|\n)[^\S\n]+\[/;

/** Where in the text, whose lines end at "\n", the lines of the headers begin. */
export function headerStarts(text: string): number[] {
  if (INDENTED.test(text)) return startsByIndent(text);
  const starts = text.startsWith("[") ? [0] : [];
  for (let at = text.indexOf("\n["); at >= 0; at = text.indexOf("\n[", at + 1)) starts.push(at + 1);
  return starts;
}

function startsByIndent(text: string): number[] {
  const starts: number[] = [];
  // How far the property is indented that an indented line may continue.
  let open: number | undefined;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf("\n", from);
    const to = end < 0 ? text.length : end;
    const indent = indentOf(text, from, to);
    if (!isSkipped(text, from, to) && !(indent > 0 && isCommentLine(text, from, to))) {
      if (indent === 0 || open === undefined || indent <= open) {
        if (text[from + indent] === "[") {
          starts.push(from);
          open = undefined;
        } else if (starts.length > 0 && (indent === 0 || text.slice(from, to).includes("="))) {
          open = indent;
        }
      }
    }
    from = to + 1;
  }
  return starts;
}

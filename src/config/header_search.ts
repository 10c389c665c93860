// Headers that some tool for AWS reads as a profile's name, also where swr and the AWS CLI read no header: JavaScript's
// SDK takes any line for one that begins with a bracket after its blanks (smithy-typescript, parseIni.ts).
// Rule: in doubt a header is found; if one is found, there is no view.

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

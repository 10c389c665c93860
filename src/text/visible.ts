// Text from outside, made safe to show: what STS, a proxy or a file says must not steer the terminal.
// Rule: whatever swr did not write itself passes through visible() or readable() before it is shown.

// Controls, halves of pairs; line and paragraph separators; formatting characters, among them the bidirectional
// controls (Unicode Standard Annex #9), with which text can be made to read as something else (CVE-2021-42574); what
// a terminal may draw as nothing (Default_Ignorable_Code_Point: fillers, variation selectors, tags), and the blank of
// braille. In emoji as well: a name must not pass for another one.
// And every blank but the ordinary one, which looks like it.
// Not a literal, which V8 would read at each start: properties of Unicode take 0.3 ms, and most runs show ASCII alone.
const HIDDEN =
  "[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Cf}\\p{Default_Ignorable_Code_Point}\\u2800]|[^\\P{Zs} ]";

/** Written as it is looked up: `\\u00a0`. */
const NO_BREAK_SPACE = 0xa0;

/** The text with what cannot be seen, or steers a terminal, as `\x1b`, `\u202e` or `\u{e0041}`; other text as it is. */
export function visible(text: string): string {
  // Nearly every text; a listing shows tens of thousands.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll(new RegExp(HIDDEN, "gu"), (character) => {
    const code = character.codePointAt(0)!;
    if (character === "\t") return " ";
    const digits = code.toString(16);
    if (code < 0x100 && code !== NO_BREAK_SPACE) return `\\x${digits.padStart(2, "0")}`;
    return code < 0x10000 ? `\\u${digits.padStart(4, "0")}` : `\\u{${digits}}`;
  });
}

/** So many characters of what is quoted are shown: a whole file may have been pasted into a value. */
const LONGEST_QUOTED = 200;

/** No path is longer (PATH_MAX of Linux). */
const LONGEST = 4096;

/**
 * A sentence for a person, as visible() has it, in which what is quoted ends with `…` after 200 characters, and
 * everything after 4096. For messages alone: nothing that must be exact may go through here.
 */
export function readable(text: string): string {
  const safe = visible(text).replaceAll(/"([^"]*)"/g, abridged);
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

function abridged(whole: string, quoted: string): string {
  // In quotes as well, but part of a command that is to be pasted.
  if (quoted.length <= LONGEST_QUOTED || quoted.startsWith("$(")) return whole;
  const characters = [...quoted.slice(0, 2 * LONGEST_QUOTED + 1)];
  if (characters.length <= LONGEST_QUOTED) return whole;
  return `"${characters.slice(0, LONGEST_QUOTED).join("")}…"`;
}

/**
 * The value as indented JSON and a line end, for a program or a person: what visible() would write out is escaped, so
 * that the program reads the same value and the terminal shows no trick.
 */
export function jsonText(value: unknown): string {
  const json = JSON.stringify(value, null, 2);
  if (/^[ -~\n]*$/.test(json)) return `${json}\n`;
  const escaped = json.replaceAll(new RegExp(HIDDEN, "gu"), (character) => {
    if (character === "\n") return character;
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
  });
  return `${escaped}\n`;
}

/** Whether the text can be an access key id: what is none may be a secret. */
export function isAccessKeyId(text: string): boolean {
  return /^[A-Z0-9]{16,128}$/.test(text);
}

/** The last four characters of an access key id, the only part that messages show; nothing of what is none. */
export function lastFour(accessKeyId: string): string {
  return isAccessKeyId(accessKeyId) ? `…${accessKeyId.slice(-4)}` : "…";
}

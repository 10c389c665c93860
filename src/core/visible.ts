// Text from outside, made safe to show: what STS, a proxy or a file says must not steer the terminal.
// Rule: whatever swr did not write itself passes through visible() before it is shown.
// Pure: imports nothing.

// C0, DEL, C1; line and paragraph separators; the bidirectional controls (Unicode Standard Annex #9) and
// zero-width characters, with which text can be made to read as something else (CVE-2021-42574).
const HIDDEN =
  // deno-lint-ignore no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g;

/** The text with control, escape and bidirectional characters as `\x1b` or `\u202e`; other text as it is. */
export function visible(text: string): string {
  // Nearly every text; a listing shows tens of thousands.
  if (/^[ -~]*$/.test(text)) return text;
  return text.replaceAll(HIDDEN, (character) => {
    const code = character.charCodeAt(0);
    if (character === "\t") return " ";
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** The last four characters of an access key id, the only part that messages show. */
export function lastFour(accessKeyId: string): string {
  return `…${visible(accessKeyId.slice(-4))}`;
}

// Sections as nearly all are: a name of legal characters, and lines `key = value` without comments, blanks around them
// or continuations. Every tool for AWS reads such a section in the same way.
// Rule: in doubt a section is not plain; then its lines are looked at one by one. A file may have ten thousand.

/**
 * The text in pieces: what is before the first header, and each section. A header in the first column begins a piece,
 * whatever is before it (see ini_layout.ts). Lines end with LF.
 */
export function piecesOf(text: string): string[] {
  return text.split(/(?<=\n)(?=\[)/);
}

const PLAIN =
  /^\[(?:profile )?[\w\-/.%@+]+\]\n(?:\n|[a-z0-9_]+ *= *(?:[!"$-:<-~]+(?: [!"$-:<-~]+)*)?\n)*$/;

/** A longer piece is not tried: V8 keeps a place to go back to for each character that a pattern has passed. */
const LONGEST = 4096;

/** Whether the piece is a plain section, and not `[DEFAULT]`, which the AWS CLI has for every section. */
export function isPlainSection(piece: string): boolean {
  return piece.length <= LONGEST && PLAIN.test(piece) && !piece.startsWith("[DEFAULT]");
}

/** Whether every section is plain, no header is there twice, and no setting of a section. */
export function isPlainText(text: string): boolean {
  const headers = new Set<string>();
  return piecesOf(text).every((piece) => {
    if (!isPlainSection(piece)) return false;
    const header = piece.slice(0, piece.indexOf("\n"));
    if (headers.has(header)) return false;
    headers.add(header);
    const keys = piece.match(/^[a-z0-9_]+/gm) ?? [];
    return new Set(keys).size === keys.length;
  });
}

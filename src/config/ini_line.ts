// One line of a configuration file, without its end: a header's name, the two halves of a setting.
// Rule: the AWS SDKs' (smithy-rs, aws-runtime/src/env_config/parse.rs), but white space is what the AWS CLI takes for
// it: a no-break space pasted from a web page is trimmed. Every function here is linear in the line.

const HASH = 0x23;
const SEMICOLON = 0x3b;

/** A header's content and, where AWS's SDKs would reject the file for it, `closed: false`. */
type Header = { readonly header: string; readonly closed: boolean };

/**
 * `comment`: the value was followed by a comment, which the AWS CLI takes into the value. `plain`: the key is a legal name
 * in lower case, and the value has neither blanks nor comments.
 */
export type KeyValue = {
  readonly key: string;
  readonly value: string;
  readonly comment: boolean;
  readonly plain: boolean;
};

/** Why a line is no property; AWS's own texts follow from it. */
export type NoProperty = "no-equals" | "no-name";

/** Whether the line counts for nothing: white space only, or a comment that begins in the first column. */
export function isSkipped(line: string, indent: number): boolean {
  return indent === line.length || isComment(line.charCodeAt(0));
}

/** Whether the line is nothing but a comment, indented or not. */
export function isCommentLine(line: string): boolean {
  return isComment(line.charCodeAt(indentOf(line)));
}

/**
 * Reads `[ profile  x ] # comment` as `profile x`: trimmed, one blank after the first word. The comment needs no
 * blank before it. A name in quotes may hold any sign but that quote, as the AWS CLI writes it. An unclosed
 * header still gets the name it was probably meant to have, so that what follows is not taken for the section before.
 */
export function readHeader(text: string): Header {
  if (PLAIN_HEADER.test(text)) return { header: text.slice(1, -1), closed: true };
  const line = trim(text);
  const quoted = QUOTED.exec(line)?.[1];
  if (quoted !== undefined) return { header: oneBlank(trim(quoted)), closed: true };
  const comment = line.search(/[#;]/);
  const bracketed = trim(comment < 0 ? line : line.slice(0, comment));
  if (bracketed.length > 1 && bracketed.endsWith("]")) {
    return { header: oneBlank(trim(bracketed.slice(1, -1))), closed: true };
  }
  const bracket = bracketed.indexOf("]");
  const guess = bracket < 0 ? bracketed.slice(1) : bracketed.slice(1, bracket);
  return { header: oneBlank(trim(guess)), closed: false };
}

/** Nearly every header, and there may be ten thousand: one native match is faster than the steps above. */
const PLAIN_HEADER = /^\[(?:profile )?[\w\-/.%@+]+\]$/;

/** Whether the line is a header as it usually is: nothing around it, and a name of legal characters. */
export function isPlainHeader(line: string): boolean {
  return PLAIN_HEADER.test(line);
}

/** What is between the brackets of a header's line, as it is written. */
export function bracketed(line: string): string {
  const end = line.indexOf("]");
  return line.slice(line.indexOf("[") + 1, end < 0 ? line.length : end);
}

const QUOTED =
  /^\[([ \t]*(?:profile|sso-session|services)[ \t]+(?:"[^"]*"|'[^']*'))[ \t]*\][ \t]*(?:[#;].*)?$/s;

/** Reads `key = value # comment`; the key comes back as it is written. */
export function readProperty(line: string): KeyValue | NoProperty {
  if (PLAIN_PROPERTY.test(line)) {
    const equals = line.indexOf("=");
    const [key, value] = [line.slice(0, equals).trim(), line.slice(equals + 1).trim()];
    return { key, value, comment: false, plain: true };
  }
  const text = trim(line);
  const comment = commentAt(text);
  const property = text.slice(0, comment);
  const equals = property.indexOf("=");
  if (equals < 0) return "no-equals";
  const key = trim(property.slice(0, equals));
  if (key === "") return "no-name";
  const value = trim(property.slice(equals + 1));
  return { key, value, comment: comment < text.length, plain: false };
}

/** Nearly every setting, and there may be fifty thousand: keys in lower case, values without blanks and comments. */
const PLAIN_PROPERTY = /^[a-z0-9_]+ *= *[!"$-:<-~]*$/;

/** Where a comment begins, after a blank; the text's length if it has none. */
function commentAt(text: string): number {
  for (let at = 1; at < text.length; at++) {
    if (isComment(text.charCodeAt(at)) && isBlank(text.charCodeAt(at - 1))) return at;
  }
  return text.length;
}

/** The text without the blanks around it. */
export function trim(text: string): string {
  const start = indentOf(text);
  let end = text.length;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** Lower case for ASCII only: the SDKs leave every other letter alone. */
export function lowerAscii(text: string): string {
  return /[A-Z]/.test(text) ? text.replaceAll(/[A-Z]+/g, (upper) => upper.toLowerCase()) : text;
}

/** Whether the SDKs take the word for the name of a profile or a property; they ignore any other. */
export function isIdentifier(text: string): boolean {
  return /^[A-Za-z0-9_\-/.%@:+]+$/.test(text);
}

/** Whether Python takes the character for white space (str.isspace), and so the AWS CLI; a line holds no line end. */
export function isBlank(code: number): boolean {
  if (code === 0x20 || code === 0x09) return true;
  return code < 0x80
    ? (code >= 0x0b && code <= 0x0c) || (code >= 0x1c && code <= 0x1f)
    : isWideBlank(code);
}

function isWideBlank(code: number): boolean {
  return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
    code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
}

/** How many blanks a line begins with: by them the AWS CLI tells what a line continues. */
export function indentOf(line: string): number {
  let at = 0;
  while (isBlank(line.charCodeAt(at))) at += 1;
  return at;
}

function isComment(code: number): boolean {
  return code === HASH || code === SEMICOLON;
}

/** The text with one blank after its first word, whatever blanks were there. */
function oneBlank(header: string): string {
  const end = header.search(/[ \t]/);
  return end < 0 ? header : `${header.slice(0, end)} ${trim(header.slice(end))}`;
}

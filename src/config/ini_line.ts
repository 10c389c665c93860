// One line of a configuration file: what it is, a header's name, a property's two halves.
// Rule: the AWS SDKs' (smithy-rs, aws-runtime/src/env_config/parse.rs), but white space is what the AWS CLI takes for
// it: a no-break space pasted from a web page is trimmed; every function here is linear in the line.

const HASH = 0x23;
const SEMICOLON = 0x3b;

/** A header's content and, where AWS's SDKs would reject the file for it, `closed: false`. */
type Header = { readonly header: string; readonly closed: boolean };

/** `comment`: the value was followed by a comment, which the AWS CLI takes into the value. */
export type KeyValue = { readonly key: string; readonly value: string; readonly comment: boolean };

/** Why a line is no property; AWS's own texts follow from it. */
export type NoProperty = "no-equals" | "no-name";

/** Whether the line counts for nothing: white space only, or a comment that begins in the first column. */
export function isSkipped(text: string, from: number, to: number): boolean {
  if (from >= to || isComment(text.charCodeAt(from))) return true;
  for (let at = from; at < to; at++) if (!isBlank(text.charCodeAt(at))) return false;
  return true;
}

/** Whether the line is nothing but a comment, indented or not. */
export function isCommentLine(text: string, from: number, to: number): boolean {
  const at = skipBlanks(text, from, to);
  return at < to && isComment(text.charCodeAt(at));
}

/**
 * Reads `[ profile  x ] # comment` as `profile x`: trimmed, one blank after the first word. The comment needs no
 * blank before it. A name in quotes may hold any sign but that quote, as the AWS CLI writes it. An unclosed
 * header still gets the name it was probably meant to have, so that what follows is not taken for the section before.
 */
export function readHeader(line: string): Header {
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

/** What is between the brackets of a header's line, as it is written. */
export function bracketed(line: string): string {
  const end = line.indexOf("]");
  return line.slice(line.indexOf("[") + 1, end < 0 ? line.length : end);
}

const QUOTED =
  /^\[([ \t]*(?:profile|sso-session|services)[ \t]+(?:"[^"]*"|'[^']*'))[ \t]*\][ \t]*(?:[#;].*)?$/s;

/** Reads `key = value # comment` between two places of the text; the key comes back as it is written. */
export function readProperty(text: string, from: number, to: number): KeyValue | NoProperty {
  let equals = -1;
  let end = to;
  const start = skipBlanks(text, from, to);
  for (let at = start; at < to; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x3d && equals < 0) equals = at;
    else if (isComment(code) && at > start && isBlank(text.charCodeAt(at - 1))) {
      end = at;
      break;
    }
  }
  if (equals < 0) return "no-equals";
  const key = trimmed(text, start, equals);
  if (key === "") return "no-name";
  return { key, value: trimmed(text, equals + 1, end), comment: end < to };
}

/** The text between two places without the blanks and tabs around it. */
export function trimmed(text: string, from: number, to: number): string {
  const start = skipBlanks(text, from, to);
  let end = to;
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
export function indentOf(text: string, from: number, to: number): number {
  return skipBlanks(text, from, to) - from;
}

function isComment(code: number): boolean {
  return code === HASH || code === SEMICOLON;
}

function trim(text: string): string {
  return trimmed(text, 0, text.length);
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to && isBlank(text.charCodeAt(at))) at += 1;
  return at;
}

/** The text with one blank after its first word, whatever stood there. */
function oneBlank(header: string): string {
  const end = header.search(/[ \t]/);
  return end < 0 ? header : `${header.slice(0, end)} ${trimmed(header, end, header.length)}`;
}

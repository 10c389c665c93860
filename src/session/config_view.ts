// The session's view of the config file: the same text, but the chosen profile gets its keys from the session. Why:
// SDKs disagree on what AWS_PROFILE beside keys means. The JavaScript SDK leaves the keys aside and wants to assume
// the role itself; programs in Go refuse a profile whose source has no keys in a file. In the view every one of them
// runs a credential_process that hands out the session's keys.
// Rule: the view never holds a secret, and what it does not have to change stays as it was.

import { isPlainSection, type LineKind, lineKinds, piecesOf } from "../config/ini_layout.ts";
import { indentOf, readHeader } from "../config/ini_line.ts";
import { SETTINGS } from "../role/parameters.ts";
import { OF_THE_CLI, profileNameOf } from "../config/section_name.ts";

/** Where a profile's keys come from, and how; in the view that is the session. */
const REPLACED: ReadonlySet<string> = new Set([
  ...SETTINGS.map(({ setting }) => setting),
  ...["source_profile", "credential_source", "credential_process", "mfa_process"],
  ...["web_identity_token_file", "login_session", "aws_access_key_id", "aws_secret_access_key"],
  ...["aws_session_token", "aws_security_token", "aws_account_id"],
]);

/** The word with up to three signs between its letters: aws_secret_access_key, AWS-Secret-Key, pass_word. */
function spaced(word: string): string {
  return [...word].join("[^a-z\\n=:]{0,3}");
}

const KEY_WORD = ["accesskey", "secret", "passw"].map(spaced).join("|");

/** Names of keys in any spelling. What names a file of a token (web_identity_token_file) is no key. */
const KEY_NAME = new RegExp(`${KEY_WORD}|${spaced("token")}[^a-z]*$`);

/**
 * Whether a text has a name that may be a key's at all, by how such names begin: most have none, and need no closer look.
 * The whole pattern takes V8 a millisecond to compile.
 */
const MAY_HOLD_KEYS = new RegExp(
  `${["acce", "secr", "pass", "toke"].map(spaced).join("|")}|mfa_process`,
  "i",
);

/** A header and the lines below it; the first block has no header. */
type Block = {
  /** What is between the brackets if the section is the profile's. */
  readonly header: string | undefined;
  /** The number of its first line in the text. */
  readonly first: number;
  readonly lines: Line[];
  /** Whether a line of it continues another. */
  continues: boolean;
};

/** `text`: with its end. A section in which nothing is to be changed is one header with more lines. */
type Line = { readonly kind: LineKind; readonly text: string };

/**
 * The view for a session in the profile, its keys printed by `command` (one shell command line), or without any.
 * Undefined if the text has no such profile, or would still hold a secret.
 */
export function sessionView(
  text: string,
  profile: string,
  command: string | undefined,
): string | undefined {
  if (command !== undefined && /[\r\n]|[ \t][#;]/.test(command)) return undefined;
  const mayHoldKeys = MAY_HOLD_KEYS.test(text);
  const blocks = blocksOf(text, profile, mayHoldKeys);
  // Of two sections for the default profile, `[profile default]` is the one that counts.
  const own = blocks.filter(({ header }) => header !== undefined);
  const target = own.find(({ header }) => header!.startsWith("profile ")) ?? own[0];
  if (target === undefined) return undefined;
  // In one form they would be one header twice, which the AWS CLI refuses.
  const written = own.filter(({ header }) => header!.startsWith("profile ")).map(({ lines }) =>
    /^[^\]]*/.exec(lines[0]!.text)![0]
  );
  if (new Set(written).size > 1) return undefined;
  const view = blocks.flatMap((block) => {
    const { header } = block;
    if (isBare(block.lines[0]?.text ?? "", profile)) return [];
    const lines = block.continues ? withoutPromoted(block.lines, profile) : block.lines;
    if (header === undefined) {
      // The AWS CLI gives to every profile what is set there (configparser, default_section).
      const kept = isForAll(block) ? withoutKeys(lines, true) : lines;
      return mayHoldKeys ? withoutSecrets(kept) : kept.map(textOf);
    }
    const [first, ...rest] = lines;
    const process = block === target && command !== undefined
      ? [`credential_process = ${command}\n`]
      : [];
    return [
      plainHeader(ended(first!.text), header, profile),
      ...process,
      ...withoutKeys(rest).map(textOf),
    ];
  }).join("");
  return mayHoldKeys && linesOf(view).some(holdsKey) ? undefined : view;
}

/** The view for a session that no profile is for: a section of that name is added, which the text must not have. */
export function viewWithSection(text: string, name: string, command: string): string | undefined {
  return viewWithBlock(text, `[profile ${name}]\n`, name, command);
}

/** The view for a session whose section is not in the text: the block is added, which begins it. */
export function viewWithBlock(text: string, block: string, name: string, command: string) {
  return sessionView(`${text === "" ? "" : ended(text)}${block}`, name, command);
}

const MOVED: ReadonlySet<LineKind> = new Set(["header", "setting", "comment"]);

/** The blocks of the text, in which those of the profile have their header. */
export function blocksOf(
  given: string,
  profile: string,
  mayHoldKeys = MAY_HOLD_KEYS.test(given),
): Block[] {
  // A lone CR ends a line for swr and for the AWS CLI (ini.ts): for every reader of the view, then.
  const text = given.replace(/^\ufeff/, "").replaceAll(/\r(?!\n)/g, "\n");
  let line = 1;
  return piecesOf(text).flatMap((piece) => {
    const first = line;
    line += piece.split("\n").length - 1;
    const isOther = !piece.includes(profile) && !(mayHoldKeys && MAY_HOLD_KEYS.test(piece)) &&
      isPlainSection(piece);
    return isOther ? [wholeBlock(piece, first)] : blocksOfPiece(piece, first, profile);
  });
}

/** A section in which nothing is to be changed: its lines stay together. */
function wholeBlock(text: string, first: number): Block {
  return { header: undefined, first, lines: [{ kind: "header", text }], continues: false };
}

/** The blocks of a text without a header in the first column but at its beginning; its first line is number `first`. */
function blocksOfPiece(piece: string, first: number, profile: string): Block[] {
  const lines = linesOf(piece);
  const kinds = lineKinds(lines.map(withoutEnd));
  let block: Block = { header: undefined, first, lines: [], continues: false };
  const blocks = [block];
  for (const [at, line] of lines.entries()) {
    const kind = kinds[at]!;
    // In the first column what continues nothing stays so, whatever is put before it.
    const moved = MOVED.has(kind) ? line.slice(indentOf(line)) : line;
    const text = kind === "header" ? closedHeader(moved) : moved;
    if (kind === "header") {
      block = { header: headerOf(text, profile), first: first + at, lines: [], continues: false };
      blocks.push(block);
    }
    if (kind === "continuation") block.continues = true;
    block.lines.push({ kind, text });
  }
  return blocks;
}

/**
 * The header without what is after its bracket: to JavaScript's SDK `[profile q]#mine` is no header, and what is below
 * belongs to the section above, which may be the session's.
 */
function closedHeader(line: string): string {
  const whole = line.trimEnd();
  if (whole.endsWith("]") && !/\s[;#]/.test(whole)) return line;
  const header = whole.split(/\s[;#]/, 1)[0]!.trimEnd();
  if (header.endsWith("]") || !whole.includes("]")) return line;
  const bracket = header.lastIndexOf("]");
  const name = bracket < 0 ? header : header.slice(0, bracket);
  return `${name}]${/\r?\n?$/.exec(line)![0]}`;
}

/** The header in the line if it is one of the profile. */
function headerOf(line: string, profile: string): string | undefined {
  // However it is written, the name is in it: most lines need no closer look.
  if (!line.includes(profile)) return undefined;
  const { header } = readHeader(withoutEnd(line));
  return profileNameOf(header, "config") === profile ? header : undefined;
}

/** Whether the line is a header of the profile without `profile`, which JavaScript's SDK v2 reads in the config file too. */
function isBare(line: string, profile: string): boolean {
  if (profile === "default" || OF_THE_CLI.has(profile) || !line.includes(profile)) return false;
  return line.startsWith("[") && readHeader(withoutEnd(line)).header === profile;
}

/** Each with its end. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

function textOf({ text }: Line): string {
  return text;
}

function withoutEnd(line: string): string {
  const end = line.endsWith("\r\n") ? 2 : line.endsWith("\n") ? 1 : 0;
  return line.slice(0, line.length - end);
}

/**
 * Without the properties that say where keys come from, their continuation lines included; nor with an indented line
 * that sets one below another property, which JavaScript's SDK and Go's read as a setting.
 */
function withoutKeys(lines: readonly Line[], isHeaderFirst = false): Line[] {
  let dropping = false;
  const kept = lines.filter(({ kind, text }, at) => {
    if (isHeaderFirst && at === 0) return true;
    if (kind === "setting") dropping = isReplaced(text);
    if (kind === "continuation") return !dropping && !isReplaced(text);
    return kind === "setting" ? !dropping : !holdsKey(text);
  });
  return kept.length === lines.length ? kept : withoutEmptied(kept, lines);
}

/** Without the name of a nested block that has lost every line: the AWS CLI fails with a setting of no value there. */
function withoutEmptied(kept: readonly Line[], before: readonly Line[]): Line[] {
  const [left, had] = [kept, before].map((lines) =>
    new Set(lines.filter((_, at) => lines[at + 1]?.kind === "continuation"))
  );
  return kept.filter((line) =>
    line.kind !== "setting" || left!.has(line) || !had!.has(line) || !/[=:]\s*$/.test(line.text)
  );
}

function isReplaced(line: string): boolean {
  const key = settingName(line);
  return REPLACED.has(key) || key.startsWith("sso_") || holdsKey(line);
}

/** Whether the section is `[DEFAULT]`. */
function isForAll({ lines: [first] }: Block): boolean {
  return first?.kind === "header" && first.text.includes("DEFAULT") &&
    readHeader(withoutEnd(first.text)).header === "DEFAULT";
}

/** Without indented headers of the profile, which only JavaScript's SDK reads as such, and what is below them. */
function withoutPromoted(lines: readonly Line[], profile: string): Line[] {
  let dropping = false;
  return lines.filter(({ kind, text }) => {
    if (kind !== "continuation") dropping = false;
    else if (text.trim().startsWith("[")) {
      dropping = headerOf(text.trim(), profile) !== undefined || isBare(text.trim(), profile);
    }
    return !dropping;
  });
}

/**
 * A section that holds a key is left out whole: half a profile would be worse than none. Of the others only the command
 * for codes goes, since no program of the session is to use up a code.
 */
function withoutSecrets(lines: readonly Line[]): string[] {
  const isComment = ({ text }: Line) => /^[#;]/.test(text);
  if (lines.some((line) => holdsKey(line.text) && !isComment(line))) return [];
  let dropping = false;
  return lines.filter((line) => {
    if (isComment(line)) return !holdsKey(line.text);
    if (line.kind === "setting") dropping = settingName(line.text) === "mfa_process";
    else if (line.kind !== "continuation") return true;
    return !dropping;
  }).map(textOf);
}

/** Whether the line sets a key: by the name before the first `=` or `:`, which botocore takes too. */
export function holdsKey(line: string): boolean {
  const end = line.search(/[=:]/);
  const name = line.slice(0, Math.max(end, 0));
  return MAY_HOLD_KEYS.test(name) && KEY_NAME.test(name.toLowerCase());
}

/**
 * The name that the line sets, in lower case; "" if it sets none. What is around its letters is not looked at: tools
 * differ in what is a blank.
 */
export function settingName(line: string): string {
  const end = line.search(/[=:]/);
  const name = line.slice(0, Math.max(end, 0)).toLowerCase();
  return /[a-z0-9_](?:.*[a-z0-9_])?/s.exec(name)?.[0] ?? "";
}

/**
 * The header in the form that every tool reads: no blanks but one, no comment after it, double quotation marks where the
 * name needs some. A name that holds such marks itself stays as it is written.
 */
function plainHeader(line: string, header: string, name: string): string {
  if (/["\\\]]/.test(name)) return line;
  if (!header.startsWith("profile ")) return `[${name}]\n`;
  return /^[\w.@+/:-]+$/.test(name) ? `[profile ${name}]\n` : `[profile "${name}"]\n`;
}

function ended(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n`;
}

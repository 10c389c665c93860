// The session's view of the config file: the same text, but the chosen profile gets its keys from the session. Why:
// SDKs disagree on what AWS_PROFILE beside keys means. The JavaScript SDK leaves the keys aside and wants to assume
// the role itself; programs in Go refuse a profile whose source has no keys in a file. In the view every one of them
// runs a credential_process that hands out the session's keys.
// Rule: the view never holds a secret, and what it does not have to change stays as it was.

import { isSkipped, readHeader } from "../config/ini_line.ts";
import { PARAMETERS } from "../role/parameters.ts";
import { sectionName } from "../config/section_name.ts";

/** Where a profile's keys come from, and how; in the view that is the session. */
const REPLACED: ReadonlySet<string> = new Set([
  ...PARAMETERS.map(({ setting }) => setting),
  ...["source_profile", "credential_source", "credential_process", "mfa_process"],
  ...["web_identity_token_file", "login_session", "aws_access_key_id", "aws_secret_access_key"],
  ...["aws_session_token", "aws_security_token", "aws_account_id"],
]);

/** Whether a text has a name that may be a key's at all: most have none, and need no closer look. */
const MAY_HOLD_KEYS = /access.?key|secret|token|passw|mfa_process/i;

/**
 * Names of keys in any spelling, without what is no letter: aws_secret_access_key, AWS-Secret-Key, secretAccessKey.
 * What names a file of a token (web_identity_token_file) is no key.
 */
const KEY_NAME = /accesskey|secret|(?:session|security|bearer|auth|refresh)token$|passw/;

/** Lines that belong together: a header and what stands under it; the first block has no header. */
type Block = {
  /** What is between the brackets, where the section is the profile's. */
  readonly header: string | undefined;
  readonly text: string;
};

/**
 * The view for a session in the profile, its keys printed by `command` (one shell command line). Undefined where the
 * text has no such profile, or would still hold a secret.
 */
export function sessionView(text: string, profile: string, command: string): string | undefined {
  if (/[\r\n]/.test(command) || /[ \t][#;]/.test(command)) return undefined;
  const blocks = blocksOf(text, profile);
  // Of two sections for the default profile, `[profile default]` is the one that counts.
  const own = blocks.filter(({ header }) => header !== undefined);
  const target = own.find(({ header }) => header!.startsWith("profile ")) ?? own[0];
  if (target === undefined) return undefined;
  const mayHoldKeys = MAY_HOLD_KEYS.test(text);
  const view = blocks.map((block) => {
    if (block.header === undefined) {
      return mayHoldKeys ? withoutSecrets(linesOf(block.text)) : block.text;
    }
    const [header = "", ...rest] = linesOf(block.text);
    const process = block === target ? `credential_process = ${command}\n` : "";
    return plainHeader(ended(header), block.header, profile) + process + withoutKeys(rest).join("");
  }).join("");
  return mayHoldKeys && linesOf(view).some(holdsKey) ? undefined : view;
}

/** Names with blanks count in the credentials file only. */
const NONE: ReadonlySet<string> = new Set();

function blocksOf(given: string, profile: string): Block[] {
  // A lone CR ends a line for swr and for the AWS CLI (ini_source.ts): for every reader of the view, then.
  const text = given.replace(/^\ufeff/, "").replaceAll(/\r(?!\n)/g, "\n");
  const starts = text.startsWith("[") ? [0] : [];
  for (let at = text.indexOf("\n["); at >= 0; at = text.indexOf("\n[", at + 1)) starts.push(at + 1);
  const blocks: Block[] = [{ header: undefined, text: text.slice(0, starts[0]) }];
  starts.forEach((start, at) => {
    const block = text.slice(start, starts[at + 1]);
    blocks.push({ header: headerOf(block, profile), text: block });
  });
  return blocks;
}

/** The header of a block that is a section of the profile. */
function headerOf(block: string, profile: string): string | undefined {
  const end = block.indexOf("\n");
  const line = end < 0 ? block : block.slice(0, end);
  // However it is written, the name stands in it: most lines need no closer look.
  if (!line.includes(profile)) return undefined;
  const { header } = readHeader(line.replace(/\r$/, ""));
  const named = sectionName(header, "config", NONE);
  return typeof named === "object" && named.kind === "profile" && named.name === profile
    ? header
    : undefined;
}

/** Each with its end. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** Without the properties that say where keys come from, their continuation lines included. */
function withoutKeys(lines: readonly string[]): string[] {
  let dropping = false;
  return lines.filter((line) => {
    const content = line.replace(/\r?\n$/, "");
    if (isSkipped(content, 0, content.length)) return !holdsKey(content);
    if (!/^[ \t]/.test(content)) {
      const key = content.split("=")[0]!.trim().toLowerCase();
      dropping = REPLACED.has(key) || key.startsWith("sso_") || holdsKey(content);
    }
    return !dropping;
  });
}

/**
 * A section that holds a key is left out whole: half a profile would be worse than none. Of the others only the command
 * for codes goes, since no program of the session is to use up a code.
 */
function withoutSecrets(lines: readonly string[]): string {
  const isComment = (line: string) => /^[#;]/.test(line);
  if (lines.some((line) => holdsKey(line) && !isComment(line))) return "";
  let dropping = false;
  return lines.filter((line) => {
    if (isComment(line)) return !holdsKey(line);
    if (!/^\s/.test(line)) dropping = /^mfa_process\s*[=:]/i.test(line);
    return !dropping;
  }).join("");
}

/** Whether the line sets a key: by the name before the first `=` or `:`, which botocore takes too. */
function holdsKey(line: string): boolean {
  const name = /^[^=:\n]*(?=[=:])/.exec(line)?.[0];
  return name !== undefined && KEY_NAME.test(name.toLowerCase().replaceAll(/[^a-z]/g, ""));
}

/**
 * The header in the form that every tool reads: no blanks but one, no comment behind it, double quotation marks where the
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

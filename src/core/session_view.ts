// The session's view of the config file: the same text, but the chosen profile gets its keys from the session.
// Why: SDKs disagree on what AWS_PROFILE beside keys means. The JavaScript SDK leaves the keys aside and wants to
// assume the role itself; programs in Go refuse a profile whose source has no keys in a file. In the view every
// one of them runs a credential_process that hands out the session's keys.
// Rule: the view never holds a secret, and what it does not have to change stays as it was. Pure: imports ini_line and section_name.

import { isSkipped, readHeader } from "./ini_line.ts";
import { sectionName } from "./section_name.ts";

/** Where a profile's keys come from, and how; in the view that is the session. */
const REPLACED =
  /^(role_arn|source_profile|credential_source|credential_process|mfa_serial|mfa_process|external_id|duration_seconds|role_session_name|source_identity|web_identity_token_file|login_session|sso_\w+|aws_access_key_id|aws_secret_access_key|aws_session_token|aws_security_token|aws_account_id)$/;

const SECRET = /aws_secret_access_key|aws_session_token|aws_security_token/i;

/** Lines that belong together: a header and what stands under it; the first block has no header. */
type Block = { readonly profile: string | undefined; readonly lines: string[] };

/**
 * The view for a session in the profile, its keys printed by `command` (one shell command line). Undefined where the
 * text has no such profile, or would still hold a secret.
 */
export function sessionView(text: string, profile: string, command: string): string | undefined {
  if (/[\r\n]/.test(command) || /[ \t][#;]/.test(command)) return undefined;
  const blocks = blocksOf(text);
  // Of two sections for the default profile, `[profile default]` is the one that counts.
  const own = blocks.filter((block) => block.profile === profile);
  const target =
    own.find(({ lines }) => readHeader(lines[0]!.trimEnd()).header.startsWith("profile ")) ??
      own[0];
  if (target === undefined) return undefined;
  // In most files there is none, and then no other block has to be looked through.
  const holdsSecret = SECRET.test(text);
  const view = blocks.flatMap((block) => {
    if (block.profile === profile) {
      const [header = "", ...rest] = block.lines;
      const process = block === target ? [`credential_process = ${command}\n`] : [];
      return [ended(header), ...process, ...withoutKeys(rest)];
    }
    return holdsSecret ? withoutSecrets(block) : block.lines;
  }).join("");
  return SECRET.test(view) ? undefined : view;
}

/** Names with blanks count in the credentials file only. */
const NONE: ReadonlySet<string> = new Set();

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [{ profile: undefined, lines: [] }];
  for (const line of text.replace(/^\ufeff/, "").split(/(?<=\n)/)) {
    if (line.startsWith("[")) {
      const named = sectionName(readHeader(line.replace(/\r?\n$/, "")).header, "config", NONE);
      const profile = typeof named === "object" && named.kind === "profile"
        ? named.name
        : undefined;
      blocks.push({ profile, lines: [] });
    }
    blocks.at(-1)!.lines.push(line);
  }
  return blocks;
}

/** Without the properties that say where keys come from, their continuation lines included. */
function withoutKeys(lines: readonly string[]): string[] {
  let dropping = false;
  return lines.filter((line) => {
    const content = line.replace(/\r?\n$/, "");
    if (isSkipped(content, 0, content.length)) return !SECRET.test(content);
    if (!/^[ \t]/.test(content)) {
      dropping = REPLACED.test(content.split("=")[0]!.trim().toLowerCase());
    }
    return !dropping;
  });
}

/** A section that holds a secret is left out whole: half a profile would be worse than none. */
function withoutSecrets({ lines }: Block): string[] {
  const comments = (line: string) => /^[#;]/.test(line);
  if (lines.some((line) => SECRET.test(line) && !comments(line))) return [];
  return lines.filter((line) => !SECRET.test(line));
}

function ended(line: string): string {
  return line.endsWith("\n") ? line : `${line}\n`;
}

// What a section's header names, and which sections count in which of AWS's two files.
// Rules: the SDKs' (smithy-rs, aws-runtime/src/env_config/normalize.rs), and the quoted names that the AWS CLI writes
// (awscli/customizations/configure/__init__.py, profile_to_section).

import type { IniFile } from "./ini.ts";
import { isIdentifier } from "./ini_line.ts";

/** Which of the two files. */
export type FileKind = "config" | "credentials";
export type SectionKind = "profile" | "services" | "sso-session";

/** `note`: how other tools read the name. */
type SectionName = { readonly kind: SectionKind; readonly name: string; readonly note?: string };

/** Sections of the config file that the AWS CLI reads for itself (awscli/plugin.py, awscli/customizations/preview.py). */
export const OF_THE_CLI: ReadonlySet<string> = new Set(["plugins", "preview"]);

/** What a header names, or why its section is ignored; `blank`: see blankNames(). */
export function sectionName(
  header: string,
  fileKind: FileKind,
  blank: ReadonlySet<string>,
): SectionName | string {
  // Nearly every header, and there may be ten thousand.
  if (fileKind === "config" && header.startsWith("profile ")) {
    const name = header.slice(8);
    if (isIdentifier(name)) return { kind: "profile", name };
  }
  const prefix = /^(profile|services|sso-session) (.*)$/s.exec(header);
  if (fileKind === "credentials") return credentialsName(header, prefix?.[1], blank);
  if (prefix === null) {
    if (header === "default") return { kind: "profile", name: header };
    if (/^(profile|services|sso-session)$/.test(header)) return "the name is missing";
    return isIdentifier(header) && header !== "DEFAULT"
      ? `in the config file a profile is written [profile ${header}]`
      : "it is not a profile";
  }
  const kind = prefix[1] as SectionKind;
  const written = prefix[2]!;
  const quoted = unquoted(written);
  if (quoted !== undefined) {
    return { kind, name: quoted, note: "the AWS CLI reads a name in quotes, most SDKs ignore it" };
  }
  return isIdentifier(written) ? { kind, name: written } : notLegal(written);
}

function credentialsName(
  header: string,
  prefix: string | undefined,
  blank: ReadonlySet<string>,
): SectionName | string {
  if (blank.has(header)) {
    const note = "the AWS CLI reads a name with blanks, most SDKs ignore it";
    return { kind: "profile", name: header, note };
  }
  if (prefix === "profile") {
    return `in the credentials file a profile is written [${header.slice(8)}]`;
  }
  if (prefix !== undefined) return "it only has a meaning in the config file";
  return isIdentifier(header) ? { kind: "profile", name: header } : notLegal(header);
}

/** The profile that a header names; undefined if it names none. Names with blanks count in the config file only. */
export function profileNameOf(header: string, kind: FileKind): string | undefined {
  const named = sectionName(header, kind, new Set());
  return typeof named === "object" && named.kind === "profile" ? named.name : undefined;
}

/**
 * Whether a header that is ignored was probably meant to name the profile: `[x]`, `[Profile x]`, `[profile x y]`,
 * `[[profile x]]`,
 * `[profile x][profile y]`, or with characters in it that are not seen.
 */
export function mayMean(header: string, profile: string): boolean {
  const written = header.replace(/^\s*profile\s+/i, "");
  if (written === profile || (written.startsWith(`${profile} `) && written !== header)) return true;
  // Two headers in one line.
  if (header.includes("][")) return header.split("][").some((each) => isHeaderOf(each, profile));
  // Not a literal: V8 would read it at each start, which takes 0.2 ms.
  const unseen = new RegExp("[\\p{Cf}\\p{Cc}\\s\"'[\\]]", "gu");
  const seen = (text: string) => text.replaceAll(unseen, "");
  return seen(header).replace(/^profile/i, "") === seen(profile) && header !== `profile ${profile}`;
}

function isHeaderOf(header: string, profile: string): boolean {
  return header === profile || header === `profile ${profile}`;
}

/**
 * The name of the profile that the AWS CLI reads a header of the config file as (botocore, configloader.py,
 * build_profile_map and _parse_section: whatever begins with "profile" and is two words to a shell).
 */
export function nameInCli(header: string): string | undefined {
  if (header === "default") return header;
  if (!header.startsWith("profile") || header.length > LONGEST) return undefined;
  const words = header.match(WORD) ?? [];
  if (words.length !== 2 || header.replaceAll(WORD, "").trim() !== "") return undefined;
  return words[1]!.replaceAll(
    /"((?:\\["\\]|[^"])*)"|'([^']*)'|\\(.)/gs,
    (_, double, single, escaped) => double?.replaceAll(/\\(["\\])/g, "$1") ?? single ?? escaped,
  );
}

/** A longer header is no name: V8 cannot match a pattern against words of millions of characters. */
const LONGEST = 100_000;

/** A word as a shell reads one: quotes may be anywhere in it (Python's shlex.split). */
const WORD = /(?:"(?:\\["\\]|[^"])*"|'[^']*'|\\.|[^\s"'\\])+/gs;

/**
 * The names that only quotes make possible. `aws configure` writes such a profile as `[profile 'a b']` in the config
 * file and as `[a b]` in the credentials file; the latter counts because the former is there.
 */
export function blankNames(config: IniFile | undefined): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { header } of config?.sections ?? []) {
    const name = header.startsWith("profile ") ? unquoted(header.slice(8)) : undefined;
    if (name !== undefined && !isIdentifier(name)) names.add(name);
  }
  return names;
}

/** The name in a pair of quotes, if it can be shown and typed. */
function unquoted(written: string): string | undefined {
  const quote = written[0];
  if (quote !== '"' && quote !== "'") return undefined;
  const name = written.slice(1, -1);
  const whole = written.length > 2 && written.endsWith(quote) && !name.includes(quote);
  return whole && !new RegExp("\\p{Cc}", "u").test(name) ? name : undefined;
}

/** Why a name does not count. The AWS CLI (botocore) reads any single word without quotes, as Python's shlex splits it. */
function notLegal(name: string): string {
  const allowed = "letters a-z, digits and _-/.%@:+";
  return /[\s"'\\]/.test(name)
    ? `"${name}" is not a legal name (${allowed})`
    : `the AWS CLI reads the name "${name}", most SDKs do not (they allow ${allowed})`;
}

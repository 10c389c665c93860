// Session tags: what the user writes, as STS wants them. In files they have aws-vault's spelling: `Key=Value,Key=Value`.
// Rule: everything that STS would refuse is refused before the code is asked for. Source: STS API Reference (AssumeRole,
// Tag), and IAM User Guide, "Rules for tagging in IAM and AWS STS".

import { SwrError } from "../text/errors.ts";
import { type Origin, partsOf, type Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";

/** A session tag, under STS's own names. */
export type Tag = { readonly Key: string; readonly Value: string };

/** At most so many tags in a session. */
const MOST = 50;

/** The tags of a `KEY=VALUE` list; undefined for an empty one. SwrError "tag-malformed" or "tag-twice". */
export function checkTags(given: Setting): Tag[] | undefined {
  const tags = partsOf(given).map((part) => tagOf(part, given));
  refuseTwice(tags.map(({ Key }) => Key), given);
  if (tags.length > MOST) {
    throw malformed(`${tags.length} session tags are too many`, [`STS takes ${MOST}`], given);
  }
  return tags.length === 0 ? undefined : tags;
}

/** The keys of a list; undefined for an empty one. SwrError "tag-malformed" or "tag-twice". */
export function checkTransitiveTags(given: Setting): string[] | undefined {
  const keys = partsOf(given);
  for (const key of keys) {
    if (key.includes("=")) {
      throw malformed(`"${visible(key)}" is not the key of a session tag`, [
        "a transitive tag is named by its key alone, and its value is that of the tag",
      ], given);
    }
    checkText(key, "key", 1, 128, given);
  }
  refuseTwice(keys, given);
  return keys.length === 0 ? undefined : keys;
}

/**
 * The transitive keys of a call, each one of its tags. --tag comes instead of session_tags: of the keys that the profile
 * makes transitive those count that are given. SwrError "tag-missing" for another.
 */
export function transitiveAmong(
  { Tags: tags = [], TransitiveTagKeys: keys = [] }: {
    readonly Tags?: readonly Tag[];
    readonly TransitiveTagKeys?: readonly string[];
  },
  origins: { readonly Tags?: Origin; readonly TransitiveTagKeys?: Origin },
): readonly string[] {
  const known = new Set(tags.map(({ Key }) => Key));
  const missing = keys.find((key) => !known.has(key));
  if (missing === undefined) return keys;
  const origin = origins.TransitiveTagKeys;
  if (origins.Tags?.kind === "option" && origin?.kind !== "option") {
    return keys.filter((key) => known.has(key));
  }
  const other = [...known].find((key) => key.toLowerCase() === missing.toLowerCase());
  throw new SwrError(
    "tag-missing",
    `the transitive tag "${visible(missing)}" is not one of the session's tags`,
    [
      other === undefined
        ? "add it with its value: --tag KEY=VALUE, or session_tags in the profile (--tag comes instead of session_tags)"
        : `the tag is spelled "${visible(other)}"`,
    ],
    origin && { origin },
  );
}

/** `Project=x`, as the dry run shows a tag. */
export function tagText({ Key, Value }: Tag): string {
  return `${Key}=${Value}`;
}

function tagOf(part: string, given: Setting): Tag {
  const equals = part.indexOf("=");
  if (equals < 0) {
    throw malformed(`"${visible(part)}" is not a session tag`, [
      given.origin.kind === "option"
        ? "a tag is written KEY=VALUE"
        : "tags are written KEY=VALUE and separated by commas; a value cannot contain a comma",
    ], given);
  }
  const [key, value] = [part.slice(0, equals).trim(), part.slice(equals + 1).trim()];
  checkText(key, "key", 1, 128, given);
  checkText(value, "value", 0, 256, given);
  return { Key: key, Value: value };
}

/** STS's own pattern for keys and values (STS API Reference, Tag). */
const ALLOWED = "^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$";

function checkText(
  text: string,
  what: "key" | "value",
  least: number,
  most: number,
  given: Setting,
): void {
  const { length } = [...text];
  const name = length > 40 ? `"${visible(text.slice(0, 40))}…"` : `"${visible(text)}"`;
  if (length < least) {
    throw malformed("the key of a session tag is empty", ["a tag is written KEY=VALUE"], given);
  }
  if (length > most) {
    throw malformed(
      `the ${what} ${name} of a session tag has ${length} characters`,
      [`STS takes ${most} for a ${what}`],
      given,
    );
  }
  // Not a literal: V8 would read it at each start, which takes 0.2 ms.
  const allowed = new RegExp(ALLOWED, "u");
  if (!allowed.test(text)) {
    const other = [...text].find((character) => !allowed.test(character))!;
    throw malformed(
      `the ${what} ${name} of a session tag contains "${visible(other)}"`,
      ["allowed: letters and digits of any language, blanks, and _.:/=+-@"],
      given,
    );
  }
  if (/^aws:/i.test(text)) {
    throw malformed(
      `the ${what} ${name} of a session tag begins with "aws:"`,
      ["AWS keeps that for itself"],
      given,
    );
  }
}

/** STS takes keys for the same that differ only in case. */
function refuseTwice(keys: readonly string[], { origin }: Setting): void {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const before = seen.get(key.toLowerCase());
    if (before === undefined) {
      seen.set(key.toLowerCase(), key);
      continue;
    }
    throw new SwrError(
      "tag-twice",
      before === key
        ? `the session tag "${visible(key)}" is given twice`
        : `the session tags "${visible(before)}" and "${visible(key)}" differ only in case`,
      ["for STS that is the same key: remove one"],
      { origin },
    );
  }
}

function malformed(message: string, hints: readonly string[], { origin }: Setting): SwrError {
  return new SwrError("tag-malformed", message, hints, { origin });
}

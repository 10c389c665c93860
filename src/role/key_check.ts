// Whether an access key can be valid, before a call is signed with it: it may be stored with quotes, the wrong way
// round, or as the placeholder of an example.
// Rule: nothing of what is not an id is shown; of a secret only what is wrong with it.

import { isAccessKeyId } from "../text/visible.ts";

type Fault = { readonly is: string; readonly remedy: string };

const STORE =
  "store the pair again: `envchain --set NAMESPACE AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY`";
const PASTED: Fault = {
  is: "contains a blank or a control character",
  remedy: "it was probably pasted with a line break: store it again",
};

/** What is wrong with a pair, and which half; undefined for one that can be a pair of AWS's. */
export function pairFault(
  id: string,
  secret: string,
): Fault & { readonly what: string } | undefined {
  if (!isAccessKeyId(id) && looksLikeId(secret)) {
    const is = "are the wrong way round: the secret is where the id belongs";
    return { what: "the keys", is, remedy: STORE };
  }
  const ofId = textFault(id) ??
    (isAccessKeyId(id) ? undefined : {
      is: "cannot be one: an id has 16 to 128 capital letters and digits",
      remedy: STORE,
    });
  if (ofId !== undefined) return { what: "the access key id", ...ofId };
  const ofSecret = secretFault(secret) ??
    (looksLikeId(secret) ? { is: "is an access key id", remedy: STORE } : undefined);
  return ofSecret && { what: "the secret access key", ...ofSecret };
}

/** What is wrong with a secret or a token; undefined if it can be one. */
export function secretFault(secret: string): Fault | undefined {
  return textFault(secret);
}

/** IAM User Guide, "IAM identifiers", unique identifiers: four letters for the kind. */
function looksLikeId(text: string): boolean {
  return /^A(?:KIA|SIA|IDA|ROA|GPA|BIA|CCA|IPA|NPA|NVA|PKA|SCA)[A-Z0-9]{12,124}$/.test(text);
}

/** `\\p{Cc}` in its two ranges: what is below the blank, and U+007F to U+009F. The property alone takes 0.2 ms. */
const BLANK_OR_CONTROL = /\s|[^ -\uffff]|[\x7f-\x9f]/;

/** The usual ones of \p{Cf}, which are pasted with a text: soft hyphen, zero widths, directions, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/;

const PLACEHOLDERS = [
  /^[<{[(].*[>}\])]$/s,
  /^\$|^%.*%$/,
  /^[x*.#_-]+$/i,
  /^(?:your|my|insert|replace|change|enter|put|todo|dummy|example|placeholder|redacted)(?:[_-]|me\b|$)/i,
  /^(?:op|vault|secretsmanager|ssm|keychain):\/\//i,
  /^(?:aws[_-]?)?(?:secret[_-]?)?(?:access[_-]?)?key(?:[_-]?id)?(?:[_-]?here)?$/i,
];

/** Nearly every key: none of the checks below fits a text that is letters, a digit, and more of these characters. */
function isPlain(text: string): boolean {
  return /^[A-Za-z]*\d[A-Za-z0-9/+=]{15,}$/.test(text);
}

function textFault(text: string): Fault | undefined {
  if (isPlain(text)) return undefined;
  if (PLACEHOLDERS.some((pattern) => pattern.test(text.trim()))) {
    return { is: "is a placeholder", remedy: STORE };
  }
  if (BLANK_OR_CONTROL.test(text.trim())) return PASTED;
  if (INVISIBLE.test(text)) {
    return {
      is: "contains a character that is not seen",
      remedy: "it was probably copied from a page or a chat: copy it from where it was made",
    };
  }
  if (/^(?:export\s+)?AWS_\w+\s*[=:]/i.test(text)) {
    return { is: "begins with the name of a variable", remedy: "store the value alone" };
  }
  if (/^["'`\u201c\u2018\u201e\u00ab]|["'`\u201d\u2019\u00bb]$/.test(text.trim())) {
    return { is: "is in quotation marks", remedy: "store it without them" };
  }
  return text === text.trim() ? undefined : PASTED;
}

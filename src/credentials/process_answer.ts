// What a credential_process prints: one JSON object.
// Rule: every value is checked, and none is shown. Source: AWS SDKs and Tools Reference Guide, "Process credential
// provider".

import { keepSecret } from "../text/mask.ts";
import { type Fault, type Served, servedCredentials } from "./served.ts";

const NAMES = {
  id: "AccessKeyId",
  secret: "SecretAccessKey",
  token: "SessionToken",
  expiration: "Expiration",
  account: "AccountId",
} as const;

/** The credentials in what a process printed, or what is wrong with it; `now` in milliseconds. */
export function processCredentials(text: string, now: number): Served | Fault {
  const printed = text.trim();
  if (printed === "") return { what: "it printed nothing" };
  const value = jsonOf(printed);
  if (value === undefined) {
    keepSecret(printed);
    const at = printed.indexOf("{");
    return at > 0 && jsonOf(printed.slice(at)) !== undefined
      ? {
        what: "it printed other text before the JSON",
        remedy: "its messages belong on stderr (`>&2`); stdout may have the JSON only",
      }
      : { what: "what it printed is not JSON", remedy: SHAPE };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { what: "what it printed is not a JSON object", remedy: SHAPE };
  }
  const object = value as Record<string, unknown>;
  const { [NAMES.id]: id, [NAMES.secret]: secret, [NAMES.token]: token } = object;
  keepSecret(...[secret, token].filter((each) => typeof each === "string"));
  if (object.Version !== 1) {
    const what = object.Version === undefined ? "Version is missing" : "Version is not 1";
    return { what: `in the JSON that it printed, ${what}`, remedy: SHAPE };
  }
  const { [NAMES.expiration]: expiration, [NAMES.account]: account } = object;
  const found = servedCredentials({ id, secret, token, expiration, account }, NAMES, now);
  return "what" in found ? { ...found, what: `in the JSON that it printed, ${found.what}` } : found;
}

const SHAPE =
  'it has to print {"Version": 1, "AccessKeyId": "…", "SecretAccessKey": "…", "SessionToken": "…", "Expiration": "…"}';

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

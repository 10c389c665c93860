// AWS's names as values: role ARNs, MFA serials, session names, external ids, durations, codes.
// Rule: a value is checked here before anything is sent, with the bounds of the STS API reference (AssumeRole,
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html).

import type { Setting } from "../text/origin.ts";
import { isSeed } from "../text/mask.ts";
import { secondsOf } from "../text/times.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";

export type RoleArn = {
  readonly text: string;
  readonly partition: string;
  /** Twelve digits. */
  readonly account: string;
  /** The last segment of the path: what AssumedRoleUser and the console show. */
  readonly name: string;
};

/** A role's ARN in its parts; SwrError "config" for anything else, with a hint for the usual mistakes. */
export function parseRoleArn({ value, origin }: Setting): RoleArn {
  const match = ROLE_ARN.exec(value);
  if (value === "") {
    throw new SwrError("role-arn-malformed", "role_arn is empty", [ROLE_ARN_FORM], { origin });
  }
  const name = value.slice(value.lastIndexOf("/") + 1);
  if (match === null || value.length > 2048) {
    throw new SwrError("role-arn-malformed", `"${value}" is not the ARN of a role`, [
      roleArnSlip(value),
    ], { origin });
  }
  return { text: value, partition: match[1]!, account: match[2]!, name };
}

/** A path of any depth, and a name of 64 characters (IAM API Reference, CreateRole). */
const ROLE_ARN = /^arn:([a-z0-9-]+):iam::(\d{12}):role\/(?:[\w+=.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** Whether a word in the place of a profile names a role itself: `written`, well or badly; `spelled`, as ACCOUNT:NAME or ARN. */
export function roleWord(word: string): { readonly written: boolean; readonly spelled: boolean } {
  return {
    written: /^(?:arn:|\d+:)/.test(word),
    spelled: ROLE_ARN.test(word) || /^\d{12}:[\w+=,.@-]{1,64}$/.test(word),
  };
}

const ROLE_ARN_FORM = "a role's ARN looks like arn:aws:iam::123456789012:role/NAME";

function roleArnSlip(value: string): string {
  if (isInQuotes(value)) return WITHOUT_QUOTES;
  if (/^arn:[^:]*:sts::\d+:assumed-role\//.test(value)) {
    return "that is a session of a role: use arn:aws:iam::ACCOUNT:role/NAME instead";
  }
  if (/^arn:[^:]*:iam::\d*:user\//.test(value)) return "that is a user, not a role";
  if (/^arn:[^:]*:iam::[\d-]*-[\d-]*:/.test(value)) {
    return "an account id is written without dashes";
  }
  if (/^arn:[^:]*:iam::\d*:/.test(value) && !/^arn:[^:]*:iam::\d{12}:/.test(value)) {
    return "an account id has twelve digits";
  }
  const name = /^arn:[^:]*:iam::\d{12}:role\/(?:.*\/)?([^/]*)$/.exec(value)?.[1];
  if (name !== undefined && /[<>*?{}$]/.test(value)) {
    return "that is a placeholder or a pattern: write the name of one role";
  }
  return name === undefined
    ? /\s/.test(value) ? "remove the blanks in it" : ROLE_ARN_FORM
    : "a role's name has 1 to 64 of A-Z a-z 0-9 _+=,.@-, and so have the parts of its path, without the comma";
}

/** In AWS's files quotation marks are part of a value; one of a pair may have been lost, or a word processor's are there. */
export function isInQuotes(value: string): boolean {
  return value.length > 1 && /^["'\u2018-\u201e]|["'\u2018-\u201e]$/.test(value);
}

export const WITHOUT_QUOTES = "write it without quotation marks";

/** Checks the serial number of an MFA device (an ARN, or what is printed on a hardware token). */
export function checkMfaSerial({ value, origin }: Setting): string {
  if (/^[\w+=/:,.@-]{9,256}$/.test(value) && !isSeed(value)) {
    const kind = /^arn:[^:]*:iam::\d*:([a-z0-9-]+)\//.exec(value)?.[1];
    if (!value.startsWith("arn:") || kind === "mfa") return value;
    throw new SwrError(
      "mfa-serial-malformed",
      `"${value}" is not an MFA device that STS can check`,
      [
        serialSlip(value, kind),
      ],
      { origin },
    );
  }
  throw new SwrError(
    "mfa-serial-malformed",
    `"${value}" is not the serial number of an MFA device`,
    [
      ...(isSeed(value)
        ? ["it looks like the seed of the codes, which belongs in an authenticator only"]
        : []),
      isInQuotes(value)
        ? WITHOUT_QUOTES
        : "a virtual device looks like arn:aws:iam::123456789012:mfa/NAME, a hardware token like GAHT12345678",
    ],
    { origin },
  );
}

function serialSlip(value: string, kind: string | undefined): string {
  if (kind === "user") {
    return `that is the user; the device is probably ${value.replace(":user/", ":mfa/")}`;
  }
  if (kind === "u2f") {
    return "a security key or passkey cannot be used with the API: add a virtual MFA device to the user";
  }
  if (kind === "sms-mfa" || kind === "sms") {
    return "text messages no longer work as MFA: add a virtual MFA device to the user";
  }
  return "a virtual device looks like arn:aws:iam::123456789012:mfa/NAME";
}

/** Checks that a region can be part of a host's name. */
export function checkRegion({ value, origin }: Setting): string {
  if (/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(value)) return value;
  throw new SwrError("region-malformed", `"${visible(value)}" is not a region`, [
    isInQuotes(value) ? WITHOUT_QUOTES : regionSlip(value),
  ], { origin });
}

/** For a region in capitals, with underscores, or with a comma after it. */
function regionSlip(value: string): string {
  const plain = value.toLowerCase().replaceAll(/[_\s]+/g, "-").replaceAll(/[^a-z\d-]|-$/g, "");
  return /^[a-z]+(?:-[a-z]+)+-\d+$/.test(plain)
    ? `did you mean ${plain}?`
    : "a region looks like eu-central-1";
}

/** Checks a RoleSessionName: 2 to 64 of letters, digits and `_+=,.@-`. */
export function checkSessionName(given: Setting): string {
  return check(
    given,
    /^[\w+=,.@-]{2,64}$/,
    "a role session name",
    "2 to 64 of A-Z a-z 0-9 _+=,.@-",
  );
}

/** Checks an ExternalId: 2 to 1224 of letters, digits and `_+=,.@:/-`. */
export function checkExternalId(given: Setting): string {
  return check(
    given,
    /^[\w+=,.@:/-]{2,1224}$/,
    "an external id",
    "2 to 1224 of A-Z a-z 0-9 _+=,.@:/-",
  );
}

/** Checks a SourceIdentity: as a session name, and not beginning with `aws:`. */
export function checkSourceIdentity(given: Setting): string {
  return check(given, /^[\w+=,.@-]{2,64}$/, "a source identity", "2 to 64 of A-Z a-z 0-9 _+=,.@-");
}

function check({ value, origin }: Setting, pattern: RegExp, what: string, allowed: string): string {
  if (pattern.test(value)) return value;
  throw new SwrError("parameter-malformed", `"${value}" is not valid as ${what}`, [
    isInQuotes(value) ? WITHOUT_QUOTES : `allowed: ${allowed}`,
  ], { origin });
}

/**
 * A valid role session name made from a user's name, so that CloudTrail shows who it was:
 * the user at the end of the MFA serial, else the login name, else "swr".
 */
export function defaultSessionName(
  mfaSerial: Setting | undefined,
  user: Setting | undefined,
): Setting {
  const device = mfaSerial?.value.startsWith("arn:")
    ? {
      value: mfaSerial.value.slice(mfaSerial.value.lastIndexOf("/") + 1),
      origin: mfaSerial.origin,
    }
    : undefined;
  for (const name of [device, user]) {
    const value = name?.value.replaceAll(/[^\w+=,.@-]/g, "-").slice(0, 64);
    if (name !== undefined && value !== undefined && /^(?=.*[A-Za-z0-9]).{2,}$/.test(value)) {
      return { value, origin: name.origin };
    }
  }
  return { value: "swr", origin: { kind: "default" } };
}

/** Seconds from `900`, `15m`, `1h30m` (text/times.ts); within STS's bounds of 900 to 43200 seconds. */
export function parseDuration(given: Setting): number {
  return secondsWithin(
    given,
    43200,
    "a session lasts from 15m to 12h (900 to 43200 seconds), and no longer than the role allows",
  );
}

/** The same for a user session: up to 129600 seconds (STS API Reference, GetSessionToken). */
export function parseUserDuration(given: Setting): number {
  return secondsWithin(
    given,
    129600,
    "a user session lasts from 15m to 36h (900 to 129600 seconds)",
  );
}

function secondsWithin({ value, origin }: Setting, most: number, bounds: string): number {
  const seconds = secondsOf(value.trim());
  if (isPossible(seconds, most)) return seconds;
  throw new SwrError("duration-malformed", `"${value}" is not a valid session duration`, [
    ...unitSlip(value.trim(), most),
    isInQuotes(value) ? WITHOUT_QUOTES : bounds,
  ], { origin });
}

function isPossible(seconds: number | undefined, most: number): seconds is number {
  return seconds !== undefined && seconds >= 900 && seconds <= most;
}

/** A bare number that was to count minutes or hours. */
function unitSlip(value: string, most: number): string[] {
  if (!/^\d{1,3}$/.test(value)) return [];
  const meant = [`${value}m`, `${value}h`].find((each) => isPossible(secondsOf(each), most));
  const question = meant === undefined ? "" : `: did you mean ${meant}?`;
  return [`a number without a unit counts seconds${question}`];
}

/** What a terminal in bracketed-paste mode sends around a paste (xterm, ctlseqs). */
const PASTE_MARKS = ["\x1b[200~", "\x1b[201~"];

/**
 * The six digits of an MFA code as people type and paste it: full-width digits (NFKC), blanks, invisible characters and
 * a hyphen are accepted, and of several lines the first counts. Undefined for anything else.
 */
export function mfaCode(typed: string): string | undefined {
  const pasted = PASTE_MARKS.reduce((text, mark) => text.replaceAll(mark, ""), typed);
  const lines = pasted.split(/[\r\n]+/);
  const first = lines.find((line) => line.trim() !== "") ?? "";
  const digits = first.normalize("NFKC")
    // Not a literal: V8 would read it at each start, which takes 0.2 ms.
    .replaceAll(new RegExp("[\\s\\p{Cf}-]", "gu"), "");
  return /^\d{6}$/.test(digits) ? digits : undefined;
}

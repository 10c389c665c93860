// The decision of a switch as --dry-run shows it to a person: one row for each value.
// Rule: every value with its origin; what is secret, or known only after the switch, is left blank.

import { type Origin, originText } from "../text/origin.ts";
import type { EnvironmentChange } from "./environment.ts";
import { IS_WINDOWS } from "../os/process.ts";
import { PARAMETERS } from "../role/parameters.ts";
import { type CredentialSource, isServed, type ServedSource } from "../role/source.ts";
import { codeFrom, type Decision, USER_SECONDS } from "./dry_run.ts";
import { localTime, roughText } from "../text/times.ts";
import type { AssumeRoleCall, GetSessionTokenCall } from "../role/sts_call.ts";
import type { Paint } from "../text/colours.ts";
import { oneLine } from "../role/narrowing.ts";
import type { NarrowPlan, Plan } from "../role/plan.ts";
import { lastFour, visible } from "../text/visible.ts";
import { wrapped } from "../text/width.ts";

/** A row of the page. */
type Row = readonly [name: string, value: string, from?: string | undefined];

/** The columns that a row of variables' names takes. */
const NAMES_WIDTH = 64;

/** The decision as a page to read. `isSet` says which variables are set now: only those are shown as unset. */
export function decisionPage(
  { plan, change, command, keyless, renews, defaults }: Decision,
  paint: Paint,
  isSet: (variable: string) => boolean,
): string {
  const going = change.unset.filter(isSet);
  const rows: Row[] = [
    ["profile", plan.profile],
    keysRow(plan),
    ...callsRows(plan),
    ...portalRows(plan),
    ["code", codeText(plan)],
    ["region", plan.region?.value ?? "none", plan.region && originText(plan.region.origin)],
    [
      "sts",
      plan.endpoint.url,
      plan.endpoint.origin === undefined
        ? `signed for ${plan.endpoint.signingRegion}`
        : originText(plan.endpoint.origin),
    ],
    ...(plan.caBundle === undefined
      ? []
      : [["ca", plan.caBundle.value, originText(plan.caBundle.origin)] as Row]),
    ...(keyless ? [["keyless", "the kernel keeps the session's keys"] as Row] : []),
    ...(renews ? [["renews", "by itself, as long as the user session lasts"] as Row] : []),
    ...setRows(change),
    ["unsets", going.join(" ") || "nothing that is set now"],
    ...(defaults.length === 0 ? [] : [["options", defaults.join(" "), "$SWR_OPTIONS"] as Row]),
    ["command", command.map(shown).join(" ")],
    ...plan.warnings.map((warning): Row => ["warning", warning]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value, from]) => {
    const origin = from === undefined ? "" : paint.dim(`${value && "  "}(${visible(from)})`);
    return `${paint.bold(name.padEnd(width))}  ${visible(value)}${origin}\n`;
  }).join("");
}

/** A word of the command between quotes; backslashes are the separators of paths on Windows. */
function shown(word: string): string {
  const text = JSON.stringify(word);
  return IS_WINDOWS ? text.replaceAll("\\\\", "\\") : text;
}

function keysRow({ source }: Plan): Row {
  return isServed(source)
    ? ["keys", "known when the source is asked", sourceText(source)]
    : ["keys", lastFour(source.accessKeyId), sourceText(source)];
}

/** Where the keys for the first call come from. */
function sourceText(source: CredentialSource): string {
  switch (source.kind) {
    case "environment":
      return "$AWS_ACCESS_KEY_ID";
    case "profile":
      return `profile "${source.profile}"`;
    case "process":
      return `credential_process of profile "${source.profile}", ${originText(source.origin)}`;
    case "login":
      return `\`aws login\`, profile "${source.profile}", ${originText(source.origin)}`;
    case "sso":
      return `IAM Identity Center, profile "${source.profile}", ${originText(source.origin)}`;
    case "user-session": {
      const { user, expiration } = source.session;
      return `user session of ${user.name}, until ${localTime(expiration)}`;
    }
  }
}

function callsRows(plan: Plan): Row[] {
  switch (plan.opens) {
    case "role-session":
      return plan.calls.flatMap((call, index) => callRows(call, index, plan.calls.length));
    case "user-session":
      return userCallRows(plan.calls[0]);
    case "narrowed-session":
      return narrowCallRows(plan);
    case "source-session":
      return sourceRows(plan.source);
  }
}

/** What a session with what the source gives will be. */
function sourceRows(source: ServedSource): Row[] {
  switch (source.kind) {
    case "process":
      return [
        ["opens", "a session with these keys"],
        ["", "a user session, if the process prints long-lived keys"],
      ];
    case "login":
      return [["opens", `a session of ${source.session.value}`]];
    case "sso": {
      const { account, role } = source.sso;
      return [["opens", `the permission set ${role} in account ${account}`]];
    }
  }
}

function portalRows({ portal }: Plan): Row[] {
  if (portal === undefined) return [];
  return [["portal", portal.url, portal.origin && originText(portal.origin)]];
}

/** Where the code will come from. Only long-lived keys take one, and a process may print others. */
function codeText(plan: Plan): string {
  const from = codeFrom(plan);
  if (plan.source.kind !== "process") return from ?? "none is needed";
  if (plan.opens === "source-session") return "depends on the keys that the process prints";
  return from === undefined ? "none is needed" : `${from}, if the process prints long-lived keys`;
}

function userCallRows({ input, origins }: GetSessionTokenCall): Row[] {
  const { DurationSeconds: seconds = USER_SECONDS, SerialNumber: serial } = input;
  const from = (origin: Origin | undefined) => origin ? originText(origin) : "STS's default";
  return [
    ["opens", "a user session"],
    ["  lasts", roughText(seconds), from(origins.DurationSeconds)],
    ...(serial === undefined ? [] : [["  mfa", serial, from(origins.SerialNumber)] as Row]),
  ];
}

function narrowCallRows({ calls: [{ input, origins }], subject }: NarrowPlan): Row[] {
  const { DurationSeconds: seconds, Policy: policy, ScopedSessionDescription: reason } = input;
  const from = (origin: Origin | undefined) => origin && originText(origin);
  return [
    ["opens", "this session with fewer rights, or less time"],
    seconds === undefined
      ? ["  until", localTime(subject.expiration), "as this session"]
      : ["  lasts", roughText(seconds), from(origins.DurationSeconds)],
    ...(policy === undefined ? [] : [["  policy", oneLine(policy), from(origins.Policy)] as Row]),
    ...(reason === undefined
      ? []
      : [["  reason", reason, from(origins.ScopedSessionDescription)] as Row]),
  ];
}

function callRows({ input, origins }: AssumeRoleCall, index: number, calls: number): Row[] {
  return PARAMETERS.flatMap(({ field, label, fallback, show = String }): Row[] => {
    const value = input[field] ?? fallback;
    if (value === undefined) return [];
    const name = field !== "RoleArn" ? `  ${label}` : calls === 1 ? label : `${label} ${index + 1}`;
    const origin = origins[field];
    return [[name, show(value as never), origin ? originText(origin) : "STS's default"]];
  });
}

/** What is known now, each on its line; the names of the rest together. */
function setRows({ set }: EnvironmentChange): Row[] {
  const known = [...set].filter(([, value]) => value !== null);
  const later = [...set].filter(([, value]) => value === null).map(([name]) => name);
  return [
    ...known.map(([name, value], index): Row => [index === 0 ? "sets" : "", `${name}=${value}`]),
    ...wrapped(later.join(" "), NAMES_WIDTH).map((names): Row => ["", names]),
    ["", "", "these are known after the switch"],
  ];
}

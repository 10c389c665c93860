// The decision of a switch as --dry-run shows it: a page to read, and JSON for programs.
// Rule: every value with the place it comes from; what is secret, or known only after the switch, is left blank.

import { type Origin, originText } from "../text/origin.ts";
import type { EnvironmentChange } from "./environment.ts";
import { IS_WINDOWS } from "../os/process.ts";
import { type Parameter, PARAMETERS } from "../role/parameters.ts";
import { isServed } from "../role/source.ts";
import { type Row, servedJson, sourceRows, sourceText } from "./dry_run_source.ts";
import { localTime, roughText } from "../text/times.ts";
import type { AssumeRoleCall, GetSessionTokenCall } from "../role/sts_call.ts";
import type { Paint } from "../text/colours.ts";
import { oneLine } from "../role/narrowing.ts";
import { deviceOf, type NarrowPlan, type Plan } from "../role/plan.ts";
import { jsonText, lastFour, visible } from "../text/visible.ts";
import { wrapped } from "../text/width.ts";

type Decision = {
  readonly plan: Plan;
  readonly change: EnvironmentChange;
  readonly command: readonly string[];
  /** Whether the keys go into the kernel, and not into the environment. */
  readonly keyless: boolean;
  readonly renews: boolean;
  /** The default options that count, as SWR_OPTIONS spells them. */
  readonly defaults: readonly string[];
};

/** The columns that a row of variables' names takes. */
const NAMES_WIDTH = 64;

/** The decision as one JSON object; what is secret or not known yet is null. */
export function decisionJson(
  { plan, change, command, keyless, renews, defaults }: Decision,
): string {
  const { source } = plan;
  const decision = {
    profile: plan.profile,
    opens: plan.opens,
    keyless,
    renews,
    source: {
      kind: source.kind,
      ...(source.kind === "profile" && { profile: source.profile }),
      ...(source.kind === "user-session" && {
        userArn: source.session.user.text,
        expiration: source.session.expiration,
      }),
      ...(isServed(source) ? servedJson(source) : { accessKeyId: lastFour(source.accessKeyId) }),
      ...(plan.portal !== undefined && { portal: plan.portal.url }),
    },
    chain: callsJson(plan),
    code: codeFrom(plan) ?? null,
    sts: {
      url: plan.endpoint.url,
      signingRegion: plan.endpoint.signingRegion,
      ...(plan.endpoint.origin !== undefined && { origin: originText(plan.endpoint.origin) }),
    },
    ...(plan.caBundle !== undefined && {
      caBundle: plan.caBundle.value,
      caBundleOrigin: originText(plan.caBundle.origin),
    }),
    region: plan.region?.value ?? null,
    ...(plan.region !== undefined && { regionOrigin: originText(plan.region.origin) }),
    environment: { set: Object.fromEntries(change.set), unset: change.unset },
    command,
    ...(defaults.length > 0 && { defaultOptions: defaults }),
    warnings: plan.warnings,
  };
  return jsonText(decision);
}

function callsJson(plan: Plan) {
  switch (plan.opens) {
    case "role-session":
      return plan.calls.map(callJson);
    case "user-session":
      return [userCallJson(plan.calls[0])];
    case "narrowed-session":
      return [narrowCallJson(plan)];
    case "source-session":
      return [];
  }
}

function callJson({ profile, input, origins }: AssumeRoleCall) {
  return {
    profile,
    ...underJsonKeys(({ field, fallback, plain = (value: unknown) => value }) => {
      const value = input[field] ?? fallback;
      return value === undefined ? undefined : plain(value as never);
    }),
    origins: underJsonKeys(({ field }) => origins[field] && originText(origins[field])),
  };
}

/** What the two calls have in common has the same keys. */
function userCallJson({ input, origins }: GetSessionTokenCall) {
  const { DurationSeconds: seconds = USER_SECONDS, SerialNumber: serial } = input;
  return {
    durationSeconds: seconds,
    ...(serial !== undefined && { mfaSerial: serial }),
    origins: {
      ...(origins.DurationSeconds && { durationSeconds: originText(origins.DurationSeconds) }),
      ...(origins.SerialNumber && { mfaSerial: originText(origins.SerialNumber) }),
    },
  };
}

function narrowCallJson({ calls: [{ input, origins }] }: NarrowPlan) {
  const text = (origin: Origin | undefined) => origin && originText(origin);
  return {
    durationSeconds: input.DurationSeconds,
    policy: input.Policy,
    reason: input.ScopedSessionDescription,
    origins: {
      durationSeconds: text(origins.DurationSeconds),
      policy: text(origins.Policy),
      reason: text(origins.ScopedSessionDescription),
    },
  };
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

/** STS's default for a user session (STS API Reference, GetSessionToken). */
const USER_SECONDS = 43200;

/** What there is of each parameter, under the keys of the table. */
function underJsonKeys(of: (row: Parameter) => unknown): Record<string, unknown> {
  const found = PARAMETERS.map((row): [string, unknown] => [row.json[0], of(row)]);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

/** The decision as a page to read. `isSet` tells which variables there are now: only those are shown as going. */
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

/** Where the code will come from; undefined where none is asked for. */
function codeFrom(plan: Plan): string | undefined {
  const { code, mfaProcess } = plan;
  if (deviceOf(plan) === undefined) return undefined;
  if (code !== undefined) return originText(code.origin);
  return mfaProcess === undefined
    ? "the terminal"
    : `mfa_process, ${originText(mfaProcess.origin)}`;
}

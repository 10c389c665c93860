// How a session is narrowed, in a word.
// Rule: a session policy can only take rights away, whatever it is.

import type { ManagedPolicy } from "../options/request.ts";

/** By AWS's ReadOnlyAccess, by its ViewOnlyAccess, or in another way: prompts show this word. */
export type Narrowing = "ro" | "view" | "narrow";

/** What messages call each. */
export const NARROWING_TEXT: Readonly<Record<Narrowing, string>> = {
  ro: "read-only",
  view: "view-only",
  narrow: "narrowed",
};

/** A managed policy, under STS's own name. */
export type PolicyArn = { readonly arn: string };

/** The session policies of a call, under STS's own names. */
export type Policies = {
  readonly Policy?: string | undefined;
  readonly PolicyArns?: readonly PolicyArn[] | undefined;
};

/** The paths of AWS's own policies, in every partition. */
export const MANAGED: Readonly<Record<ManagedPolicy, string>> = {
  "read-only": "ReadOnlyAccess",
  "view-only": "job-function/ViewOnlyAccess",
};

/** How a call's policies narrow its session; undefined: not at all. */
export function narrowingOf(
  { Policy: text, PolicyArns: arns = [] }: Policies,
): Narrowing | undefined {
  const [first, ...others] = arns;
  if (text === undefined && first === undefined) return undefined;
  if (text !== undefined || others.length > 0) return "narrow";
  const path = /^arn:[^:]+:iam::aws:policy\/(.*)$/.exec(first!.arn)?.[1];
  return path === MANAGED["read-only"] ? "ro" : path === MANAGED["view-only"] ? "view" : "narrow";
}

/** The text of a policy as one line, to show it. */
export function oneLine(policy: string): string {
  return policy.replaceAll(/\s+/g, " ").trim();
}

// The session's environment: what is set, what is taken away, and how that meets the bytes of environ.
// Rule: whatever an SDK could prefer to the new keys is overwritten or unset; nothing else differs.

import {
  managedVariables,
  type MarkedCredentials,
  type SessionFacts,
  sessionVariables,
} from "./session_variables.ts";
import { BEARER_TOKEN, variableName } from "../config/variables.ts";

/** null: known only after the switch, or secret (as --dry-run shows it). */
export type EnvironmentChange = {
  readonly set: ReadonlyMap<string, string | null>;
  readonly unset: readonly string[];
};

/**
 * What the session's environment gets and loses, by name (applyChange() has one rule more); without credentials, as
 * --dry-run sees it.
 */
export function environmentChange(
  facts: SessionFacts,
  credentials: MarkedCredentials | undefined,
): EnvironmentChange {
  const set = sessionVariables(facts, credentials);
  return { set, unset: managedVariables().filter((name) => !set.has(name)).toSorted() };
}

/**
 * environ after the change: every other entry stays as it is, byte for byte and in its order, also an
 * odd one (no `=`, not UTF-8, twice the same name); what is set comes last. Bearer tokens of AWS's go too, which no
 * list could name for each service.
 */
export function applyChange(
  environ: readonly Uint8Array[],
  change: EnvironmentChange,
): Uint8Array[] {
  const encoder = new TextEncoder();
  const gone = new Set([...change.set.keys(), ...change.unset]);
  const kept = environ.filter((entry) => {
    const name = variableName(entry);
    return !gone.has(name) && !BEARER_TOKEN.test(name);
  });
  const set = [...change.set].map(([name, value]) => encoder.encode(`${name}=${value ?? ""}`));
  return [...kept, ...set];
}

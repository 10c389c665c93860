// --dry-run: the whole decision, shown and not carried out. Rule: no network, no prompt, no secret.
// Imports core and io.

import { type EnvironmentChange } from "../core/child_env.ts";
import type { Hop } from "../core/hops.ts";
import type { Plan } from "../core/plan.ts";
import { lastFour, visible } from "../core/visible.ts";

export type Decision = {
  readonly plan: Plan;
  readonly change: EnvironmentChange;
  readonly command: readonly string[];
};

/** The decision as one JSON object; what is secret or not known yet is null. */
export function decisionJson({ plan, change, command }: Decision): string {
  const { profile, keys } = plan.source;
  const decision = {
    profile: plan.profile,
    source: {
      kind: profile === undefined ? "environment" : "profile",
      ...(profile !== undefined && { profile }),
      accessKeyId: lastFour(keys.accessKeyId),
    },
    chain: plan.hops.map(hopJson),
    sts: { url: plan.endpoint.url, signingRegion: plan.endpoint.signingRegion },
    environment: { set: Object.fromEntries(change.set), unset: change.unset },
    command,
  };
  return `${JSON.stringify(decision, null, 2)}\n`;
}

function hopJson(hop: Hop): Record<string, unknown> {
  const { profile, role, sessionName, durationSeconds, externalId, sourceIdentity, mfaSerial } =
    hop;
  return {
    profile,
    roleArn: role.text,
    sessionName,
    durationSeconds: durationSeconds ?? 3600,
    ...(externalId !== undefined && { externalId }),
    ...(sourceIdentity !== undefined && { sourceIdentity }),
    ...(mfaSerial !== undefined && { mfaSerial }),
  };
}

/** The decision as a page to read. */
export function decisionPage({ plan, change, command }: Decision): string {
  const { profile, keys } = plan.source;
  const keysFrom = profile === undefined ? "the environment" : `profile "${profile}"`;
  const rows: [string, string][] = [
    ["profile", plan.profile],
    ["keys", `${lastFour(keys.accessKeyId)} from ${keysFrom}`],
    ...plan.hops.flatMap((hop, index) => hopRows(hop, index)),
    ["sts", `${plan.endpoint.url}, signed for ${plan.endpoint.signingRegion}`],
    ["sets", [...change.set.keys()].join(" ")],
    ["unsets", change.unset.join(" ")],
    ["command", command.map((word) => JSON.stringify(word)).join(" ")],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${visible(value)}\n`).join("");
}

function hopRows(hop: Hop, index: number): [string, string][] {
  const rows: [string, string | undefined][] = [
    [`role ${index + 1}`, hop.role.text],
    ["  session", `${hop.sessionName}, ${hop.durationSeconds ?? 3600} seconds`],
    ["  mfa", hop.mfaSerial],
    ["  external id", hop.externalId],
    ["  source identity", hop.sourceIdentity],
  ];
  return rows.filter((row): row is [string, string] => row[1] !== undefined);
}

// Plans made from the texts of configuration files, options and variables.

import assert from "node:assert/strict";
import { SwrError } from "../../src/text/errors.ts";
import { parseIni } from "../../src/config/ini.ts";
import { planSwitch, type RolePlan as Plan } from "../../src/role/plan.ts";
import { readConfiguration } from "../../src/config/configuration.ts";
import { switchOptionsOf } from "./requests.ts";

export const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};
export const ROLE = "role_arn = arn:aws:iam::222233334444:role/admin\n";

export type Given = { options?: string[]; env?: Record<string, string>; credentials?: string };

export function plan(config: string, { options = [], env = KEYS, credentials }: Given = {}): Plan {
  const files = readConfiguration(
    parseIni(config, "config"),
    credentials === undefined ? undefined : parseIni(credentials, "credentials"),
  );
  return planSwitch("p", switchOptionsOf([...options, "p"]), files, (name) => env[name]);
}

export function refuses(action: () => unknown, text: RegExp): void {
  assert.throws(
    action,
    (error) => error instanceof SwrError && text.test([error.message, ...error.hints].join("\n")),
  );
}

/** The chain p ← mid ← base, each with lines of its own. */
export function chained(
  { p = "", mid = "", base = "" }: { p?: string; mid?: string; base?: string },
  options: readonly string[] = [],
  env: Record<string, string> = KEYS,
): Plan {
  const config = `[profile p]\n${ROLE}source_profile = mid\n${p}` +
    `[profile mid]\n${ROLE}source_profile = base\n${mid}[profile base]\n${base}`;
  const files = readConfiguration(parseIni(config, "config"), undefined);
  return planSwitch("p", switchOptionsOf([...options, "p"]), files, (name) => env[name]);
}

// What --dry-run shows, as a page (dry_run_page.ts) and as JSON (dry_run_json.ts).

import { originText } from "../text/origin.ts";
import { deviceOf, type Plan } from "../role/plan.ts";
import type { EnvironmentChange } from "./environment.ts";

export type Decision = {
  readonly plan: Plan;
  readonly change: EnvironmentChange;
  readonly command: readonly string[];
  /** Whether the keys go into the kernel, and not into the environment. */
  readonly keyless: boolean;
  readonly renews: boolean;
  /** The default options that count, as SWR_OPTIONS spells them. */
  readonly defaults: readonly string[];
};

/** STS's default for a user session (STS API Reference, GetSessionToken). */
export const USER_SECONDS = 43200;

/** Where the code will come from; undefined if none is asked for. */
export function codeFrom(plan: Plan): string | undefined {
  const { code, mfaProcess } = plan;
  if (deviceOf(plan) === undefined) return undefined;
  if (code !== undefined) return originText(code.origin);
  return mfaProcess === undefined
    ? "the terminal"
    : `mfa_process, ${originText(mfaProcess.origin)}`;
}

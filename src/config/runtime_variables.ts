// Variables of the runtime with which swr does not hold keys: they write secrets to a file, send them away, or load
// other code into swr.
// Rule: Deno obeys them before swr runs, so that swr can refuse only; a compiled swr obeys the first alone.

import { SwrError } from "../text/errors.ts";
import type { Lookup } from "./origin.ts";

/** A variable that is set, and what Deno does with it. */
type RuntimeVariable = { readonly name: string; readonly effect: string };

type Row = RuntimeVariable & { readonly sourceOnly?: true; readonly off?: RegExp };

const ROWS: readonly Row[] = [
  { name: "SSLKEYLOGFILE", effect: "the secrets of the connection would be written to that file" },
  {
    name: "NODE_OPTIONS",
    effect: "Deno runs the code that it names inside swr, which holds the keys",
    sourceOnly: true,
  },
  {
    name: "OTEL_DENO",
    effect: "Deno sends swr's requests, credentials included, to a collector",
    sourceOnly: true,
    // Deno's own reading (ext/telemetry): only "true" and "1" switch it on.
    off: /^(?:false|0)$/i,
  },
  {
    name: "DENO_PERMISSION_BROKER_PATH",
    effect: "another program decides what swr and the AWS SDK may do",
    sourceOnly: true,
  },
];

/** Those that are set; `compiled` if swr is a binary. */
export function runtimeVariables(env: Lookup, compiled: boolean): RuntimeVariable[] {
  return ROWS.filter(({ name, sourceOnly, off }) => {
    const value = env(name);
    return Boolean(value) && !(sourceOnly && compiled) && !off?.test(value!);
  });
}

/** SwrError "config" if one of them is set. */
export function refuseRuntimeVariables(env: Lookup, compiled: boolean): void {
  const [first] = runtimeVariables(env, compiled);
  if (first === undefined) return;
  throw new SwrError("runtime-variable", `${first.name} is set: ${first.effect}`, [
    `unset it for swr: \`env -u ${first.name} swr …\``,
  ]);
}

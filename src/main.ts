// The entry: takes the C library and the arguments, hands them to cli/run, and maps the outcome to an exit.
// Rule: the handle of the C library lives in this one block and is passed down; no module holds it. No logic.

import config from "../deno.json" with { type: "json" };
import { run } from "./cli/run.ts";
import { asSwrError, exitStatus } from "./core/errors.ts";
import { openLibc } from "./io/libc.ts";
import { sayError } from "./io/terminal.ts";

/** The build puts the commit beside the version (scripts/bundle.ts). */
const { version, commit = "source" }: { version: string; commit?: string } = config;

{
  const libc = openLibc();
  try {
    Deno.exit(await run({ args: Deno.args, libc, version, commit }));
  } catch (thrown) {
    const error = asSwrError(thrown);
    sayError(error);
    Deno.exit(exitStatus(error.kind));
  }
}

// The entry: hands the arguments and the way to the C library to cli/run, and maps the outcome to an exit.
// Rule: the handle of the C library lives in this one block and is passed down; no module holds it. No logic.

import config from "../deno.json" with { type: "json" };
import { run } from "./cli/run.ts";
import { asSwrError, exitStatus } from "./text/errors.ts";
import type { Libc } from "./os/libc.ts";
import { sayError } from "./terminal/messages.ts";

/** The build puts the commit beside the version (scripts/bundler.ts). */
const { version, commit = "source" }: { version: string; commit?: string } = config;

{
  // Opened at the first request: a mode that only prints does not need it.
  let opened: Promise<Libc | undefined> | undefined;
  const system = {
    args: Deno.args,
    version,
    commit,
    libc: () => opened ??= import("./os/libc.ts").then(({ openLibc }) => openLibc()),
  };
  // After this file, and not awaited: in the binary a command is in this very file, or imports from
  // it.
  Promise.resolve(system).then(run).then(Deno.exit, fail);
}
// If nothing is left to wait for and there is no outcome, the status would be that of a success.
addEventListener("beforeunload", () => fail(new Error("nothing is left to wait for")));

/** Says what went wrong, and ends. */
function fail(thrown: unknown): never {
  const error = asSwrError(thrown);
  sayError(error);
  Deno.exit(exitStatus(error.kind));
}

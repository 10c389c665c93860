// Opening an address in the user's browser.
// Rule: the program is found before anything is asked; it gets no credential in its environment and none of swr's
// streams, and lives on when swr has ended.

import { helperEnvironment } from "../config/variables.ts";
import { type Opener, openerArguments, openers } from "./openers.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { startDetached } from "../os/detached.ts";
import { SYSTEM } from "../os/process.ts";
import { after } from "../os/timer.ts";
import { findOnPath } from "../os/find_program.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";

/** How long a command may take to say that it cannot: xdg-open may itself become the browser, and stay. */
const SPAWN_FAILURE_WINDOW_MS = 2000;

export type Browser = { readonly path: string; readonly opener: Opener };

/**
 * The commands that open addresses here, in the order they are tried. SwrError "no-browser" if there is none, or none of
 * those in $BROWSER.
 */
export function findBrowsers(libc: Libc | undefined): readonly Browser[] {
  const own = variable("BROWSER");
  const known = openers(SYSTEM, own, (word) => pathOf(word, libc) !== undefined);
  const found = known.flatMap((opener) => {
    const path = pathOf(opener.words[0]!, libc);
    return path === undefined ? [] : [{ path, opener }];
  });
  const named = known.filter(({ origin }) => origin !== undefined);
  const missing = found.length === 0 ||
    (named.length > 0 && !found.some(({ opener }) => opener.origin !== undefined));
  if (!missing) return found;
  const wanted = named.length > 0 ? named : known;
  throw new SwrError("no-browser", "no command to open a browser was found", [
    `looked for ${listed(wanted.map(({ words }) => visible(words[0]!)))}`,
    "set BROWSER to one, or omit --open and copy the URL: `swr --console … | COMMAND`",
  ], { origin: wanted[0]?.origin });
}

function pathOf(word: string, libc: Libc | undefined): string | undefined {
  try {
    return word === "" ? undefined : findOnPath(word, libc);
  } catch (error) {
    if (error instanceof SwrError) return undefined;
    throw error;
  }
}

/** `a, b and c`. */
function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/**
 * Opens the address with the first command that does not fail. Without `environ` (no libc) the process's own variables
 * count, without the credentials. SwrError "browser-failed" if all of them fail.
 */
export async function openInBrowser(
  browsers: readonly Browser[],
  address: string,
  environ: readonly Uint8Array[],
): Promise<void> {
  const failures: string[] = [];
  for (const browser of browsers) {
    const failure = await failureOf(browser, address, environ);
    if (failure === undefined) return;
    failures.push(`"${visible(browser.path)}" ${failure}`);
  }
  throw new SwrError("browser-failed", `the browser did not open: ${listed(failures)}`, [
    "set BROWSER to another command",
    "or omit --open and copy the URL: `swr --console … | COMMAND`",
  ], { origin: browsers[0]!.opener.origin });
}

/** Why the command did not open the address; undefined if it did, or has not said otherwise in time. */
async function failureOf(
  { path, opener }: Browser,
  address: string,
  environ: readonly Uint8Array[],
): Promise<string | undefined> {
  const env = environ.length > 0 ? helperEnvironment(environ) : undefined;
  let ended: ReturnType<typeof startDetached>;
  try {
    ended = startDetached(path, openerArguments(opener, address), env);
  } catch (error) {
    return error instanceof Error ? visible(error.message.split("(")[0]!.trim()) : "failed";
  }
  const patience = Promise.withResolvers<undefined>();
  const enough = after(SPAWN_FAILURE_WINDOW_MS, () => patience.resolve(undefined));
  const status = await Promise.race([ended, patience.promise]).finally(enough);
  return status === undefined || status.success ? undefined : `ended with status ${status.code}`;
}

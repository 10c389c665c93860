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
const DOUBT_MS = 2000;

export type Browser = { readonly path: string; readonly opener: Opener };

/** The command that opens addresses here. SwrError "config" where there is none. */
export function findBrowser(libc: Libc | undefined): Browser {
  const known = openers(SYSTEM, variable("BROWSER"));
  for (const opener of known) {
    try {
      return { path: findOnPath(opener.words[0]!, libc), opener };
    } catch (error) {
      if (!(error instanceof SwrError)) throw error;
    }
  }
  throw new SwrError("no-browser", "there is no command to open a browser with", [
    `looked for ${known.map(({ words }) => visible(words[0]!)).join(", ")}`,
    "set BROWSER to one, or leave --open out and copy the URL: `swr --console … | COMMAND`",
  ]);
}

/** Opens it; without `environ` (no libc) the process's own variables count, of which swr has taken the credentials. */
export async function openInBrowser(
  { path, opener }: Browser,
  address: string,
  environ: readonly Uint8Array[],
): Promise<void> {
  const failed = (why: string) =>
    new SwrError("browser-failed", `the browser did not open: "${visible(path)}" ${why}`, [
      "set BROWSER to another command",
      "or leave --open out and copy the URL: `swr --console … | COMMAND`",
    ], { origin: opener.origin });
  const env = environ.length > 0 ? helperEnvironment(environ) : undefined;
  let ended: ReturnType<typeof startDetached>;
  try {
    ended = startDetached(path, openerArguments(opener, address), env);
  } catch (error) {
    throw failed(error instanceof Error ? visible(error.message.split("(")[0]!.trim()) : "failed");
  }
  const patience = Promise.withResolvers<undefined>();
  const enough = after(DOUBT_MS, () => patience.resolve(undefined));
  const status = await Promise.race([ended, patience.promise]).finally(enough);
  if (status !== undefined && !status.success) throw failed(`ended with status ${status.code}`);
}

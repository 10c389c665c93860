// Secrets and the terminal.
// Rule: what a mode prints for a program to read is never printed on a terminal unasked, since it would stay in its
// scrollback; and that is known before anything is chosen or asked.

import { SYSTEM } from "../os/process.ts";
import { isTerminal } from "../os/streams.ts";
import { SwrError } from "../text/errors.ts";
import type { ConsoleRequest, ExportRequest, SessionKeysRequest } from "../options/request.ts";

/** The commands that print a secret. */
type Printing = ExportRequest | ConsoleRequest | SessionKeysRequest;

/** SwrError "usage" if what the mode prints is a secret, stdout is a terminal, and --force is not given. */
export function refuseSecretOnTerminal(request: Printing): void {
  const printed = secretOf(request);
  if (printed === undefined || !isTerminal("stdout") || request.force) return;
  throw new SwrError(
    "secret-on-terminal",
    `${printed.what} would stay in the scrollback of the terminal`,
    [
      printed.instead,
      "--force prints on the terminal anyway",
    ],
  );
}

/** The secret that the mode prints, and what to do instead of reading it on a terminal. */
function secretOf(request: Printing): { what: string; instead: string } | undefined {
  switch (request.mode) {
    case "export":
      return {
        what: "the credentials",
        instead: request.format === "json"
          ? "let a program read them: as credential_process of a profile, or `| jq`"
          : 'let a shell read them: `eval "$(swr --export …)"`, or use `swr PROFILE` for a session',
      };
    case "console":
      return request.open
        ? undefined
        : { what: "the URL, which signs in anyone who has it,", instead: copied() };
    case "session-keys":
      return {
        what: "the session's keys",
        instead: "programs of the session read them by themselves, with or without AWS_PROFILE",
      };
  }
}

function copied(): string {
  const command = { darwin: "pbcopy", windows: "clip" }[SYSTEM] ?? "wl-copy";
  return `open it in the browser with --open, or copy it: \`swr --console … | ${command}\``;
}

// --export FORMAT --undo: a shell is as it was before --export.
// Rule: it needs neither files nor keys; a message says what it cannot put back.

import type { UndoRequest } from "../options/request.ts";
import { variable } from "../os/variable.ts";
import { undoing } from "../session/export_record.ts";
import { ENVIRONMENT_FORMATS } from "../session/export_formats.ts";
import { print, say } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { currentSession } from "../session/contract.ts";

/** Prints what takes the export back. SwrError "no-session" if there is none. */
export function undo({ format, quiet }: UndoRequest): number {
  const found = undoing(variable);
  if (found === undefined) {
    throw new SwrError("no-session", "there is no export to take back in this shell", [
      currentSession(variable) === undefined
        ? "`swr --status` tells whether a shell is in a session"
        : "swr has opened this shell itself: leave it with exit",
    ]);
  }
  if (found.hadKeys && !quiet) {
    say("keys that this shell had before --export are not put back", [
      "AWS_ACCESS_KEY_ID was set for that swr, by this shell or by envchain; swr keeps no copy of keys",
    ]);
  }
  print(ENVIRONMENT_FORMATS[format](found.change));
  return 0;
}

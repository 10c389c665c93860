// Messages on stderr, and data on stdout.
// Rules of all messages: `swr: what happened`, why and what to do indented below it; no capital at the beginning and no
// full stop at the end; stdout is for data alone; no message holds a secret key, a token or a code; what was not
// written by swr itself is made readable on its way out (text/visible.ts).

import { COLOURS, type Paint, PLAIN } from "../text/colours.ts";
import { headline, type SwrError } from "../text/errors.ts";
import { mask, maskKept } from "../text/mask.ts";
import { readable } from "../text/visible.ts";
import { isTerminal, writeError, writeOut } from "../os/streams.ts";
import { variable } from "../os/variable.ts";

/** A message on stderr: the first line after `swr: `, the others indented below it; whatever is in it made readable. */
export function say(message: string, below: readonly string[] = []): void {
  // Masked first: what is shortened after that holds no part of a secret.
  const shown = (text: string) => readable(mask(text));
  const lines = [`swr: ${shown(message)}`, ...below.map((line) => `  ${shown(line)}`)];
  writeError(`${lines.join("\n")}\n`);
}

/** An error on stderr, its hints below it. */
export function sayError(error: SwrError): void {
  if (error.message !== "") say(headline(error), error.hints);
}

/** The colours for the controlling terminal: none under NO_COLOR, or if it has none. */
export function terminalPaint(): Paint {
  return variable("NO_COLOR") || variable("TERM") === "dumb" ? PLAIN : COLOURS;
}

/** The colours for data on stdout: none in a pipe. */
export function stdoutPaint(): Paint {
  return isTerminal("stdout") ? terminalPaint() : PLAIN;
}

/** Data on stdout, without any secret of this run. SwrError "output" if it cannot be written. */
export function print(text: string): void {
  writeOut(maskKept(text));
}

/** Credentials on stdout, if they are what was asked for. */
export function printCredentials(text: string): void {
  writeOut(text);
}

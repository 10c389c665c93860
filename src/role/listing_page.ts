// The listing of the profiles as text: for a person on a terminal, and for a pipe.
// Rule: a row fits the terminal (text/columns.ts), and what is wrong with a profile is below it, never cut; a pipe
// gets everything whole.

import type { Paint } from "../text/colours.ts";
import { aligned } from "../text/columns.ts";
import { readable, visible } from "../text/visible.ts";
import type { Entry } from "./listing.ts";

const HEADINGS = ["PROFILE", "KIND", "ACCOUNT", "ROLE", "REGION", "MFA", "SOURCE"];

/** Aligned columns with headings, for a terminal of that many columns. */
export function listingPage(entries: readonly Entry[], paint: Paint, columns: number): string {
  const [heading, ...lines] = aligned([HEADINGS, ...entries.map(cells)], columns);
  const parts = lines.map((line, at) => {
    const { problem, warning } = entries[at]!;
    return [
      `${line}\n`,
      ...(problem === undefined ? [] : [`${paint.red(`  ! ${readable(problem)}`)}\n`]),
      ...(warning === undefined ? [] : [`${paint.yellow(`  ! ${readable(warning)}`)}\n`]),
    ].join("");
  });
  return `${paint.bold(heading!)}\n${parts.join("")}`;
}

/** Tab-separated, without headings, for a pipe; the problem is the last field. */
export function listingTable(entries: readonly Entry[]): string {
  const line = (entry: Entry) => `${cells(entry).join("\t")}\t${problemOf(entry)}\n`;
  return entries.map(line).join("");
}

function problemOf({ problem }: Entry): string {
  return problem === undefined ? "" : readable(problem);
}

function cells(entry: Entry): string[] {
  const { mfaSerial = "" } = entry;
  const texts = [
    entry.name,
    entry.kind,
    entry.account ?? "",
    entry.role ?? "",
    entry.region ?? "",
    mfaSerial.slice(mfaSerial.lastIndexOf("/") + 1),
    entry.sources.join(" ← "),
  ];
  // visible() goes by single characters: what leaves the whole as it is leaves its parts.
  const whole = texts.join("");
  return visible(whole) === whole ? texts : texts.map(visible);
}

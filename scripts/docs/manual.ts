// The manual page swr(1), from the same table as the help. Format: man(7), which groff and mandoc both read. Examples
// come early, and the long list of diagnostic ids last.
// Rule: text passes through roff(), so that none of it is read as a request.

import { FINDINGS } from "../../src/doctor/finding.ts";
import { described, spelled } from "../../src/options/help.ts";
import { JSON_KEYS } from "./json_keys.ts";
import { ALL_OPTIONS, GROUPS, type NamedOption } from "../../src/options/table.ts";
import {
  BUGS,
  DESCRIPTION,
  ENVIRONMENT,
  EXAMPLES,
  EXIT_STATUS,
  FILES,
} from "../../src/options/prose.ts";
import { wrapped } from "../../src/text/width.ts";

/** The page for that version; `date` as `2026-01-31`. */
export function manualPage(version: string, date: string): string {
  return [
    `.TH SWR 1 ${date} "swr ${version}"`,
    ".SH NAME",
    "swr \\- open a shell or run a command in an AWS role",
    ".SH SYNOPSIS",
    "\\fBswr\\fR [\\fIOPTIONS\\fR] [\\fIPROFILE\\fR [\\fICOMMAND\\fR [\\fIARG\\fR...]]]",
    ".SH DESCRIPTION",
    ...DESCRIPTION.flatMap((paragraph) => [".PP", ...text(paragraph)]).slice(1),
    ".SH EXAMPLES",
    ...EXAMPLES.flatMap(({ command, what }) => tagged(bold(command), `${sentence(what)}.`)),
    ".SH OPTIONS",
    ...Object.entries(GROUPS).flatMap(([group, heading]) => [
      `.SS ${heading}`,
      ...ALL_OPTIONS.filter((option) => option.group === group).flatMap(optionEntry),
    ]),
    ".SH EXIT STATUS",
    ...EXIT_STATUS.flatMap(([status, what]) => tagged(roff(status), what)),
    ".SH ENVIRONMENT",
    ...ENVIRONMENT.flatMap(([name, what]) => tagged(bold(name), what)),
    ".SH FILES",
    ...FILES.flatMap(([name, what]) => tagged(`\\fI${roff(name)}\\fR`, what)),
    ".SH JSON",
    "A key keeps its name and meaning in later versions; new keys may be added.",
    ...Object.entries(JSON_KEYS).flatMap(([mode, { of, keys }]) => [
      `.SS ${bold(mode)}`,
      ...text(of),
      ...keys.flatMap(([key, what]) => tagged(bold(key), what)),
    ]),
    ".SH BUGS",
    ...BUGS.flatMap((each) => [".PP", ...text(each)]).slice(1),
    ".SH SEE ALSO",
    "\\fBenvchain\\fR(1), \\fBaws\\fR(1)",
    ".SH DIAGNOSTICS",
    ...text("The ids of the findings of --doctor. An id keeps its meaning in later versions."),
    ...FINDINGS.flatMap(([id, meaning]) => tagged(bold(id), `${sentence(meaning)}.`)),
  ].map((line) => `${line}\n`).join("");
}

function optionEntry(option: NamedOption): string[] {
  const { value } = option;
  const name = spelled(option).trim();
  const shown = value === undefined
    ? bold(name)
    : `${bold(name.slice(0, name.lastIndexOf(value)))}\\fI${roff(value)}\\fR${
      option.optional ? bold("]") : ""
    }`;
  return tagged(shown, sentence(described(option)));
}

function tagged(tag: string, what: string): string[] {
  return [".TP", tag, ...text(what)];
}

function bold(text: string): string {
  return `\\fB${roff(text)}\\fR`;
}

/** With a capital, unless it begins with a name that has none: role_arn, swr. */
function sentence(text: string): string {
  if (/^(\w*_\w*|swr)\b/.test(text)) return text;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A paragraph in short lines, as roff's own style wants its sources. */
function text(paragraph: string): string[] {
  return wrapped(paragraph, 70).map(roff);
}

/** Text as text: no escape, no request at the beginning, and hyphens that stay hyphens when copied. */
function roff(text: string): string {
  return text.replaceAll("\\", "\\e").replaceAll("-", "\\-").replace(/^['.]/, "\\&$&")
    .replaceAll("…", "...").replaceAll("'", "\\(aq").replaceAll("`", "\\(ga");
}

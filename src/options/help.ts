// The help on the screen: `-h`, one screen of what is used every day, and `--help`, everything with examples.
// Rule: the table of options describes each option; nothing is described here.

import { ALL_OPTIONS, GROUPS, type NamedOption, type Option } from "./table.ts";
import { DETAILS } from "./details.ts";
import { DESCRIPTION, ENVIRONMENT, EXAMPLES, EXIT_STATUS, USAGE } from "./prose.ts";
import { wrapped } from "../text/width.ts";

const WIDTH = 80;

/** The page of `swr -h`: no more than 24 lines of 80 columns. */
export function usagePage(): string {
  const everyday = ALL_OPTIONS.filter(({ rare }) => !rare);
  const width = Math.max(...everyday.map((option) => spelled(option).length));
  const lines = everyday.map((option) => `  ${spelled(option).padEnd(width)}  ${option.help}`);
  const others = ALL_OPTIONS.length - everyday.length;
  return [
    USAGE,
    "",
    ...EXAMPLES.slice(0, 2).map(({ command, what }) => `  ${command.padEnd(46)}${what}`),
    "",
    ...lines,
    "",
    `${others} more options in --help`,
  ].map((line) => `${line}\n`).join("");
}

/** The page of `swr --help`. */
export function helpPage(): string {
  return [
    USAGE,
    "",
    ...DESCRIPTION.flatMap((paragraph) => [...wrapped(paragraph, WIDTH), ""]),
    ...section(
      "Examples",
      EXAMPLES.flatMap(({ command, what }) => [`  ${command}`, `      ${what}`]),
    ),
    ...Object.entries(GROUPS).flatMap(([group, heading]) => {
      const options = ALL_OPTIONS.filter((option) => option.group === group);
      return section(heading, options.flatMap(entry));
    }),
    ...section("Environment", ENVIRONMENT.flatMap(([name, what]) => paragraph(name, what))),
    ...section("Exit status", EXIT_STATUS.flatMap(([status, what]) => paragraph(status, what))),
    "The manual page, swr(1), also describes the keys of --json.",
  ].map((line) => `${line}\n`).join("");
}

/** An option as it is typed: `-d, --duration TIME`, `    --console[=PLACE]`. */
export function spelled({ short, name, value, optional }: Option): string {
  const given = value === undefined ? "" : optional ? `[=${value}]` : ` ${value}`;
  return `${short === undefined ? "    " : `-${short}, `}--${name}${given}`;
}

/** Everything that is said about an option, in sentences; the first begins in lower case, as in the table. */
export function described({ name, help }: NamedOption): string {
  const details = DETAILS[name];
  return details === undefined ? `${help}.` : `${help}. ${details}`;
}

function entry(option: NamedOption): string[] {
  const text = described(option);
  return paragraph(spelled(option).trim(), text.charAt(0).toUpperCase() + text.slice(1));
}

function section(heading: string, lines: readonly string[]): string[] {
  return [`${heading}:`, ...lines, ""];
}

function paragraph(head: string, text: string): string[] {
  const heads = wrapped(head, WIDTH - 2).map((line) => `  ${line}`);
  return [...heads, ...wrapped(text, WIDTH - 10).map((line) => `          ${line}`)];
}

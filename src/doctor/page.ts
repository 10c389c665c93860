// The page of --doctor: a heading for each group, a mark and a sentence for each finding, place and remedy below it.
// Rule: the words say everything, colour only stresses it; a hundred times the same is not shown a hundred times.

import { countOf } from "./examine.ts";
import { type Finding, type Group, GROUPS, type Level } from "./finding.ts";
import type { Paint } from "../text/colours.ts";

type PageWish = {
  /** Only warnings and problems, and nothing if there are none. */
  readonly quiet: boolean;
  /** Every finding, however many are alike. */
  readonly verbose: boolean;
  /** Shown as `~`. */
  readonly home: string | undefined;
};

/** So many findings of one id are shown. */
const MOST_ALIKE = 10;

const INDENT = " ".repeat(11);

/** The page; each line ends with a line feed. */
export function doctorPage(findings: readonly Finding[], wish: PageWish, paint: Paint): string {
  const shown = wish.quiet ? findings.filter(({ level }) => level !== "ok") : findings;
  if (shown.length === 0) return "";
  const groups = Object.keys(GROUPS) as Group[];
  const parts = groups.flatMap((group) => {
    const own = shown.filter((each) => each.group === group);
    if (own.length === 0) return [];
    return [`${paint.bold(GROUPS[group])}\n${linesOf(own, wish, paint).join("")}`];
  });
  return `${parts.join("\n")}\n${paint.bold(summaryOf(findings))}\n`;
}

function linesOf(findings: readonly Finding[], wish: PageWish, paint: Paint): string[] {
  const alike = Map.groupBy(findings, ({ id, level }) => `${id} ${level}`);
  return [...alike.values()].flatMap((same) => {
    const most = wish.verbose ? same.length : MOST_ALIKE;
    const lines = same.slice(0, most).map((each) => linesFor(each, wish, paint));
    const more = same.length - most;
    return more > 0
      ? [...lines, `${INDENT}and ${more} more like ${most === 1 ? "this" : "these"} (-v)\n`]
      : lines;
  });
}

function linesFor(finding: Finding, { home }: PageWish, paint: Paint): string {
  const short = (text: string) => home === undefined ? text : shortened(text, home);
  const message = short(finding.message);
  const place = placeOf(finding, short);
  const below = [...(place === "" ? [] : [paint.dim(place)]), ...finding.remedy.map(short)];
  const mark = MARKS[finding.level](paint)(finding.level.padEnd(7));
  return [`  ${mark}  ${message}\n`, ...below.map((line) => `${INDENT}${line}\n`)].join("");
}

/** `~` for the home folder, where a shell would take it for that too: not after a quote, nor inside a path. */
function shortened(text: string, home: string): string {
  return text.split(`${home}/`).reduce((before, after) =>
    /[\w'"/.~-]$/.test(before) || home.length < 2
      ? `${before}${home}/${after}`
      : `${before}~/${after}`
  );
}

const MARKS: Readonly<Record<Level, (paint: Paint) => (text: string) => string>> = {
  ok: ({ green }) => green,
  warning: ({ yellow }) => yellow,
  problem: ({ red }) => red,
};

/** `profile "x", ~/.aws/config:3`; without what the message says already. */
function placeOf(
  { profile, place, says = [] }: Finding,
  short: (text: string) => string,
): string {
  const parts = [
    profile !== undefined && !says.includes("profile") ? `profile "${profile}"` : "",
    place !== undefined && !says.includes("place") ? short(place) : "",
  ];
  return parts.filter(Boolean).join(", ");
}

function summaryOf(findings: readonly Finding[]): string {
  const [problems, warnings] = [countOf(findings, "problem"), countOf(findings, "warning")];
  const count = (number: number, what: string) =>
    `${number === 0 ? "no" : number} ${what}${number === 1 ? "" : "s"}`;
  if (problems + warnings === 0) return "all is well";
  return `${count(problems, "problem")}, ${count(warnings, "warning")}`;
}

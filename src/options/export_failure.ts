// What stdout gets if --export fails, so that the shell that evaluates it fails too.
// Rule: an empty text is a success for `eval`; a script would go on with the credentials it had before.

import { nearestNames } from "../text/suggest.ts";
import { ALL_OPTIONS, EXPORT_FORMATS, type ExportFormat } from "./table.ts";

/** A command of each shell that fails; undefined for formats that no shell evaluates. */
export const FAILING: Readonly<Record<ExportFormat, string | undefined>> = {
  json: undefined,
  env: undefined,
  sh: "false;\n",
  csh: "false;\n",
  fish: "false;\n",
  powershell: "throw 'swr failed';\n",
  // `exit /b 1` would end the cmd of a person who types.
  cmd: "cmd /d /c exit 1\n",
};

/** What fails in every shell: `false` is a command of POSIX shells, csh and fish, and unknown to PowerShell and cmd. */
const ANYWHERE = "false;\n";

/** The text for the format that the arguments name, also if they cannot be read otherwise; undefined without an export. */
export function failingText(args: readonly string[]): string | undefined {
  const typed = exportFormat(args);
  if (typed === undefined) return undefined;
  const format = EXPORT_FORMATS.find((each) => each === typed);
  return format === undefined ? ANYWHERE : FAILING[format];
}

/** What is typed as the format: the value of --export, however that is spelled, before the profile or right after it. */
function exportFormat(args: readonly string[]): string | undefined {
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word === "--") return undefined;
    if (!word.startsWith("-")) return valueOfExport(args, at + 1);
    const value = valueOfExport(args, at);
    if (value !== undefined) return value;
    if (takesNextWord(word)) at++;
  }
  return undefined;
}

/** The value if the word at that place is --export or a misspelling of it; empty if there is none. */
function valueOfExport(args: readonly string[], at: number): string | undefined {
  const [, name = "", value] = /^--?([^=]*)(?:=(.*))?$/s.exec(args[at] ?? "") ?? [];
  const isMisspelled = name.length > 2 && !isOption(name) &&
    nearestNames(name, ["export"]).length > 0;
  return name === "export" || isMisspelled ? value ?? args[at + 1] ?? "" : undefined;
}

function isOption(word: string): boolean {
  return ALL_OPTIONS.some(({ name, short }) => word === name || word === short);
}

/** Whether the option takes the next word as its value. */
function takesNextWord(word: string): boolean {
  return ALL_OPTIONS.some(({ name, short, value, optional }) =>
    value !== undefined && !optional && (word === `--${name}` || word === `-${short}`)
  );
}

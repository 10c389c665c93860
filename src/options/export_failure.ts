// What stdout gets if --export fails, so that the shell that evaluates it fails too.
// Rule: an empty text is a success for `eval`; a script would go on with the credentials it had before.

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

/** The text for the format that the arguments name, also if they cannot be read otherwise. */
export function failingText(args: readonly string[]): string | undefined {
  const format = exportFormat(args);
  return format === undefined ? undefined : FAILING[format];
}

/** The value of --export among the options before the profile. */
function exportFormat(args: readonly string[]): ExportFormat | undefined {
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (!word.startsWith("-") || word === "--") return undefined;
    const value = word === "--export" ? args[at + 1] : /^--export=(.*)$/s.exec(word)?.[1];
    if (value !== undefined) return EXPORT_FORMATS.find((each) => each === value);
    if (takesNextWord(word)) at++;
  }
  return undefined;
}

/** Whether the option takes the next word as its value. */
function takesNextWord(word: string): boolean {
  return ALL_OPTIONS.some(({ name, short, value, optional }) =>
    value !== undefined && !optional && (word === `--${name}` || word === `-${short}`)
  );
}

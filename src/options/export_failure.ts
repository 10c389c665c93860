// What stdout gets if --export fails, so that the shell that evaluates it fails too.
// Rule: an empty text is a success for `eval`; a script would go on with the credentials it had before.

import { modeMeant } from "./subcommands.ts";
import { ALL_OPTIONS, EXPORT_FORMATS, type ExportFormat, FORMAT_OF_SHELL } from "./table.ts";
import { nearestNames } from "../text/suggest.ts";

/**
 * A command that fails in every shell: sh, bash, zsh, fish and csh have it, on Windows cmd and PowerShell find no program
 * of that name.
 */
const FAILS_ANYWHERE = "false;\n";

/** A command of each shell that fails; undefined for formats that no shell evaluates. */
export const FAILING: Readonly<Record<ExportFormat, string | undefined>> = {
  json: undefined,
  env: undefined,
  sh: FAILS_ANYWHERE,
  csh: FAILS_ANYWHERE,
  fish: FAILS_ANYWHERE,
  powershell: "throw 'swr failed';\n",
  // `exit /b 1` would end the cmd of a person who types.
  cmd: "cmd /d /c exit 1\n",
};

/** A first word that is no profile, and what was typed after it. */
type UnknownWord = { readonly word: string; readonly after: readonly string[] };

/**
 * The text for the format that the arguments name, also if they cannot be read otherwise. A format that is mistyped or
 * missing counts as one for a shell; so does another tool's word for that (`swr export p`, `swr --format sh p`).
 */
export function failingText(args: readonly string[], unknown?: UnknownWord): string | undefined {
  const format = formatNamed(args);
  if (format === "unknown") return FAILS_ANYWHERE;
  if (format !== undefined) return FAILING[format];
  const word = unknown?.word.toLowerCase().replace(/^--|=.*/gs, "");
  const isMeant = word !== undefined && (modeMeant(word) === "export" || word === "format");
  return isMeant ? FAILS_ANYWHERE : undefined;
}

/** What --export asks for; undefined if it is not there, or belongs to a command. */
function formatNamed(args: readonly string[]): ExportFormat | "unknown" | undefined {
  // Options after the profile are an error, so --export is looked for there too.
  let isCommandNext = false;
  let isUndo = false;
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    const [, name, attached] = /^[-\p{Pd}\u2212]+([^=]*)(?:=(.*))?$/su.exec(word) ?? [];
    if (name === undefined) {
      if (isCommandNext) return undefined;
      isCommandNext = true;
    } else if (word === "--") return undefined;
    else if (isExport(word, name)) return formatOf(attached ?? args[at + 1]);
    else {
      isUndo ||= name === "undo";
      isCommandNext ||= ["profile", "user", "narrow", "expose"].includes(name);
      if (takesNextWord(word)) at++;
    }
  }
  return isUndo ? "unknown" : undefined;
}

/** Whether the option is --export or probably meant as it: mistyped, or with other dashes, as texts have them. */
function isExport(word: string, name: string): boolean {
  if (name === "export") return true;
  const names = ALL_OPTIONS.map((option) => option.name);
  if (!word.startsWith("--") || names.some((each) => name === each || name === `no-${each}`)) {
    return false;
  }
  return name.startsWith("export") || nearestNames(name, names).includes("export");
}

/** The format that is written there, by its own name or the shell's. */
function formatOf(value = ""): ExportFormat | "unknown" {
  return EXPORT_FORMATS.find((each) => each === value) ?? FORMAT_OF_SHELL.get(value) ?? "unknown";
}

/** Whether the option takes the next word as its value. */
function takesNextWord(word: string): boolean {
  return ALL_OPTIONS.some(({ name, short, value, optional }) =>
    value !== undefined && !optional && (word === `--${name}` || word === `-${short}`)
  );
}

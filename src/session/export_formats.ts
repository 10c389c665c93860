// A session as text for another program: a shell's eval, docker's --env-file.
// Rule: whatever a value holds, the shell that reads the text takes it for that value and nothing else.

import { isPortable } from "./session_variables.ts";
import type { EnvironmentChange } from "./environment.ts";
import type { ExportFormat } from "../options/table.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";
import { cshQuoted, fishQuoted, powershellQuoted, singleQuoted } from "../text/quoting.ts";

/** What takes a change of the environment over, by the name of the format. */
export const ENVIRONMENT_FORMATS: Readonly<
  Record<Exclude<ExportFormat, "json">, (change: EnvironmentChange) => string>
> = {
  sh: shellText,
  csh: cshText,
  fish: fishText,
  powershell: powershellText,
  cmd: cmdText,
  env: envFile,
};

/** For `eval` of a POSIX shell, bash or zsh. */
function shellText({ set, unset }: EnvironmentChange): string {
  return lines([
    ...(unset.length > 0 ? [`unset ${unset.join(" ")};`] : []),
    ...definite(set).map(([name, value]) => `export ${name}=${singleQuoted(value)};`),
  ]);
}

/** For `eval` of csh or tcsh, which reads the whole text as one line. SwrError "config" for a value with a line break. */
function cshText({ set, unset }: EnvironmentChange): string {
  return lines([
    ...unset.map((name) => `unsetenv ${name};`),
    ...definite(set).map(([name, value]) => {
      refuseLineBreak(name, value, "csh");
      return `setenv ${name} ${cshQuoted(value)};`;
    }),
  ]);
}

/**
 * For `eval` or `source` of fish. `set -e` without a scope would erase a universal variable, in all shells and for good.
 * So only the global one goes, and an empty one hides a universal one: fish exports it past one that is not exported itself.
 */
function fishText({ set, unset }: EnvironmentChange): string {
  return lines([
    ...unset.map((name) => `set -eg ${name}; set -q ${name}; and set -gx ${name};`),
    ...definite(set).map(([name, value]) => `set -gx ${name} ${fishQuoted(value)};`),
    // The status of erasing what is not there is an error.
    "true;",
  ]);
}

/** For `Invoke-Expression` of PowerShell. */
function powershellText({ set, unset }: EnvironmentChange): string {
  return lines([
    ...unset.map((name) => `Remove-Item -ErrorAction SilentlyContinue Env:${name};`),
    ...definite(set).map(([name, value]) => `$env:${name} = ${powershellQuoted(value)};`),
  ]);
}

/**
 * For `for /f "delims=" %i in ('swr --export cmd …') do @%i` of cmd.exe, or a batch file. SwrError for a value that one
 * of the two would read otherwise.
 */
function cmdText({ set, unset }: EnvironmentChange): string {
  return lines([
    ...unset.map((name) => `set "${name}="`),
    ...definite(set).map(([name, value]) => {
      refuseForCmd(name, value);
      return `set "${name}=${value}"`;
    }),
    // The status of unsetting what is not set is an error.
    "cmd /d /c exit 0",
  ]);
}

/** A file replaces what is between percent signs, `cmd /v:on` exclamation marks, and a pipe has the console's code page. */
function refuseForCmd(name: string, value: string): void {
  const odd = /[^ -~]|["%!]/u.exec(value)?.[0];
  if (odd === undefined) return;
  throw new SwrError(
    "value-not-exportable",
    `the value of ${name} has ${
      /\s/.test(odd) ? "a line break or tab" : visible(odd)
    }, which the format cmd cannot hold`,
    ["use the format powershell, or a session: `swr PROFILE cmd`"],
  );
}

/**
 * For `docker run --env-file`, which takes everything after `=` literally: AWS's variables but the paths and
 * profiles of this machine. SwrError "config" for a value with a line break.
 */
function envFile({ set }: EnvironmentChange): string {
  const shared = definite(set).filter(([name]) => isPortable(name));
  return lines(shared.map(([name, value]) => {
    refuseLineBreak(name, value, "env");
    return `${name}=${value}`;
  }));
}

function refuseLineBreak(name: string, value: string, format: ExportFormat): void {
  if (!/[\r\n]/.test(value)) return;
  throw new SwrError(
    "value-not-exportable",
    `the value of ${name} has a line break, which the format ${format} cannot hold`,
  );
}

function definite(set: EnvironmentChange["set"]): [string, string][] {
  return [...set].map(([name, value]) => [name, value ?? ""]);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

// The help page, rendered from the table of options.
// Rule: what an option does is said in the table, not here. Pure: imports flags.

import { type Option, OPTIONS } from "./flags.ts";

/** The page of `swr --help`. */
export function helpPage(): string {
  const rows = (OPTIONS as readonly Option[]).map((option) => [
    `${option.short === undefined ? "    " : `-${option.short}, `}--${option.name}${
      option.value === undefined ? "" : ` ${option.value}`
    }`,
    option.help,
  ]) as [string, string][];
  const width = Math.max(...rows.map(([left]) => left.length));
  return `Usage: swr [OPTIONS] PROFILE [COMMAND [ARG…]]

Opens a shell, or runs COMMAND, in the AWS role of [profile PROFILE] in ~/.aws/config.
The long-lived keys come from the environment, as envchain sets it, else from the profile's source.

  envchain aws-main swr sub-account            a shell in sub-account; exit leaves it
  envchain aws-main swr sub-account aws s3 ls  one command

Options stand before PROFILE; everything behind it belongs to COMMAND.

${rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join("\n")}

Your shell expands variables before swr starts: swr p sh -c 'echo $AWS_REGION'
Exit status: the command's own; 1 refused or failed, 2 usage or configuration, 126 or 127 the
command cannot be run or found, 130 interrupted at a prompt.
`;
}

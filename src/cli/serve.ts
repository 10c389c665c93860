// Asks the program that serves the credentials of a plan's source.
// Rule: before any code is asked for, since what it gives decides whether one is wanted; never for a dry run.

import { helperEnvironment } from "../config/variables.ts";
import { credentialsOfProcess } from "../credentials/process.ts";
import type { Served } from "../credentials/served.ts";
import type { Libc } from "../os/libc.ts";
import { variable } from "../os/variable.ts";
import type { ServedSource } from "../role/source.ts";
import { filesBefore, helpedProfiles, helperMark } from "../session/contract.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";

/** What the source serves. SwrError with the reason if it serves nothing that can be used. */
export async function serve(source: ServedSource, libc: Libc | undefined): Promise<Served> {
  const { profile, command } = source;
  const outer = helpedProfiles(variable);
  if (outer.includes(profile)) {
    const way = [...outer.slice(outer.indexOf(profile)), profile].map(visible).join(" → ");
    throw new SwrError(
      "source-loop",
      `credential_process of profile "${visible(profile)}" runs swr for that profile again`,
      [`the way is ${way}`, "let the command get the credentials from somewhere else"],
      { origin: command.origin },
    );
  }
  return await credentialsOfProcess({
    profile,
    command,
    env: environmentFor(profile, libc),
    hasTerminal: hasTerminal(libc),
  });
}

/** The environment of a program that serves credentials: AWS's files are those from before a session. */
function environmentFor(profile: string, libc: Libc | undefined): Record<string, string> {
  const { config, credentials } = filesBefore(variable);
  return {
    ...helperEnvironment(libc?.environment() ?? []),
    ...(config?.path && { AWS_CONFIG_FILE: config.path }),
    ...(credentials?.path && { AWS_SHARED_CREDENTIALS_FILE: credentials.path }),
    ...helperMark(variable, profile),
  };
}

/** Whether a program can ask something on a terminal. */
function hasTerminal(libc: Libc | undefined): boolean {
  const descriptor = libc?.openTerminal();
  if (descriptor !== undefined) libc!.close(descriptor);
  return descriptor !== undefined;
}

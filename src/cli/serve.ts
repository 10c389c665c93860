// Asks the program or service that serves the credentials of a plan's source.
// Rule: before any code is asked for, since what it gives decides whether one is wanted; never for a dry run.

import { fileLocations } from "../config/locations.ts";
import { helperEnvironment } from "../config/variables.ts";
import type { CachedFile } from "../credentials/cached_file.ts";
import { loginCredentials, loginFileName } from "../credentials/login.ts";
import { credentialsOfProcess } from "../credentials/process.ts";
import type { Served } from "../credentials/served.ts";
import { roleCredentials } from "../credentials/sso_portal.ts";
import { cachedToken, tokenFileName } from "../credentials/sso_token.ts";
import { fileInfo } from "../os/file_info.ts";
import { fileAccess } from "../os/files.ts";
import { findProgram } from "../os/find_program.ts";
import type { Libc } from "../os/libc.ts";
import { isTerminal } from "../os/streams.ts";
import { variable } from "../os/variable.ts";
import type { Endpoint } from "../role/endpoint.ts";
import type { ServedSource } from "../role/source.ts";
import { filesBefore, helpedProfiles, helperMark } from "../session/contract.ts";
import { say } from "../terminal/messages.ts";
import { SwrError } from "../text/errors.ts";
import { visible } from "../text/visible.ts";

/** What a source is asked with. */
type Means = {
  readonly libc: Libc | undefined;
  readonly caCerts: readonly string[];
  readonly version: string;
  readonly quiet: boolean;
  /** Of IAM Identity Center; undefined for another source. */
  readonly portal: Endpoint | undefined;
};

/** What the source serves. SwrError with the reason if it serves nothing that can be used. */
export async function serve(source: ServedSource, means: Means): Promise<Served> {
  switch (source.kind) {
    case "process":
      return await serveProcess(source, means);
    case "sso":
      return await serveSso(source, means);
    case "login":
      return await serveLogin(source, means);
  }
}

async function serveProcess(
  { profile, command }: Extract<ServedSource, { kind: "process" }>,
  { libc }: Means,
): Promise<Served> {
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

async function serveSso(
  { profile, sso }: Extract<ServedSource, { kind: "sso" }>,
  { libc, caCerts, version, quiet, portal }: Means,
): Promise<Served> {
  const file = cacheFile(["sso", "cache", await tokenFileName(sso)], libc);
  const token = cachedToken(file, sso, profile, Date.now());
  return await roleCredentials(sso, token, profile, {
    portal: portal!,
    caCerts,
    userAgent: `swr/${version}`,
    notify: quiet ? undefined : say,
  });
}

async function serveLogin(
  { profile, session }: Extract<ServedSource, { kind: "login" }>,
  { libc, quiet }: Means,
): Promise<Served> {
  const name = await loginFileName(session.value);
  return await loginCredentials({
    profile,
    session,
    cli: programNamed("aws", libc),
    env: environmentFor(profile, libc),
    cache: cacheFile(["login", "cache", name], libc, variable("AWS_LOGIN_CACHE_DIRECTORY")),
    say: quiet ? () => {} : say,
  });
}

/** The path of a program on PATH; undefined if there is none. */
function programNamed(name: string, libc: Libc | undefined): string | undefined {
  try {
    return findProgram([name], { shell: undefined, login: false }, libc).path;
  } catch (error) {
    if (error instanceof SwrError) return undefined;
    throw error;
  }
}

/** A file below `.aws` at home, or in the folder that takes its place. */
function cacheFile(
  parts: readonly [string, string, string],
  libc: Libc | undefined,
  folder?: string,
): CachedFile {
  const { env, platform, read } = fileAccess(libc);
  const separator = platform === "windows" ? "\\" : "/";
  const { home = "" } = fileLocations(env, platform);
  const path = (folder ? [folder, parts[2]] : [home, ".aws", ...parts]).join(separator);
  const mode = platform === "windows" ? undefined : fileInfo(path)?.mode ?? undefined;
  return { path, text: read(path), mode };
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
  if (libc === undefined) return isTerminal("stdin");
  const descriptor = libc.openTerminal();
  if (descriptor !== undefined) libc.close(descriptor);
  return descriptor !== undefined;
}

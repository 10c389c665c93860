// Where AWS's two configuration files lie, and which variable says so.
// Rules: the AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files"; inside a
// session of swr the paths in force before it count, never the session's own view.

import type { Lookup } from "./origin.ts";

type FileLocations = {
  readonly config?: string;
  readonly credentials?: string;
  /** The home folder that `~` and the default places mean. */
  readonly home?: string;
  /** The variable each path comes from: AWS_CONFIG_FILE, HOME, USERPROFILE, …; undefined with the path. */
  readonly from: { readonly config?: string; readonly credentials?: string };
};

export type Platform = "windows" | "unix" | "linux" | "darwin";

/**
 * The paths that replace AWS's variables: those in force before a session, each with the variable that holds it. An
 * empty path says that there was no home to look in.
 */
export type FilesInForce = {
  readonly config?: Found;
  readonly credentials?: Found;
};

type Found = { readonly path: string; readonly from: string };

/**
 * The paths by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE (a leading `~` is the home folder; empty
 * counts as unset), else `.aws/config` and `.aws/credentials` at home. Undefined if there is no home.
 * `inForce` replaces the variables, since AWS's own then names the session's view.
 */
export function fileLocations(
  env: Lookup,
  platform: Platform,
  inForce: FilesInForce = {},
): FileLocations {
  const home = homeFolder(env, platform);
  const place = (held: Found | undefined, name: string, file: string) =>
    withHome(held ?? { path: env(name) ?? "", from: name }, home, platform) ??
      atHome(file, home, platform);
  const config = place(inForce.config, "AWS_CONFIG_FILE", "config");
  const credentials = place(inForce.credentials, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
  return {
    ...(config !== undefined && { config: config.path }),
    ...(credentials !== undefined && { credentials: credentials.path }),
    ...(home !== undefined && { home: home.path || "/" }),
    from: {
      ...(config !== undefined && { config: config.from }),
      ...(credentials !== undefined && { credentials: credentials.from }),
    },
  };
}

/** The path with the home folder in the place of `~`; undefined if it is empty. */
function withHome(
  { path, from }: Found,
  home: Found | undefined,
  platform: Platform,
): Found | undefined {
  if (path === "") return undefined;
  // Only the first part of the path, and only when it is `~` alone: `~someone` is a name like any other.
  const tilde = (platform === "windows" ? /^~(?=[/\\]|$)/ : /^~(?=\/|$)/).test(path);
  return { path: tilde && home !== undefined ? home.path + path.slice(1) : path, from };
}

function atHome(name: string, home: Found | undefined, platform: Platform): Found | undefined {
  if (home === undefined) return undefined;
  const separator = platform === "windows" ? "\\" : "/";
  return { path: [home.path, ".aws", name].join(separator), from: home.from };
}

/** HOME, on Windows else USERPROFILE, else HOMEDRIVE with HOMEPATH; without separators at the end. */
function homeFolder(env: Lookup, platform: Platform): Found | undefined {
  const windows = platform === "windows";
  const trimmed = (path: string) => path.replace(windows ? /[/\\]+$/ : /\/+$/, "");
  for (const from of windows ? ["HOME", "USERPROFILE"] : ["HOME"]) {
    const path = env(from);
    if (path) return { path: trimmed(path), from };
  }
  const [drive, path] = windows ? [env("HOMEDRIVE"), env("HOMEPATH")] : [];
  return drive && path
    ? { path: trimmed(drive + path), from: "HOMEDRIVE and HOMEPATH" }
    : undefined;
}

// Where AWS's two configuration files lie, and which variable says so.
// Rules: the AWS SDKs and Tools Reference Guide, "Location of the shared config and credentials files"; inside a
// session of swr the paths in force before it count, never the session's own view.

import type { Lookup } from "./origin.ts";

export type FileLocations = {
  readonly config?: string;
  readonly credentials?: string;
  /** The home folder that `~` and the default places mean. */
  readonly home?: string;
  /** The variable each path comes from: AWS_CONFIG_FILE, HOME, USERPROFILE, …; undefined with the path. */
  readonly from: { readonly config?: string; readonly credentials?: string };
};

export type Platform = "windows" | "unix" | "linux" | "darwin";

/** swr's variable, set inside a session, before AWS's. */
const CONFIG = ["SWR_CONFIG_FILE", "AWS_CONFIG_FILE"] as const;
const CREDENTIALS = ["SWR_SHARED_CREDENTIALS_FILE", "AWS_SHARED_CREDENTIALS_FILE"] as const;

type Found = { readonly path: string; readonly from: string };

/**
 * The paths by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE (a leading `~` is the home folder; empty
 * counts as unset), else `.aws/config` and `.aws/credentials` at home. Undefined where there is no home.
 * SWR_CONFIG_FILE and SWR_SHARED_CREDENTIALS_FILE, which a session sets, replace them; empty says that there was no home
 * to look in before the session, so that AWS's own variable, which then names the session's view, is not read.
 */
export function fileLocations(env: Lookup, platform: Platform): FileLocations {
  const home = homeFolder(env, platform);
  const config = given(env, CONFIG, home, platform) ?? atHome("config", home, platform);
  const credentials = given(env, CREDENTIALS, home, platform) ??
    atHome("credentials", home, platform);
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

function given(
  env: Lookup,
  [ours, theirs]: readonly [string, string],
  home: Found | undefined,
  platform: Platform,
): Found | undefined {
  const from = env(ours) === undefined ? theirs : ours;
  const path = env(from);
  if (!path) return undefined;
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

// Where AWS's two configuration files lie. Rule: the AWS SDKs and Tools Reference Guide, "Location of the
// shared config and credentials files". Pure: imports nothing.

export type FileLocations = { readonly config?: string; readonly credentials?: string };

type Lookup = (name: string) => string | undefined;

/**
 * The paths by AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE (a leading `~/` is the home folder; empty
 * counts as unset), else `.aws/config` and `.aws/credentials` at home. Undefined where there is no home.
 */
export function fileLocations(env: Lookup, platform: "windows" | "unix"): FileLocations {
  const separator = platform === "windows" ? "\\" : "/";
  const home = homeFolder(env, platform);
  const locate = (variable: string, name: string) => {
    const given = env(variable);
    if (!given) return home === undefined ? undefined : [home, ".aws", name].join(separator);
    if (home !== undefined && /^~[/\\]/.test(given)) return home + given.slice(1);
    return given;
  };
  const config = locate("AWS_CONFIG_FILE", "config");
  const credentials = locate("AWS_SHARED_CREDENTIALS_FILE", "credentials");
  return {
    ...(config !== undefined && { config }),
    ...(credentials !== undefined && { credentials }),
  };
}

function homeFolder(env: Lookup, platform: "windows" | "unix"): string | undefined {
  const home = env("HOME");
  if (home || platform !== "windows") return home || undefined;
  const drive = env("HOMEDRIVE");
  const path = env("HOMEPATH");
  return env("USERPROFILE") || (drive && path ? drive + path : undefined);
}

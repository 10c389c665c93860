// Reads and merges AWS's two files.
// Rule: a file that does not exist counts as empty, as in AWS's tools; both missing is an error that names the path.

import { SwrError } from "../text/errors.ts";
import { keepSecretsOf } from "../text/mask.ts";
import { fileLocations, type FilesInForce } from "./locations.ts";
import { parseIni } from "./ini.ts";
import { type Configuration, readConfiguration } from "./profile.ts";
/** What the configuration is read with: the environment, and files by their path. */
type FileAccess = {
  readonly env: (name: string) => string | undefined;
  readonly platform: "windows" | "unix";
  /** The text of a file; undefined if there is none. SwrError "config" if it is not readable text. */
  readonly read: (path: string | undefined) => string | undefined;
  readonly isEmptyDevice: (path: string) => boolean;
  readonly absolute: (path: string) => string;
};

/** AWS's two files as they were found, and what they say together. */
export type LoadedFiles = {
  readonly configuration: Configuration;
  /** Absolute paths, also of files that are not there; undefined where there is no home. */
  readonly paths: { readonly config?: string; readonly credentials?: string };
  /** The config file's text; undefined where there is none. */
  readonly configText?: string;
  /** The credentials file's text; undefined if there is none. */
  readonly credentialsText?: string;
};

/**
 * AWS's two files, read and merged; `inForce`: the paths that were in force before a session. SwrError "config" if neither exists, unless they
 * may be missing, or one cannot be read.
 */
export function loadFiles(
  { env, platform, read, isEmptyDevice, absolute }: FileAccess,
  inForce: FilesInForce,
  mayBeMissing = false,
): LoadedFiles {
  const { config, credentials, from } = fileLocations(env, platform, inForce);
  const configText = read(config);
  const configFile = configText === undefined ? undefined : parseIni(configText, config!);
  const credentialsText = read(credentials);
  const credentialsFile = credentialsText === undefined
    ? undefined
    : parseIni(credentialsText, credentials!);
  keepSecretsOf(configText);
  keepSecretsOf(credentialsText);
  if (configFile === undefined && credentialsFile === undefined && !mayBeMissing) {
    throw noConfiguration(config, from.config, config !== undefined && isEmptyDevice(config));
  }
  return {
    configuration: readConfiguration(
      configFile,
      credentialsFile,
      configFile === undefined && config !== undefined && from.config !== undefined
        ? { path: config, from: from.config }
        : undefined,
    ),
    paths: {
      ...(config !== undefined && { config: absolute(config) }),
      ...(credentials !== undefined && { credentials: absolute(credentials) }),
    },
    ...(configText !== undefined && { configText }),
    ...(credentialsText !== undefined && { credentialsText }),
  };
}

function noConfiguration(
  path: string | undefined,
  from: string | undefined,
  empty: boolean,
): SwrError {
  if (path === undefined) {
    return new SwrError("no-home", "cannot look for .aws/config: there is no home folder", [
      "set HOME, or point AWS_CONFIG_FILE to the file",
    ]);
  }
  if (empty) {
    return new SwrError("config-empty", `the configuration file ${path} is empty`, [
      `${
        from === "AWS_CONFIG_FILE" ? `${from} names it: ` : ""
      }point AWS_CONFIG_FILE to a file with a section [profile NAME] and its role_arn`,
    ]);
  }
  return new SwrError("config-missing", `there is no configuration file at ${path}`, [
    "write one with a section [profile NAME] and its role_arn, or point AWS_CONFIG_FILE to it",
  ]);
}

// Reads and merges AWS's two files.
// Rule: a file that does not exist counts as empty, as in AWS's tools; both missing is an error that names the path.

import { SwrError } from "../text/errors.ts";
import { keepSecretsOf } from "../text/mask.ts";
import { pathSlip } from "./hiding.ts";
import { fileLocations, type FilesInForce } from "./locations.ts";
import { type IniFile, parseIni } from "./ini.ts";
import { type Configuration, readConfiguration } from "./configuration.ts";
import type { FileKind } from "./section_name.ts";

/** What the configuration is read with: the environment, and files by their path. */
type FileAccess = {
  readonly env: (name: string) => string | undefined;
  readonly platform: "windows" | "unix";
  /** The text of a file; undefined if there is none. SwrError "file-unreadable" if it is not readable text. */
  readonly read: (path: string | undefined) => string | undefined;
  readonly isEmptyDevice: (path: string) => boolean;
  readonly absolute: (path: string) => string;
};

/** One of AWS's two files as it was found. */
export type FoundFile = {
  readonly kind: FileKind;
  /** Absolute; undefined if there is no home folder to look in. */
  readonly path?: string;
  /** The variable that the path comes from. */
  readonly from?: string;
  /** Undefined if there is no such file, like `ini`. */
  readonly text?: string;
  readonly ini?: IniFile;
  /** It is not a file but a device such as /dev/null, which counts as an empty file. */
  readonly emptyDevice?: true;
  readonly unreadable?: SwrError;
};

/** AWS's two files as they were found, and what they say together. */
export type LoadedFiles = {
  readonly configuration: Configuration;
  /** Absolute paths, also of files that do not exist; undefined if there is no home folder. */
  readonly paths: { readonly config?: string; readonly credentials?: string };
  /** The config file's text; undefined if there is none. */
  readonly configText?: string;
  /** The credentials file's text; undefined if there is none. */
  readonly credentialsText?: string;
};

/** AWS's two files, and the home folder; `inForce`: the paths that were in force before a session. Never throws. */
export function findFiles(
  access: FileAccess,
  inForce: FilesInForce,
): { config: FoundFile; credentials: FoundFile; home: string | undefined } {
  const { config, credentials, home, from } = fileLocations(access.env, access.platform, inForce);
  return {
    config: findFile("config", config, from.config, access),
    credentials: findFile("credentials", credentials, from.credentials, access),
    home,
  };
}

function findFile(
  kind: FileKind,
  location: string | undefined,
  from: string | undefined,
  { read, isEmptyDevice, absolute }: FileAccess,
): FoundFile {
  if (location === undefined) return { kind };
  let file: FoundFile = { kind, ...(from !== undefined && { from }) };
  try {
    const path = absolute(location);
    file = { ...file, path };
    const text = read(path);
    keepSecretsOf(text);
    if (text !== undefined) return { ...file, text, ini: parseIni(text, path) };
    return isEmptyDevice(path) ? { ...file, emptyDevice: true } : file;
  } catch (error) {
    if (!(error instanceof SwrError)) throw error;
    return { ...file, unreadable: error };
  }
}

/** AWS's two files, read and merged. SwrError "config" if neither exists, unless they may be missing, or one cannot be read. */
export function loadFiles(
  access: FileAccess,
  inForce: FilesInForce,
  mayBeMissing = false,
): LoadedFiles {
  const { config, credentials } = findFiles(access, inForce);
  const unreadable = config.unreadable ?? credentials.unreadable;
  if (unreadable !== undefined) throw unreadable;
  if (config.ini === undefined && credentials.ini === undefined && !mayBeMissing) {
    throw noConfiguration(config);
  }
  const absent = Object.fromEntries(
    [config, credentials].flatMap(({ kind, ini, path, from }) =>
      ini === undefined && path !== undefined && from !== undefined ? [[kind, { path, from }]] : []
    ),
  );
  return {
    configuration: readConfiguration(config.ini, credentials.ini, absent),
    paths: {
      ...(config.path !== undefined && { config: config.path }),
      ...(credentials.path !== undefined && { credentials: credentials.path }),
    },
    ...(config.text !== undefined && { configText: config.text }),
    ...(credentials.text !== undefined && { credentialsText: credentials.text }),
  };
}

function noConfiguration({ path, from, emptyDevice }: FoundFile): SwrError {
  if (path === undefined) {
    return new SwrError("no-home", "cannot look for .aws/config: there is no home folder", [
      "set HOME, or point AWS_CONFIG_FILE to the file",
    ]);
  }
  if (emptyDevice) {
    return new SwrError("config-empty", `the configuration file ${path} is empty`, [
      `${
        from === "AWS_CONFIG_FILE" ? `${from} names it: ` : ""
      }point AWS_CONFIG_FILE to a file with a section [profile NAME] and its role_arn`,
    ]);
  }
  return new SwrError("config-missing", `there is no configuration file at ${path}`, [
    ...pathSlip(path),
    "write one with a section [profile NAME] and its role_arn, or point AWS_CONFIG_FILE to it",
  ]);
}

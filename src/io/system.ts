// AWS's files, certificates, and what swr was started with. Rule: everything here is read before permissions are
// given up, and nothing is written. Imports core, variable and types.

import type { Given } from "../core/arn.ts";
import { SwrError } from "../core/errors.ts";
import { fileLocations } from "../core/file_location.ts";
import { parseIni } from "../core/ini.ts";
import { type Configuration, readConfiguration } from "../core/profile.ts";
import { visible } from "../core/visible.ts";
import type { Libc } from "./libc.ts";
import { variable } from "./variable.ts";

export type System = {
  readonly args: readonly string[];
  /** The C library, loaded and opened for the first who asks. */
  readonly libc: () => Promise<Libc | undefined>;
  readonly version: string;
  /** The commit that was built; `source` where nothing was built. */
  readonly commit: string;
};

/** AWS's two files as they were found, and what they say together. */
export type LoadedFiles = {
  readonly configuration: Configuration;
  /** Absolute paths, also of files that are not there; undefined where there is no home. */
  readonly paths: { readonly config?: string; readonly credentials?: string };
  /** The config file's text; undefined where there is none. */
  readonly configText?: string;
  /** The headers of the credentials file. */
  readonly credentialsSections: readonly string[];
};

/**
 * AWS's two files, read and merged; a file that is not there counts as empty, as in AWS's tools. Most people have no
 * credentials file: where libc is at hand it says so sooner.
 */
export function loadFiles(libc?: Libc): LoadedFiles {
  const platform = Deno.build.os === "windows" ? "windows" : "unix";
  const { config, credentials, from } = fileLocations(variable, platform);
  const configText = readText(config);
  const configFile = configText === undefined ? undefined : parseIni(configText, config!);
  const missing = credentials !== undefined && libc?.isMissing(credentials) === true;
  const credentialsText = missing ? undefined : readText(credentials);
  const credentialsFile = credentialsText === undefined
    ? undefined
    : parseIni(credentialsText, credentials!);
  if (configFile === undefined && credentialsFile === undefined) {
    throw noConfiguration(config, from.config);
  }
  return {
    configuration: readConfiguration(configFile, credentialsFile),
    paths: {
      ...(config !== undefined && { config: absolute(config) }),
      ...(credentials !== undefined && { credentials: absolute(credentials) }),
    },
    ...(configText !== undefined && { configText }),
    credentialsSections: (credentialsFile?.sections ?? []).map(({ header }) => header),
  };
}

function noConfiguration(path: string | undefined, from: string | undefined): SwrError {
  if (path === undefined) {
    return new SwrError("config", "there is no home folder to look for .aws/config in", [
      "set HOME, or point AWS_CONFIG_FILE to the file",
    ]);
  }
  if (isEmptyDevice(path)) {
    return new SwrError("config", `the configuration file ${path} is empty`, [
      `${
        from === "AWS_CONFIG_FILE" ? `${from} names it: ` : ""
      }point AWS_CONFIG_FILE to a file with a section [profile NAME] and its role_arn`,
    ]);
  }
  return new SwrError("config", `there is no configuration file at ${path}`, [
    "write one with a section [profile NAME] and its role_arn, or point AWS_CONFIG_FILE to it",
  ]);
}

/** The path, from the working directory where it is relative. */
export function absolute(path: string): string {
  return /^([/\\]|[A-Za-z]:)/.test(path) ? path : `${Deno.cwd()}/${path}`;
}

/** The words that start this very program again. */
export function ownCommand(): string[] {
  if (Deno.build.standalone) return [Deno.execPath()];
  const main = pathOf(Deno.mainModule);
  const config = pathOf(new URL("../deno.json", Deno.mainModule).href);
  const flags = ["-q", "-P=swr", "--no-prompt", "--cached-only", "--unstable-lazy-dynamic-imports"];
  return [Deno.execPath(), "run", ...flags, "--config", config, main];
}

function pathOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname);
}

/**
 * The authorities of a CA bundle: a file of PEM certificates that count beside the ones Deno trusts. SwrError
 * "config" where it cannot be read or holds none.
 */
export function extraAuthorities(bundle: Given | undefined): readonly string[] {
  if (bundle === undefined) return [];
  const path = bundle.value;
  try {
    const info = Deno.statSync(path);
    if (!info.isFile || info.size > LARGEST) {
      throw new Error("it is no regular file of a sensible size");
    }
    const text = Deno.readTextFileSync(path);
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
    if (found === null) throw new Error("there is no certificate in it");
    return found;
  } catch (error) {
    const why = error instanceof Error ? error.message.split(/[,(]/)[0]!.trim() : "";
    throw new SwrError("config", `cannot use the CA bundle ${visible(path)}: ${visible(why)}`, [
      `it comes from ${bundle.from}: correct it, or remove the setting`,
    ]);
  }
}

const LARGEST = 16 * 1024 * 1024;

/** Whether it is a character device, such as /dev/null, which is a way to say "none". */
export function isEmptyDevice(path: string): boolean {
  try {
    return Deno.statSync(path).isCharDevice === true;
  } catch {
    return false;
  }
}

/** The text of a file; undefined where there is none. SwrError "config" where it cannot be read as one. */
export function readText(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  try {
    const info = Deno.statSync(path);
    // A FIFO would wait for its writer.
    if (info.isCharDevice) return undefined;
    if (!info.isFile) {
      throw unreadable(path, info.isDirectory ? "it is a directory" : "it is no regular file");
    }
    if (info.size > LARGEST) throw unreadable(path, "it is larger than 16 MiB");
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof SwrError) throw error;
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return undefined;
    }
    throw unreadable(path, error instanceof Error ? error.message.split(/[,(]/)[0]!.trim() : "");
  }
}

function unreadable(path: string, why: string): SwrError {
  return new SwrError("config", `cannot read ${visible(path)}: ${why}`, [
    "correct it, or point AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE elsewhere",
  ]);
}

// Files, read whole and within limits.
// Rule: everything here is read before permissions are given up; nothing is written.

import { SwrError } from "../text/errors.ts";
import type { Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";
import type { Libc } from "./libc.ts";
import { IS_WINDOWS } from "./process.ts";
import { variable } from "./variable.ts";
import { windowsAbsolute } from "./windows_programs.ts";

/** The files of this machine. With libc, a missing file is noticed sooner. */
export function fileAccess(libc?: Libc) {
  return {
    env: variable,
    platform: IS_WINDOWS ? "windows" as const : "unix" as const,
    read: (path: string | undefined) =>
      path !== undefined && libc?.isMissing(path) === true ? undefined : readText(path),
    isEmptyDevice,
    absolute,
  };
}

/** The path, from the working directory where it is relative. */
export function absolute(path: string): string {
  if (IS_WINDOWS) return windowsAbsolute(path, Deno.cwd());
  return path.startsWith("/") ? path : `${Deno.cwd()}/${path}`;
}

/**
 * The authorities of a CA bundle: a file of PEM certificates that count beside the ones Deno trusts. SwrError
 * "config" where it cannot be read or holds none.
 */
export function extraAuthorities(
  bundle: Setting | undefined,
): readonly string[] {
  if (bundle === undefined) return [];
  const path = bundle.value;
  try {
    const info = Deno.statSync(path);
    if (!info.isFile || info.size > LARGEST) {
      throw new Error("it is not a regular file, or larger than 16 MiB");
    }
    const text = Deno.readTextFileSync(path);
    const found = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
    if (found === null) throw new Error("it contains no certificate");
    const bad = found.findIndex((pem) => !isCertificate(pem));
    if (bad >= 0) {
      const line = text.slice(0, text.indexOf(found[bad]!)).split("\n").length;
      throw new Error(`the certificate at line ${line} is damaged`);
    }
    return found;
  } catch (error) {
    const why = error instanceof Error ? error.message.split(/[,(]/)[0]!.trim() : "";
    throw new SwrError(
      "ca-bundle-unusable",
      `cannot use the CA bundle ${visible(path)}: ${visible(why)}`,
      [
        "correct it, or remove the setting",
      ],
      { origin: bundle.origin },
    );
  }
}

/** Whether the base64 between the lines decodes to one DER sequence of just that length (RFC 7468, section 5). */
function isCertificate(pem: string): boolean {
  try {
    const der = Uint8Array.fromBase64(pem.replaceAll(/-----[A-Z ]+-----|\s/g, ""));
    const sequence = 0x30;
    if (der[0] !== sequence || der[1] === undefined) return false;
    if (der[1] < 0x80) return der.length === 2 + der[1];
    const digits = der[1] - 0x80;
    const length = der.subarray(2, 2 + digits).reduce((sum, byte) => sum * 256 + byte, 0);
    return digits > 0 && digits <= 4 && der.length === 2 + digits + length;
  } catch {
    return false;
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
      throw unreadable(path, info.isDirectory ? "it is a directory" : "it is not a regular file");
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

/** The text of a regular file of at most so many bytes; undefined for anything else, or if it cannot be read. */
export function readSmall(path: string, most: number): string | undefined {
  try {
    const { isFile, size } = Deno.statSync(path);
    // Opening a FIFO would wait for its writer.
    return isFile && size <= most ? Deno.readTextFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

function unreadable(path: string, why: string): SwrError {
  return new SwrError("file-unreadable", `cannot read ${visible(path)}: ${why}`, [
    "correct it, or point AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE elsewhere",
  ]);
}

// The authorities of a CA bundle: a file of PEM certificates that count beside the ones Deno trusts.
// Rule: a certificate that cannot be read spoils the file, named with its line, before anything is sent.

import { SwrError } from "../text/errors.ts";
import type { Setting } from "../text/origin.ts";
import { visible } from "../text/visible.ts";

const LARGEST = 16 * 1024 * 1024;

/** The certificates of the file, in PEM; none without one. SwrError "ca-bundle-unusable" if it cannot be used. */
export function extraAuthorities(bundle: Setting | undefined): readonly string[] {
  if (bundle === undefined) return [];
  const path = bundle.value;
  try {
    const info = Deno.statSync(path);
    if (!info.isFile || info.size > LARGEST) {
      throw new Error("it is not a regular file, or larger than 16 MiB");
    }
    return certificatesIn(Deno.readTextFileSync(path));
  } catch (error) {
    const why = error instanceof Error ? error.message.split(/[,(]/)[0]!.trim() : "";
    throw new SwrError(
      "ca-bundle-unusable",
      `cannot use the CA bundle ${visible(path)}: ${visible(why)}`,
      ["correct it, or remove the setting"],
      { origin: bundle.origin },
    );
  }
}

/** The labels that OpenSSL reads a certificate below (PEM_read_bio_X509_AUX(3)); Deno knows the first. */
const BEGIN = /-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----/g;

/** The certificates of a text, each under the label that Deno knows. An Error says what is wrong. */
export function certificatesIn(text: string): string[] {
  const found = [...text.matchAll(BEGIN)].map(({ 0: begin, 1: label, index }) => {
    const line = text.slice(0, index).split("\n").length;
    const from = index + begin.length;
    const base64 = /^[^-]*/.exec(text.slice(from))![0];
    if (!text.startsWith(`-----END ${label}-----`, from + base64.length)) {
      throw new Error(`the certificate at line ${line} has no end`);
    }
    const der = firstSequence(base64, label === "TRUSTED CERTIFICATE");
    if (der === undefined) throw new Error(`the certificate at line ${line} is damaged`);
    const lines = der.toBase64().match(/.{1,64}/g)!;
    return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----"].join("\n");
  });
  if (found.length === 0) throw new Error("it contains no certificate");
  return found;
}

/**
 * The DER sequence of which the base64 consists (RFC 7468, section 5), or begins with if more may follow, as OpenSSL's
 * notes on trust do; undefined if it is none.
 */
function firstSequence(base64: string, mayFollow: boolean): Uint8Array | undefined {
  let der: Uint8Array;
  try {
    der = Uint8Array.fromBase64(base64.replaceAll(/\s/g, ""));
  } catch {
    return undefined;
  }
  const [tag, size = 0x80] = der;
  const digits = size < 0x80 ? 0 : size - 0x80;
  if (tag !== 0x30 || digits > 4 || size === 0x80) return undefined;
  const length = digits === 0
    ? size
    : der.subarray(2, 2 + digits).reduce((sum, byte) => sum * 256 + byte, 0);
  const end = 2 + digits + length;
  return der.length === end || (mayFollow && der.length > end) ? der.subarray(0, end) : undefined;
}

// Signature Version 4, verified: the request is signed again with the key it names, and the two compared.
// The arithmetic is @smithy/signature-v4's; what must be signed at all is checked here.
// Source: "AWS Signature Version 4 for API requests" in the IAM User Guide.

import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

/** What an Authorization header claims. */
export type Claim = {
  accessKeyId: string;
  region: string;
  service: string;
  signedHeaders: string[];
  signature: string;
  /** X-Amz-Date as written, `20260101T000000Z`, and in milliseconds. */
  date: string;
  signedAt: number;
  sessionToken?: string;
};

export type Key = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 +Credential=(\w+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=([a-z0-9;-]+), *Signature=([0-9a-f]{64})$/;

/** What the request claims about its signature; undefined where that is not even well-formed. */
export function claimOf(headers: Headers): Claim | undefined {
  const match = AUTHORIZATION.exec(headers.get("authorization") ?? "");
  const date = headers.get("x-amz-date") ?? "";
  const signedAt = milliseconds(date);
  if (match === null || Number.isNaN(signedAt)) return undefined;
  const [, accessKeyId, day, region, service, signedHeaders, signature] = match as unknown as
    & string[]
    & { 1: string; 2: string; 3: string; 4: string; 5: string; 6: string };
  if (!date.startsWith(day)) return undefined;
  const sessionToken = headers.get("x-amz-security-token");
  return {
    accessKeyId,
    region,
    service,
    signedHeaders: signedHeaders.split(";"),
    signature,
    date,
    signedAt,
    ...(sessionToken !== null && { sessionToken }),
  };
}

/** Whether the request was signed with that key, over at least host, date, session token and body. */
export async function isSignedWith(
  key: Key,
  claim: Claim,
  request: Request,
  body: string,
): Promise<boolean> {
  const required = ["host", "x-amz-date", ...(claim.sessionToken ? ["x-amz-security-token"] : [])];
  if (!required.every((name) => claim.signedHeaders.includes(name))) return false;
  const headers = Object.fromEntries(
    claim.signedHeaders.map((name) => [name, request.headers.get(name) ?? ""]),
  );
  const bodyHash = headers["x-amz-content-sha256"];
  if (bodyHash !== undefined && bodyHash !== await sha256(body)) return false;
  const url = new URL(request.url);
  const signer = new SignatureV4({
    credentials: key,
    region: claim.region,
    service: claim.service,
    sha256: Sha256,
    applyChecksum: false,
  });
  const again = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
      body,
    },
    {
      signingDate: new Date(claim.signedAt),
      signableHeaders: new Set(claim.signedHeaders),
    },
  );
  return again.headers["authorization"]!.endsWith(`Signature=${claim.signature}`);
}

/** A time as a signature writes it: `20260101T000000Z`. */
export function signatureTime(time: number): string {
  return new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, "");
}

function milliseconds(date: string): number {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, "$1-$2-$3:$4:$5");
  return iso === date ? NaN : Date.parse(iso);
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
}

// Signature Version 4, verified: the request is signed again with the key it names, and the two compared.
// The arithmetic is @smithy/signature-v4's; what must be signed at all is checked here.

import { Sha256 } from "@aws-crypto/sha256-js";
import { SignatureV4 } from "@smithy/signature-v4";

export type SignedBy = { accessKeyId: string; signedAt: number; sessionToken?: string };

type Key = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([a-z0-9-]+)\/sts\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** Who says to have signed the request; undefined where it is not signed for STS. */
export function claimedSigner(request: Request): SignedBy | undefined {
  const match = AUTHORIZATION.exec(request.headers.get("authorization") ?? "");
  const date = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
    request.headers.get("x-amz-date") ?? "",
  );
  if (match === null || date === null) return undefined;
  const [, y, mo, d, h, mi, s] = date.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const sessionToken = request.headers.get("x-amz-security-token");
  return {
    accessKeyId: match[1]!,
    signedAt: Date.UTC(y, mo - 1, d, h, mi, s),
    ...(sessionToken !== null && { sessionToken }),
  };
}

/** Whether the request was signed with that key, over at least host, date and body. */
export async function isSignedWith(key: Key, request: Request, body: string): Promise<boolean> {
  const [, , region, signed, signature] = AUTHORIZATION.exec(
    request.headers.get("authorization")!,
  )!;
  const names = signed!.split(";");
  if (!names.includes("host") || !names.includes("x-amz-date")) return false;
  const url = new URL(request.url);
  const headers = Object.fromEntries(
    names.map((name) => [name, name === "host" ? url.host : request.headers.get(name) ?? ""]),
  );
  const given = headers["x-amz-content-sha256"];
  if (given !== undefined && given !== await sha256(body)) return false;
  const signer = new SignatureV4({
    credentials: key,
    region: region!,
    service: "sts",
    sha256: Sha256,
    applyChecksum: false,
  });
  const again = await signer.sign(
    {
      method: request.method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: {},
      headers,
      body,
    },
    {
      signingDate: new Date(claimedSigner(request)!.signedAt),
      signableHeaders: new Set(names),
    },
  );
  return again.headers["authorization"]?.endsWith(`Signature=${signature}`) ?? false;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

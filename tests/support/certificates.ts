// Certificates for loopback servers that speak TLS: a private CA made for one run, and a leaf that it signed.
// Rule: nothing is kept and nothing is trusted by default; a client is given the CA. (A lone self-signed leaf will
// not do: rustls, and so Deno, refuses a CA certificate as an end entity.)

// @peculiar/x509 is built on tsyringe, which needs this polyfill to be loaded first.
import "reflect-metadata";
import * as x509 from "@peculiar/x509";

export type Certificates = {
  /** For the client: `Deno.createHttpClient({ caCerts })`, DENO_CERT, AWS_CA_BUNDLE. */
  caPem: string;
  /** For the server. */
  cert: string;
  key: string;
};

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 3600 * 1000;

/** A new CA and a certificate of it for these names; addresses such as `127.0.0.1` count as such. */
export async function makeCertificates(
  names: readonly string[] = ["localhost", "127.0.0.1"],
): Promise<Certificates> {
  const [caKeys, leafKeys] = await Promise.all([newKeyPair(), newKeyPair()]);
  // A day to either side, so that a test may set its clock.
  const validity = {
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + DAY_MS),
    signingAlgorithm: ALGORITHM,
  };
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    serialNumber: "01",
    name: "CN=CA of a test",
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  const leaf = await x509.X509CertificateGenerator.create({
    ...validity,
    serialNumber: "02",
    subject: `CN=${names[0]}`,
    issuer: ca.subject,
    publicKey: leafKeys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names.map(generalName)),
      // Python's ssl, from 3.13 on, insists on this one.
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey),
    ],
  });
  return {
    caPem: ca.toString("pem"),
    cert: leaf.toString("pem"),
    key: x509.PemConverter.encode(
      await crypto.subtle.exportKey("pkcs8", leafKeys.privateKey),
      "PRIVATE KEY",
    ),
  };
}

function generalName(value: string): x509.JsonGeneralName {
  return { type: /^[\d.]+$|:/.test(value) ? "ip" : "dns", value };
}

async function newKeyPair(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]) as CryptoKeyPair;
}

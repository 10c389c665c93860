// CA bundles: what OpenSSL reads is read, and what is wrong is named with its line.

import assert from "node:assert/strict";
import { certificatesIn, extraAuthorities } from "../../src/os/ca_bundle.ts";
import { makeCertificates } from "../support/certificates.ts";

const { caPem } = await makeCertificates();
const PEM = caPem.trim();

function labelled(label: string, pem = PEM): string {
  return pem.replaceAll(/(BEGIN|END) CERTIFICATE/g, `$1 ${label}`);
}

Deno.test("every label that OpenSSL knows is read, with any line end and with text around it", () => {
  const [plain] = certificatesIn(PEM);
  assert.equal(plain!.replaceAll("\n", ""), PEM.replaceAll(/\r?\n/g, ""));
  for (
    const text of [
      `# a comment\n${PEM}\nmore`,
      PEM.replaceAll("\n", "\r\n"),
      labelled("X509 CERTIFICATE"),
      labelled("TRUSTED CERTIFICATE"),
    ]
  ) assert.deepEqual(certificatesIn(text), [plain]);
  assert.deepEqual(certificatesIn(`${PEM}\n${PEM}`), [plain, plain]);
});

Deno.test("OpenSSL's notes on trust after a certificate are left out", () => {
  const der = Uint8Array.fromBase64(PEM.replaceAll(/-----[A-Z ]+-----|\s/g, ""));
  const more = new Uint8Array([...der, 0x30, 0x02, 0x30, 0x00]).toBase64();
  const pem = `-----BEGIN CERTIFICATE-----\n${more}\n-----END CERTIFICATE-----`;
  assert.deepEqual(certificatesIn(labelled("TRUSTED CERTIFICATE", pem)), certificatesIn(PEM));
  assert.throws(() => certificatesIn(pem), { message: "the certificate at line 1 is damaged" });
});

Deno.test("a certificate that is damaged or has no end is named by its line", () => {
  const next = PEM.split("\n").length + 1;
  const bad = "-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----";
  for (
    const [text, message] of [
      ["nothing", "it contains no certificate"],
      [
        "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----",
        "it contains no certificate",
      ],
      [`${PEM}\n${bad}`, `the certificate at line ${next} is damaged`],
      [`${PEM}\n${PEM.slice(0, -30)}`, `the certificate at line ${next} has no end`],
      [PEM.slice(0, 200), "the certificate at line 1 has no end"],
    ] as const
  ) assert.throws(() => certificatesIn(text), { message });
});

Deno.test("a file that cannot be used is refused with where it is named, and none is none", () => {
  assert.deepEqual(extraAuthorities(undefined), []);
  const origin = { kind: "variable", name: "AWS_CA_BUNDLE" } as const;
  for (const value of ["/no/such/file", "/"]) {
    assert.throws(
      () => extraAuthorities({ value, origin }),
      { code: "ca-bundle-unusable", origin, message: /^cannot use the CA bundle / },
    );
  }
});

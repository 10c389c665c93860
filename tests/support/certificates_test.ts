// The certificates, as a TLS client meets them.

import assert from "node:assert/strict";
import { makeCertificates } from "./certificates.ts";

async function handshake(cert: string, key: string, caPem: string, name: string): Promise<string> {
  const listener = Deno.listenTls({ hostname: "127.0.0.1", port: 0, cert, key });
  const { port } = listener.addr as Deno.NetAddr;
  const served = listener.accept().then(async (connection) => {
    using _closed = connection;
    await connection.handshake();
  }).catch(() => {});
  try {
    const tcp = await Deno.connect({ hostname: "127.0.0.1", port });
    using connection = await Deno.startTls(tcp, { hostname: name, caCerts: [caPem] });
    await connection.handshake();
    return "trusted";
  } catch (error) {
    return (error as Error).message;
  } finally {
    await served;
    listener.close();
  }
}

Deno.test("makeCertificates() gives a leaf for its names, that its CA vouches for", async () => {
  const { cert, key, caPem } = await makeCertificates(["sts.example.org", "127.0.0.1"]);
  assert.equal(await handshake(cert, key, caPem, "sts.example.org"), "trusted");
  assert.equal(await handshake(cert, key, caPem, "127.0.0.1"), "trusted");
  assert.match(await handshake(cert, key, caPem, "other.example.org"), /not valid for name/);
  const another = await makeCertificates();
  assert.match(
    await handshake(cert, key, another.caPem, "sts.example.org"),
    /BadSignature|UnknownIssuer/,
  );
});

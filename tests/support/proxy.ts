// A company's proxy: it opens tunnels to whatever host it is asked for, and says afterwards which these were.
// Rule: it listens on loopback and is gone when the test is.

export type Proxy = AsyncDisposable & {
  readonly url: string;
  /** `host:port` of each tunnel, in the order they were asked for. */
  readonly targets: readonly string[];
};

/** A proxy that opens tunnels (RFC 9110, 9.3.6) and counts them. */
export function startProxy(): Proxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const targets: string[] = [];
  const accepting = (async () => {
    for await (const client of listener) tunnel(client, targets).catch(() => {});
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    targets,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
    },
  };
}

async function tunnel(client: Deno.Conn, targets: string[]): Promise<void> {
  const buffer = new Uint8Array(4096);
  const head = new TextDecoder().decode(buffer.subarray(0, await client.read(buffer) ?? 0));
  const [, hostname, port] = /^CONNECT ([^ :]+):(\d+) HTTP/.exec(head) ?? [];
  if (hostname === undefined) return client.close();
  targets.push(`${hostname}:${port}`);
  const upstream = await Deno.connect({ hostname, port: Number(port) });
  await client.write(new TextEncoder().encode("HTTP/1.1 200 Connection established\r\n\r\n"));
  await Promise.allSettled([
    client.readable.pipeTo(upstream.writable),
    upstream.readable.pipeTo(client.writable),
  ]);
}

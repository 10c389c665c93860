// A company's proxy: it opens tunnels to whatever host it is asked for, and says afterwards which these were.
// Rule: it listens on loopback and is gone when the test is.

export type Proxy = AsyncDisposable & {
  readonly url: string;
  /** `host:port` of each tunnel, in the order they were asked for. */
  readonly targets: readonly string[];
};

/**
 * A proxy that opens tunnels (RFC 9110, 9.3.6) and counts them; all lead to `upstream` if there is one. A silent one
 * counts them, and answers nothing.
 */
export function startProxy(upstream?: string, { silent = false } = {}): Proxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const targets: string[] = [];
  const open: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const client of listener) {
      open.push(client);
      tunnel(client, targets, silent ? null : upstream).catch(() => {});
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    targets,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      if (silent) { for (const client of open) client.close(); }
    },
  };
}

async function tunnel(
  client: Deno.Conn,
  targets: string[],
  upstream: string | undefined | null,
): Promise<void> {
  const buffer = new Uint8Array(4096);
  const head = new TextDecoder().decode(buffer.subarray(0, await client.read(buffer) ?? 0));
  const [, hostname, port] = /^CONNECT ([^ :]+):(\d+) HTTP/.exec(head) ?? [];
  if (hostname === undefined) return client.close();
  targets.push(`${hostname}:${port}`);
  if (upstream === null) return;
  const { hostname: host, port: at } = upstream === undefined
    ? { hostname, port }
    : new URL(upstream);
  const server = await Deno.connect({ hostname: host, port: Number(at) });
  await client.write(new TextEncoder().encode("HTTP/1.1 200 Connection established\r\n\r\n"));
  await Promise.allSettled([
    client.readable.pipeTo(server.writable),
    server.readable.pipeTo(client.writable),
  ]);
}

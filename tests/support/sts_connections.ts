// The way in to the double: a listener that carries bytes to an HTTP server behind it, and speaks TLS where asked.
// It is there because an HTTP handler cannot cut its connection without an answer, nor say which connection it is on.
// Rule: HTTP/1.1 only, as STS itself; nothing is left open after close().

export type Front = {
  port: number;
  /** The client's port behind a port that the HTTP server sees as its peer's; undefined when it is gone. */
  clientPort(peerPort: number): number | undefined;
  /** Cuts the connection in the middle of whatever it does. */
  cut(peerPort: number): void;
  /** The number of connections now open. */
  open(): number;
  close(): Promise<void>;
};

type Pair = { client: Deno.Conn; server: Deno.Conn };

/** Listens on 127.0.0.1, on a free port when `port` is 0. */
export function openFront(
  serverPort: number,
  { port, tls }: { port: number; tls?: { cert: string; key: string } | undefined },
): Front {
  const address = { hostname: "127.0.0.1", port };
  const listener: Deno.Listener = tls === undefined
    ? Deno.listen(address)
    : Deno.listenTls({ ...address, ...tls, alpnProtocols: ["http/1.1"] });
  const pairs = new Map<number, Pair>();
  const carried = new Set<Promise<void>>();
  const accepting = accept();

  async function accept(): Promise<void> {
    for await (const client of listener) {
      const done = carry(client).finally(() => carried.delete(done));
      carried.add(done);
    }
  }

  async function carry(client: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: serverPort });
    const { port: peerPort } = server.localAddr as Deno.NetAddr;
    const pair = { client, server };
    pairs.set(peerPort, pair);
    await Promise.all([copy(client, server, pair), copy(server, client, pair)]);
    pairs.delete(peerPort);
  }

  return {
    port: (listener.addr as Deno.NetAddr).port,
    clientPort(peerPort) {
      return (pairs.get(peerPort)?.client.remoteAddr as Deno.NetAddr | undefined)?.port;
    },
    cut(peerPort) {
      const pair = pairs.get(peerPort);
      if (pair !== undefined) end(pair);
    },
    open: () => pairs.size,
    async close() {
      listener.close();
      await accepting;
      pairs.values().forEach(end);
      await Promise.all(carried);
    },
  };
}

/** Copies until either side ends, however it ends; then there is nothing left to say to either. */
async function copy(from: Deno.Conn, to: Deno.Conn, pair: Pair): Promise<void> {
  const buffer = new Uint8Array(16 * 1024);
  try {
    for (let n = await from.read(buffer); n !== null; n = await from.read(buffer)) {
      for (let written = 0; written < n;) written += await to.write(buffer.subarray(written, n));
    }
  } catch {
    // Cut, by the client or by a test.
  }
  end(pair);
}

function end({ client, server }: Pair): void {
  for (const side of [client, server]) {
    try {
      side.close();
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }
}

// A wire with a length: bytes arrive at the other end half a round trip later, TLS or not, in their order. What the
// client sends first waits a round trip more, as it would for TCP's handshake, whose packets do not pass here.
// Rule: it delays, and changes nothing.

export type Wire = AsyncDisposable & { readonly port: number };

/** Listens on 127.0.0.1 and carries every connection to that port, each way delayed by half of the milliseconds. */
export function openWire(to: number, roundTripMs: number): Wire {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const accepting = accept();

  async function accept(): Promise<void> {
    for await (const client of listener) carry(client);
  }

  async function carry(client: Deno.Conn): Promise<void> {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: to });
    for (const side of [client, server]) open.add(side);
    const connected = performance.now() + roundTripMs;
    await Promise.all([copy(client, server, connected), copy(server, client)]);
  }

  /** `since`: no byte leaves before that time. */
  async function copy(from: Deno.Conn, into: Deno.Conn, since = 0): Promise<void> {
    let last: Promise<unknown> = Promise.resolve();
    try {
      for (let chunk = await next(from); chunk !== null; chunk = await next(from)) {
        const bytes = chunk;
        const waits = Math.max(0, since - performance.now());
        const arrival = new Promise((resolve) => setTimeout(resolve, waits + roundTripMs / 2));
        last = Promise.all([last, arrival]).then(() => into.write(bytes));
        last.catch(() => {});
      }
      await last;
    } catch {
      // Ended by either side.
    }
    for (const side of [from, into]) {
      if (open.delete(side)) side.close();
    }
  }

  return {
    port: listener.addr.port,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const side of open) side.close();
      open.clear();
    },
  };
}

async function next(from: Deno.Conn): Promise<Uint8Array | null> {
  const buffer = new Uint8Array(16 * 1024);
  const read = await from.read(buffer);
  return read === null ? null : buffer.subarray(0, read);
}

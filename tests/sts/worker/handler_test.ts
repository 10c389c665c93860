// How a request travels when STS, or a proxy before it, does not answer: what may have been sent is told apart from
// what was not, since a code that STS may have seen must not be sent again.

import assert from "node:assert/strict";
import { directHandler, proxiedHandler } from "../../../src/sts/worker/handler.ts";

const REQUEST = { method: "POST", path: "/", headers: {}, body: "Action=AssumeRole" };

/** A server on loopback that reads and never answers, or does what `act` does with the connection. */
function server(act: (conn: Deno.Conn) => unknown = () => {}) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open: Deno.Conn[] = [];
  const accepting = (async () => {
    for await (const conn of listener) {
      open.push(conn);
      conn.read(new Uint8Array(1024)).then(() => act(conn), () => {});
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const conn of open) {
        try {
          conn.close();
        } catch {
          // The other side, or `act`, was first.
        }
      }
      await accepting;
    },
  };
}

async function writeAll(conn: Deno.Conn, text: string): Promise<void> {
  for (let rest = new TextEncoder().encode(text); rest.length > 0;) {
    rest = rest.subarray(await conn.write(rest));
  }
}

for (const handler of [directHandler, proxiedHandler]) {
  Deno.test(`${handler.name}: a request that is not answered in time may have arrived`, async () => {
    await using silent = server();
    await assert.rejects(handler(silent.url, [], 200).handle(REQUEST), {
      name: "ConnectionLost",
      message: "no answer within 0.2 seconds",
      // The SDK would wait as long again.
      code: undefined,
    });
  });

  Deno.test(`${handler.name}: a connection that ends without an answer may have brought the request`, async () => {
    await using rude = server((conn) => conn.close());
    await assert.rejects(handler(rude.url, []).handle(REQUEST), {
      name: "ConnectionLost",
      message: /^the connection ended before the answer/,
    });
  });

  Deno.test(`${handler.name}: an answer that breaks off may have been that of a code used up`, async () => {
    await using short = server(async (conn) => {
      await conn.write(
        new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf"),
      );
      conn.close();
    });
    await assert.rejects(handler(short.url, []).handle(REQUEST), { name: "ConnectionLost" });
  });

  Deno.test(`${handler.name}: an answer in chunks is read, also of one that is large`, async () => {
    const large = "x".repeat(500_000);
    await using chunked = server(async (conn) => {
      const text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" +
        `3\r\nabc\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
      await writeAll(conn, text);
    });
    const { response } = await handler(chunked.url, []).handle(REQUEST);
    assert.equal(new TextDecoder().decode(response.body), `abc${large}`);
  });

  Deno.test(`${handler.name}: where STS is asked for its clock again nothing is sent again`, async () => {
    let requests = 0;
    await using counting = server(async (conn) => {
      requests += 1;
      await writeAll(conn, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    const warmed = handler(counting.url, []);
    await warmed.warm();
    await warmed.warm();
    assert.equal(requests, 1);
  });

  Deno.test(`${handler.name}: where there is no connection nothing was sent`, async () => {
    const gone = server();
    await gone[Symbol.asyncDispose]();
    await assert.rejects(handler(gone.url, []).handle(REQUEST), (error: Error) => {
      assert.notEqual(error.name, "ConnectionLost");
      return true;
    });
  });
}

Deno.test("directHandler: where the first request is not answered, the one that counts is not sent", async () => {
  let requests = 0;
  await using silent = server(() => requests += 1);
  const handler = directHandler(silent.url, [], 200);
  handler.warm().catch(() => {});
  await assert.rejects(handler.handle(REQUEST), { name: "Late" });
  assert.equal(requests, 1);
});

Deno.test("directHandler: a first request that was not answered keeps no later one from being sent", async () => {
  let connections = 0;
  await using waking = server((conn) =>
    ++connections === 1 ? undefined : writeAll(conn, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
  );
  const handler = directHandler(waking.url, [], 200);
  await assert.rejects(handler.warm(), { name: "Late" });
  const { response } = await handler.handle(REQUEST);
  assert.equal(response.statusCode, 200);
});

for (const handler of [directHandler, proxiedHandler]) {
  Deno.test(`${handler.name}: an answer that is a redirect has come from somebody`, async () => {
    await using portal = server((conn) =>
      writeAll(conn, "HTTP/1.1 302 Found\r\nlocation: http://portal/\r\ncontent-length: 0\r\n\r\n")
    );
    await assert.rejects(handler(portal.url, []).handle(REQUEST), { name: "ForeignAnswer" });
  });
}

Deno.test("directHandler: what is not HTTP has come from somebody", async () => {
  await using odd = server((conn) => writeAll(conn, "ICY 200 OK\r\n\r\n"));
  await assert.rejects(directHandler(odd.url, []).handle(REQUEST), { name: "ForeignAnswer" });
});

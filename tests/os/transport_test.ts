// How a request travels when STS, or a proxy before it, does not answer: what may have been sent is told apart from
// what was not, since a code that STS may have seen must not be sent again.

import assert from "node:assert/strict";
import { proxiedTransport } from "../../src/os/proxied_transport.ts";
import { directTransport } from "../../src/os/transport.ts";

const REQUEST = { method: "POST", headers: {}, body: "Action=AssumeRole" } as const;

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

for (const transport of [directTransport, proxiedTransport]) {
  Deno.test(`${transport.name}: a request that is not answered in time may have arrived`, async () => {
    await using silent = server();
    await assert.rejects(transport(silent.url, [], 200).send(REQUEST), {
      name: "ConnectionLost",
      message: "no answer within 0.2 seconds",
      // The SDK would wait as long again.
      code: undefined,
    });
  });

  Deno.test(`${transport.name}: a connection that ends without an answer may have brought the request`, async () => {
    await using rude = server((conn) => conn.close());
    await assert.rejects(transport(rude.url, []).send(REQUEST), {
      name: "ConnectionLost",
      message: /^the connection ended before the answer/,
    });
  });

  Deno.test(`${transport.name}: an answer that breaks off may have been that of a code used up`, async () => {
    await using short = server(async (conn) => {
      await conn.write(
        new TextEncoder().encode("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf"),
      );
      conn.close();
    });
    await assert.rejects(transport(short.url, []).send(REQUEST), { name: "ConnectionLost" });
  });

  Deno.test(`${transport.name}: an answer in chunks is read, also of one that is large`, async () => {
    const large = "x".repeat(500_000);
    await using chunked = server(async (conn) => {
      const text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" +
        `3\r\nabc\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
      await writeAll(conn, text);
    });
    const response = await transport(chunked.url, []).send(REQUEST);
    assert.equal(new TextDecoder().decode(response.body), `abc${large}`);
  });

  Deno.test(`${transport.name}: where STS is asked for its clock again nothing is sent again`, async () => {
    let requests = 0;
    await using counting = server(async (conn) => {
      requests += 1;
      await writeAll(conn, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
    });
    const warmed = transport(counting.url, []);
    await warmed.warm();
    await warmed.warm();
    assert.equal(requests, 1);
  });

  Deno.test(`${transport.name}: a path with its query is asked for, and the connection closed`, async () => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const url = `http://127.0.0.1:${listener.addr.port}`;
    const served = (async () => {
      const conn = await listener.accept();
      const buffer = new Uint8Array(4096);
      const head = new TextDecoder().decode(buffer.subarray(0, await conn.read(buffer) ?? 0));
      await writeAll(conn, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
      const rest = await conn.read(buffer).catch(() => null);
      conn.close();
      return { head, rest };
    })();
    const used = transport(url, []);
    const request = {
      method: "GET",
      path: "/a?b=c%20d",
      headers: { "x-y": "z" },
      body: "",
    } as const;
    assert.equal((await used.send(request)).statusCode, 200);
    used.close();
    const { head, rest } = await served;
    listener.close();
    assert.match(head, /^GET \/a\?b=c%20d HTTP\/1\.1\r\n/);
    assert.match(head, /^x-y: z\r$/im);
    // The other side sees its end.
    assert.equal(rest, null);
  });

  Deno.test(`${transport.name}: where there is no connection nothing was sent`, async () => {
    const gone = server();
    await gone[Symbol.asyncDispose]();
    await assert.rejects(transport(gone.url, []).send(REQUEST), (error: Error) => {
      assert.notEqual(error.name, "ConnectionLost");
      return true;
    });
  });
}

Deno.test("proxiedTransport: where the first request is not answered, nothing that counts is sent", async () => {
  let requests = 0;
  await using silent = server(() => requests += 1);
  const transport = proxiedTransport(silent.url, [], 30_000, 100);
  transport.warm().catch(() => {});
  await assert.rejects(transport.send(REQUEST), {
    name: "Error",
    message: "no answer through the proxy within 0.1 seconds: nothing was sent to STS",
  });
  assert.equal(requests, 1);
  // Later it is asked again before anything is sent.
  await assert.rejects(transport.send(REQUEST), { message: /nothing was sent to STS/ });
});

Deno.test("directTransport: where the first request is not answered, the one that counts is not sent", async () => {
  let requests = 0;
  await using silent = server(() => requests += 1);
  const transport = directTransport(silent.url, [], 200);
  transport.warm().catch(() => {});
  await assert.rejects(transport.send(REQUEST), { name: "Late" });
  assert.equal(requests, 1);
});

Deno.test("directTransport: a first request that was not answered keeps no later one from being sent", async () => {
  let connections = 0;
  await using waking = server((conn) =>
    ++connections === 1 ? undefined : writeAll(conn, "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
  );
  const transport = directTransport(waking.url, [], 200);
  await assert.rejects(transport.warm(), { name: "Late" });
  const response = await transport.send(REQUEST);
  assert.equal(response.statusCode, 200);
});

for (const transport of [directTransport, proxiedTransport]) {
  Deno.test(`${transport.name}: an answer that is a redirect means that the request was seen`, async () => {
    await using portal = server((conn) =>
      writeAll(conn, "HTTP/1.1 302 Found\r\nlocation: http://portal/\r\ncontent-length: 0\r\n\r\n")
    );
    await assert.rejects(transport(portal.url, []).send(REQUEST), { name: "ForeignAnswer" });
  });
}

Deno.test("directTransport: an answer that is not HTTP means that the request was seen", async () => {
  await using odd = server((conn) => writeAll(conn, "ICY 200 OK\r\n\r\n"));
  await assert.rejects(directTransport(odd.url, []).send(REQUEST), { name: "ForeignAnswer" });
});

for (const transport of [directTransport, proxiedTransport]) {
  Deno.test(`${transport.name}: an answer of more than a megabyte is none of STS`, async () => {
    await using endless = server(async (conn) => {
      const endlessly = async () => {
        await writeAll(conn, "HTTP/1.1 200 OK\r\n\r\n");
        while (true) await writeAll(conn, "x".repeat(60_000));
      };
      await endlessly().catch(() => {}); // until the other side closes
    });
    await assert.rejects(transport(endless.url, []).send(REQUEST), {
      name: "ForeignAnswer",
      message: /larger than any of AWS's/,
    });
  });
}

Deno.test("directTransport: a header with a line end or another control character is not sent", async () => {
  let requests = 0;
  await using counting = server(() => requests += 1);
  for (const value of ["a\r\nx-injected: yes", "a\nb", "a\0b", "\x7f", "\u010d"]) {
    const headers = { "x-amz-security-token": value };
    await assert.rejects(
      directTransport(counting.url, []).send({ ...REQUEST, headers }),
      /a header of the request contains a control character/,
    );
  }
  assert.equal(requests, 0);
});

Deno.test("directTransport: tiny chunks, padded sizes and lines that end in LF alone are read", async () => {
  const parts = Array.from({ length: 5000 }, () => "  1 ;x=y\na\n");
  await using odd = server((conn) =>
    writeAll(conn, `HTTP/1.1 200 OK\ntransfer-encoding: chunked\n\n${parts.join("")}0\n\n`)
  );
  const { body } = await directTransport(odd.url, []).send(REQUEST);
  assert.equal(new TextDecoder().decode(body), "a".repeat(5000));
});

Deno.test("directTransport: an endless head, or a length beyond all bounds, is none of STS", async () => {
  for (
    const text of [
      `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(300)}\r\n`,
      `HTTP/1.1 200 OK\r\nx: ${"y".repeat(100_000)}\r\n\r\n`,
      "HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n",
      "HTTP/1.1 100 Continue\r\n\r\n".repeat(20),
    ]
  ) {
    await using odd = server((conn) => writeAll(conn, text).catch(() => {}));
    await assert.rejects(directTransport(odd.url, []).send(REQUEST), { name: "ForeignAnswer" });
  }
});

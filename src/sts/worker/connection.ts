// One connection to STS, opened before it is needed and used for one request at a time. Why not fetch: Deno's fetch
// sends a POST once more when a reused connection ends before the answer (denoland/deno#32566, #35610), and a code
// that STS may have consumed must never be sent twice. Here a request is written once, and an idle connection that the
// server closes is noticed, since a read is always waiting on it.
// Rule: HTTP/1.1 as far as STS speaks it (RFC 9112): one answer a request, of a known length, chunked or to the end.

export type Answer = {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array<ArrayBuffer>;
};

type Address = {
  readonly hostname: string;
  readonly port: number;
  readonly tls: boolean;
  /** Authorities beside the ones Deno trusts, in PEM. */
  readonly caCerts: string[];
};

/** STS answers with some two kilobytes; more than this is not STS. */
const LARGEST_ANSWER = 1 << 20;

/** A connection lost while a request was on its way: nobody knows whether STS saw it. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  /** What the SDK takes for a reason to try again, where trying again is allowed. */
  readonly code: string | undefined;

  constructor(
    message: string,
    { again = true, ...options }: ErrorOptions & { again?: boolean } = {},
  ) {
    super(message, options);
    this.code = again ? "ECONNRESET" : undefined;
  }
}

/** What came is no answer of STS's: it has been reached, or something in its place. */
export class ForeignAnswer extends Error {
  override readonly name = "ForeignAnswer";
}

export class Connection {
  #buffer = new Uint8Array(0);
  #ended = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  private constructor(readonly conn: Deno.Conn) {
    this.#pump();
  }

  static async open({ hostname, port, tls, caCerts }: Address): Promise<Connection> {
    const conn = tls
      ? await Deno.connectTls({ hostname, port, caCerts, alpnProtocols: ["http/1.1"] })
      : await Deno.connect({ hostname, port });
    // connectTls returns before the hands are shaken: a certificate that is not trusted shows here.
    if ("handshake" in conn) await (conn as Deno.TlsConn).handshake();
    return new Connection(conn);
  }

  /** Whether a request can be written: the server has not closed it, nor said anything unasked. */
  get usable(): boolean {
    return !this.#ended && this.#buffer.length === 0;
  }

  /** Writes the request once and reads its answer. ConnectionLost where the connection ends before. */
  async exchange(method: string, head: string, body: Uint8Array): Promise<Answer> {
    const bytes = new TextEncoder().encode(head);
    const request = new Uint8Array(bytes.length + body.length);
    request.set(bytes);
    request.set(body, bytes.length);
    try {
      for (let rest = request; rest.length > 0;) rest = rest.subarray(await this.conn.write(rest));
    } catch (error) {
      throw new ConnectionLost("the connection ended while the request was sent", { cause: error });
    }
    return await this.#readAnswer(method);
  }

  close(): void {
    this.#ended = true;
    try {
      this.conn.close();
    } catch {
      // Closed already.
    }
  }

  /** Reads whatever comes, also while nothing is asked: that is how an idle connection's end is noticed. */
  async #pump(): Promise<void> {
    const chunk = new Uint8Array(16384);
    try {
      while (!this.#ended) {
        const read = await this.conn.read(chunk);
        if (read === null) break;
        const joined = new Uint8Array(this.#buffer.length + read);
        joined.set(this.#buffer);
        joined.set(chunk.subarray(0, read), this.#buffer.length);
        this.#buffer = joined;
        if (joined.length > LARGEST_ANSWER) {
          throw new ForeignAnswer("the answer is larger than any of STS");
        }
        this.#wake?.();
      }
    } catch (error) {
      this.#failure = error;
    }
    this.close();
    this.#wake?.();
  }

  async #readAnswer(method: string): Promise<Answer> {
    const head = new TextDecoder("latin1").decode(await this.#through("\r\n\r\n"));
    const [status = "", ...lines] = head.trimEnd().split("\r\n");
    const statusCode = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(status)?.[1]);
    if (!Number.isInteger(statusCode)) throw new ForeignAnswer("the answer is not HTTP/1.1");
    const headers = Object.fromEntries(
      lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }),
    );
    if (statusCode >= 100 && statusCode < 200) return await this.#readAnswer(method);
    const body = await this.#readBody(method, statusCode, headers);
    if (/\bclose\b/i.test(headers.connection ?? "")) this.close();
    return { statusCode, headers, body };
  }

  async #readBody(
    method: string,
    statusCode: number,
    headers: Record<string, string>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    if (method === "HEAD" || statusCode === 204 || statusCode === 304) return new Uint8Array(0);
    if (/\bchunked\b/i.test(headers["transfer-encoding"] ?? "")) return await this.#readChunks();
    const length = headers["content-length"];
    if (length !== undefined) {
      if (!/^\d{1,9}$/.test(length)) throw new ForeignAnswer("the answer's length is malformed");
      return await this.#take(Number(length));
    }
    while (!this.#ended) await this.#more();
    return await this.#take(this.#buffer.length);
  }

  async #readChunks(): Promise<Uint8Array<ArrayBuffer>> {
    const body = new Uint8Array(LARGEST_ANSWER);
    let length = 0;
    while (true) {
      const line = new TextDecoder("latin1").decode(await this.#through("\r\n"));
      const size = /^([0-9a-f]{1,7})\s*(?:;.*)?\r\n$/i.exec(line)?.[1];
      if (size === undefined) throw new ForeignAnswer("the answer's chunks are malformed");
      const count = parseInt(size, 16);
      if (count === 0) break;
      if (length + count > LARGEST_ANSWER) {
        throw new ForeignAnswer("the answer is larger than any of STS");
      }
      body.set(await this.#take(count), length);
      length += count;
      await this.#take(2);
    }
    while ((await this.#through("\r\n")).length > 2);
    return body.slice(0, length);
  }

  /** The bytes up to and with the mark. */
  async #through(mark: string): Promise<Uint8Array<ArrayBuffer>> {
    while (true) {
      const at = new TextDecoder("latin1").decode(this.#buffer).indexOf(mark);
      if (at >= 0) return await this.#take(at + mark.length);
      await this.#more();
    }
  }

  async #take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#buffer.length < count) await this.#more();
    const taken = this.#buffer.slice(0, count);
    this.#buffer = this.#buffer.slice(count);
    return taken;
  }

  async #more(): Promise<void> {
    if (this.#ended) {
      const cause = this.#failure === undefined ? {} : { cause: this.#failure };
      throw new ConnectionLost("the connection ended before the answer", cause);
    }
    await new Promise<void>((resolve) => this.#wake = resolve);
  }
}

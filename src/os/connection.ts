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

/** What is sent; `target` with the query. Host and content-length are added. */
type Request = {
  readonly method: string;
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** STS answers with some two kilobytes; more than this is not STS. */
export const LARGEST_ANSWER = 1 << 20;
const LONGEST_HEAD = 64 * 1024;
const MOST_HEADERS = 200;
const MOST_INTERIM = 10;
const LF = 10;

/** A connection lost while a request was on its way: STS may or may not have seen it. */
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

/** What came is not an answer of STS: STS, or something in its place, was reached. */
export class ForeignAnswer extends Error {
  override readonly name = "ForeignAnswer";
}

export class Connection {
  /** What has come and is not taken yet: the bytes of #buffer from #start to #end. */
  #buffer = new Uint8Array(16_384);
  #start = 0;
  #end = 0;
  #ended = false;
  #failure: unknown;
  #wake: (() => void) | undefined;

  private constructor(readonly conn: Deno.Conn, readonly host: string) {
    this.#pump();
  }

  /** Opens one to the host of an http or https URL; the authorities (PEM) count beside those that Deno trusts. */
  static async open(url: URL, caCerts: readonly string[]): Promise<Connection> {
    const tls = url.protocol === "https:";
    const hostname = url.hostname.replace(/^\[|\]$/g, "");
    const conn = await Deno.connect({ hostname, port: Number(url.port || (tls ? 443 : 80)) });
    // Else a request of two segments waits for the server's delayed acknowledgement of the first (RFC 9293, 3.8.6.3).
    conn.setNoDelay(true);
    if (!tls) return new Connection(conn, url.host);
    const options = { hostname, caCerts: [...caCerts], alpnProtocols: ["http/1.1"] };
    const secure = await Deno.startTls(conn, options);
    // startTls returns before the handshake: a certificate that is not trusted shows here.
    await secure.handshake();
    return new Connection(secure, url.host);
  }

  /** Whether a request can be written: the server has not closed it, nor said anything unasked. */
  get usable(): boolean {
    return !this.#ended && this.#start === this.#end;
  }

  /** Writes the request once and reads its answer. ConnectionLost if the connection ends before. */
  async exchange({ method, target, headers, body }: Request): Promise<Answer> {
    const encoder = new TextEncoder();
    const length = String(encoder.encode(body).length);
    const fields = Object.entries({ host: this.host, "content-length": length, ...headers });
    const lines = [
      `${method} ${target} HTTP/1.1`,
      ...fields.map(([name, value]) => `${name}: ${value}`),
    ];
    // A line end inside would begin a header, or a request, that was not decided.
    if (lines.some((line) => !/^[\x20-\x7e]+$/.test(line))) {
      throw new TypeError("a header of the request contains a control character");
    }
    const request = encoder.encode(`${lines.join("\r\n")}\r\n\r\n${body}`);
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
    const chunk = new Uint8Array(16_384);
    try {
      while (!this.#ended) {
        const read = await this.conn.read(chunk);
        if (read === null) break;
        if (this.#end - this.#start + read > LARGEST_ANSWER) throw tooLarge();
        this.#append(chunk.subarray(0, read));
        this.#wake?.();
      }
    } catch (error) {
      this.#failure = error;
    }
    this.close();
    this.#wake?.();
  }

  /** Grows by doubling, so that the work is linear in what comes. */
  #append(bytes: Uint8Array): void {
    if (this.#end + bytes.length > this.#buffer.length) {
      const waiting = this.#buffer.subarray(this.#start, this.#end);
      const size = Math.max(this.#buffer.length, 2 * (waiting.length + bytes.length));
      const buffer = new Uint8Array(size);
      buffer.set(waiting);
      [this.#buffer, this.#start, this.#end] = [buffer, 0, waiting.length];
    }
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  async #readAnswer(method: string): Promise<Answer> {
    // Interim answers (RFC 9110, 15.2) come before the one that counts.
    for (let interim = 0; interim <= MOST_INTERIM; interim++) {
      const [status = "", ...lines] = await this.#head();
      const statusCode = Number(/^HTTP\/1\.[01] (\d{3})(?: |$)/.exec(status)?.[1]);
      if (!Number.isInteger(statusCode)) throw new ForeignAnswer("the answer is not HTTP/1.1");
      if (statusCode >= 100 && statusCode < 200) continue;
      const headers = Object.fromEntries(lines.map((line) => {
        const colon = line.indexOf(":");
        return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
      }));
      const body = await this.#readBody(method, statusCode, headers);
      if (/\bclose\b/i.test(headers.connection ?? "")) this.close();
      return { statusCode, headers, body };
    }
    throw new ForeignAnswer("the answer has too many interim answers before it");
  }

  /** The lines up to the empty one. */
  async #head(): Promise<string[]> {
    const lines: string[] = [];
    for (let size = 0;;) {
      const line = await this.#line();
      if (line === "") return lines;
      size += line.length;
      if (size > LONGEST_HEAD || lines.push(line) > MOST_HEADERS) {
        throw new ForeignAnswer("the answer's head is larger than any of AWS's");
      }
    }
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
      if (Number(length) > LARGEST_ANSWER) throw tooLarge();
      return await this.#take(Number(length));
    }
    while (!this.#ended) await this.#more();
    if (this.#failure !== undefined) throw this.#lost();
    return await this.#take(this.#end - this.#start);
  }

  async #readChunks(): Promise<Uint8Array<ArrayBuffer>> {
    const body = new Uint8Array(LARGEST_ANSWER);
    let length = 0;
    while (true) {
      // Some servers pad the size (RFC 9112, 7.1, allows blanks before an extension only; RFC 7230 none).
      const size = /^[ \t]*([0-9a-f]{1,16})[ \t]*(?:;.*)?$/i.exec(await this.#line())?.[1];
      if (size === undefined) throw new ForeignAnswer("the answer's chunks are malformed");
      const count = parseInt(size, 16);
      if (count === 0) break;
      if (length + count > LARGEST_ANSWER) throw tooLarge();
      body.set(await this.#take(count), length);
      length += count;
      if (await this.#line() !== "") throw new ForeignAnswer("the answer's chunks are malformed");
    }
    for (let trailers = 0; await this.#line() !== ""; trailers++) {
      if (trailers > MOST_HEADERS) throw tooLarge();
    }
    return body.slice(0, length);
  }

  /** One line without its end: CR LF, or LF alone (RFC 9112, 2.2). */
  async #line(): Promise<string> {
    for (let searched = 0;;) {
      const at = this.#buffer.subarray(0, this.#end).indexOf(LF, this.#start + searched);
      if (at >= 0) {
        const bytes = await this.#take(at + 1 - this.#start);
        return new TextDecoder("latin1").decode(bytes).replace(/\r?\n$/, "");
      }
      searched = this.#end - this.#start;
      if (searched > LONGEST_HEAD) {
        throw new ForeignAnswer("a line of the answer is longer than any of AWS's");
      }
      await this.#more();
    }
  }

  async #take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    while (this.#end - this.#start < count) await this.#more();
    const taken = this.#buffer.slice(this.#start, this.#start + count);
    this.#start += count;
    return taken;
  }

  /** Why no more comes. */
  #lost(): Error {
    if (this.#failure instanceof ForeignAnswer) return this.#failure;
    const cause = this.#failure === undefined ? {} : { cause: this.#failure };
    return new ConnectionLost("the connection ended before the answer", cause);
  }

  async #more(): Promise<void> {
    if (this.#ended) throw this.#lost();
    await new Promise<void>((resolve) => this.#wake = resolve);
  }
}

function tooLarge(): ForeignAnswer {
  return new ForeignAnswer("the answer is larger than any of AWS's");
}

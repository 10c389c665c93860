// Requests by fetch, which knows proxies, each on a connection of its own.
// Rule: redirects are answers, never followed; a reused connection is one that fetch may send a request over twice.

/** What is sent. */
type Message = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds after which it counts as unanswered: fetch then throws a DOMException "TimeoutError". */
  readonly timeout: number;
};

/** Sends one message; the authorities (PEM) count beside those that Deno trusts. */
export function fetcher(
  caCerts: readonly string[],
): (url: string, message: Message) => Promise<Response> {
  const client = Deno.createHttpClient({
    caCerts: [...caCerts],
    poolMaxIdlePerHost: 0,
    http2: false,
  });
  return (url, { method, headers, body, timeout }) =>
    fetch(url, {
      method,
      headers,
      redirect: "manual",
      client,
      signal: AbortSignal.timeout(timeout),
      ...(body !== undefined && { body }),
    });
}

/** The body's bytes; undefined if there are more than `most`. */
export async function bodyOf(
  response: Response,
  most: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const body = new Uint8Array(most);
  let length = 0;
  for await (const chunk of response.body ?? []) {
    if (length + chunk.length > most) return undefined;
    body.set(chunk, length);
    length += chunk.length;
  }
  return body.slice(0, length);
}

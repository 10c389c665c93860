// Requests by fetch, which knows proxies, each on a connection of its own; and, for this machine, past every proxy.
// Rule: redirects are answers, never followed; a reused connection is one that fetch may send a request over twice.

import { Connection } from "./connection.ts";
import { proxyFor, withProxy } from "./proxy.ts";
import { after } from "./timer.ts";

/** What is sent. */
export type Message = {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds after which it counts as unanswered: fetch then throws a DOMException "TimeoutError". */
  readonly timeout: number;
  /** How many bytes of the answer are read. */
  readonly most: number;
};

/** What comes; `bytes` undefined if there are more of them than are read. */
type Reply = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
};

/**
 * Sends messages by fetch to the host of the URL, through the proxy that the environment names for it; the authorities
 * (PEM) count beside those that Deno trusts. SwrError "variable-malformed" for a proxy that cannot be read.
 */
export function sender(
  caCerts: readonly string[],
  host: string,
): (url: string, message: Message) => Promise<Reply> {
  // Deno reads the environment at this moment.
  const client = withProxy(
    proxyFor(host),
    () => Deno.createHttpClient({ caCerts: [...caCerts], poolMaxIdlePerHost: 0, http2: false }),
  );
  return async (url, { method, headers, body, timeout, most }) => {
    const response = await fetch(url, {
      method,
      headers,
      redirect: "manual",
      client,
      signal: AbortSignal.timeout(timeout),
      ...(body !== undefined && { body }),
    });
    const bytes = await bodyOf(response, most);
    return { status: response.status, headers: Object.fromEntries(response.headers), bytes };
  };
}

/** Sends one message on a connection of its own, which no proxy is asked for: fetch obeys one for this machine too. */
export async function sendDirectly(
  url: URL,
  { method, headers, body = "", timeout, most }: Message,
  caCerts: readonly string[],
): Promise<Reply> {
  const late = Promise.withResolvers<never>();
  const stop = after(timeout, () => late.reject(new DOMException("too late", "TimeoutError")));
  const asking = async (): Promise<Reply> => {
    const connection = await Connection.open(url, caCerts);
    try {
      const target = `${url.pathname}${url.search}`;
      const answer = await connection.exchange({ method, target, headers, body });
      const bytes = answer.body.length > most ? undefined : answer.body;
      return { status: answer.statusCode, headers: answer.headers, bytes };
    } finally {
      connection.close();
    }
  };
  return await Promise.race([asking(), late.promise]).finally(stop);
}

async function bodyOf(
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
